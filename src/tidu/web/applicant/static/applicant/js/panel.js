// What follows from what is saved, fetched a moment after the last save and put in place by id.

import { showRow } from "./told.js";

const CALM = 600;
let timer;
let asked = 0;

export function refreshPanel(sheet) {
  clearTimeout(timer);
  timer = setTimeout(() => fetchPanel(sheet), CALM);
}

async function fetchPanel(sheet) {
  const mine = ++asked;
  let html;
  try {
    const response = await fetch(sheet.dataset.panel, { headers: { "X-Requested-With": "fetch" } });
    if (!response.ok) return;
    html = await response.text();
  } catch {
    return; // offline: the page keeps what it showed
  }
  if (mine !== asked) return; // a newer answer is on its way
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const open = [...document.querySelectorAll("#score details[open]")].map((each) => each.dataset.group);
  for (const part of [...fresh.body.children]) replace(part, open); // a copy: what is moved over leaves the list
}

function replace(part, open) {
  const old = document.getElementById(part.id);
  if (!old) return;
  if (part.matches("output")) { old.textContent = part.textContent; return; }
  if (part.hasAttribute("data-errors")) {
    if (old.querySelector("[data-stays]")) return; // a choice between two values is still to be made
    old.replaceChildren(...part.childNodes);
    mark(old);
    showRow(old);
    return;
  }
  part.querySelectorAll("details[data-group]").forEach((group) => { group.open = open.includes(group.dataset.group); });
  const strip = old.querySelector(".sn");
  const scrolled = strip?.scrollLeft ?? 0;
  const hadFocus = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  old.replaceWith(part);
  if (part.querySelector(".sn")) part.querySelector(".sn").scrollLeft = scrolled;
  if (hadFocus) part.querySelector(`a[href="${CSS.escape(hadFocus)}"]`)?.focus();
}

function mark(place) {
  const wrong = Boolean(place.querySelector(".errbox:not(.errbox--warn)"));
  document.querySelectorAll(`[data-cell][data-errors="${place.id}"]`).forEach((control) => {
    if (place.firstElementChild) control.setAttribute("aria-describedby", place.id);
    else control.removeAttribute("aria-describedby");
    if (!wrong) control.removeAttribute("aria-invalid");
  });
}
