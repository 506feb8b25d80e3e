// The form of one section: every change is saved by itself, the rest of the page follows.

import { cellOf, controlOf, putIn, typedIn } from "./controls.js";
import { attachTables } from "./tables.js";
import { refreshPanel } from "./panel.js";
import { Saver } from "./saving.js";
import { signedIn } from "./sign-in-over.js";
import { conflictBox, problemBox, refusedBox, showIn } from "./told.js";
import { showState, showTime } from "./save-state.js";

const TYPING = 900; // ms without a key before what is typed is saved
const sheet = document.querySelector("form[data-sheet]");
const errorsOf = (control) => document.getElementById(control.dataset.errors);
const lastTyped = new Map();

const saver = new Saver({
  scope: sheet.dataset.scope,
  url: sheet.dataset.save,
  token: () => sheet.querySelector("[name=csrfmiddlewaretoken]").value,
  tell: {
    state: (kind, count) => showState(kind, count),
    saved: showSaved,
    conflict: showConflict,
    refused: showRefused,
    signedOut: signInOver,
  },
});

// A second refusal right after signing in is not about signing in: the page says that it is out, and asks no more.
let hasAsked = false;

async function signInOver() {
  if (hasAsked || !await signedIn(sheet)) return;
  hasAsked = true;
  saver.signedIn();
}

document.querySelector("[data-sign-in-over]")?.addEventListener("click", (event) => {
  event.preventDefault();
  hasAsked = false;
  signInOver();
});

function showSaved(cell, answer) {
  hasAsked = false;
  showTime(answer.at);
  const control = controlOf(sheet, cell);
  if (!control) return;
  control.dataset.version = answer.version;
  const isBox = !control.dataset.kind;
  if (isBox && !answer.problem && !isCode(control)) {
    if (document.activeElement === control) tidied.set(cell, { typed: control.value, shown: answer.shown });
    else put(control, cell, answer.shown);
  }
  control.classList.remove("pre");
  echo(cell, control, answer);
  control.toggleAttribute("aria-invalid", false);
  const settled = errorsOf(control)?.querySelector(`[data-stays="${CSS.escape(cell)}"]`);
  if (settled) showIn(errorsOf(control), null); // what was held back has been typed anew, and that was written
  if (answer.problem) {
    control.setAttribute("aria-invalid", "true");
    showIn(errorsOf(control), problemBox(answer.problem, cell));
  }
  refreshPanel(sheet);
}

// The tidied text stands for what was typed: leaving the box does not save it again.
function put(control, cell, shown) {
  control.value = shown;
  saved.set(cell, JSON.stringify(shown));
}

const isCode = (control) => control.dataset.code !== undefined;

function echo(cell, control, answer) {
  const line = document.querySelector(`[data-echo-of="${CSS.escape(cell)}"]`);
  if (!line) return;
  if (isCode(control)) line.textContent = answer.problem ? "" : answer.shown;
  else line.textContent = answer.tidied ? `✓ 已整理 ${lastTyped.get(cell) ?? ""}` : "";
}

function showConflict(cell, mine, answer) {
  const control = controlOf(sheet, cell);
  if (!control) return;
  const box = conflictBox(answer.conflict, {
    mine: () => { saver.keepMine(cell, mine, answer.version); showIn(errorsOf(control), null); },
    theirs: () => {
      saver.takeTheirs(cell, answer.version);
      const isPlain = !control.dataset.kind;
      putIn(control, isPlain && !isCode(control) ? answer.theirs.shown : answer.theirs.value);
      saved.set(cell, JSON.stringify(typedIn(control))); // typing mine once more is a change again
      showIn(errorsOf(control), null);
      refreshPanel(sheet);
    },
  });
  box.dataset.stays = cell;
  showIn(errorsOf(control), box);
  box.querySelector("button").focus();
}

function showRefused(cell, refusal) {
  const control = controlOf(sheet, cell);
  if (!control) return;
  const box = refusedBox(refusal, async () => { await saver.discard(cell); location.reload(); });
  box.dataset.stays = cell;
  showIn(errorsOf(control), box);
}

// -- typing -----------------------------------------------------------------------------------------------------------

const timers = new Map();
const saved = new Map(); // what was last handed over, so that leaving a field does not save it twice

function changed(control) {
  const cell = control.dataset.cell;
  clearTimeout(timers.get(cell));
  timers.delete(cell);
  const typed = typedIn(control);
  const text = JSON.stringify(typed);
  if (saved.get(cell) === text) return;
  saved.set(cell, text);
  lastTyped.set(cell, typeof typed === "string" ? typed.trim() : "");
  saver.save(cell, typed);
}

sheet.addEventListener("input", (event) => {
  const control = cellOf(event.target);
  if (!control) return;
  showState("typing");
  clearTimeout(timers.get(control.dataset.cell));
  timers.set(control.dataset.cell, setTimeout(() => changed(control), TYPING));
});

sheet.addEventListener("change", (event) => {
  const control = cellOf(event.target);
  if (!control) return;
  alone(event.target);
  changed(control);
});

// What was tidied while the cursor was still in the box is shown when it leaves.
const tidied = new Map();
sheet.addEventListener("focusout", (event) => {
  const cell = event.target.dataset?.cell;
  const kept = cell && tidied.get(cell);
  if (kept && kept.typed === event.target.value) {
    put(event.target, cell, kept.shown);
  }
});

sheet.addEventListener("submit", (event) => event.preventDefault()); // Enter in a box: there is nothing to submit

// 都没有 stands alone among the choices.
function alone(target) {
  const control = cellOf(target);
  if (control.dataset.kind !== "choices" || !target.checked) return;
  const isNone = target.hasAttribute("data-none") || target.value === "none";
  control.querySelectorAll("input").forEach((other) => {
    const otherIsNone = other.hasAttribute("data-none") || other.value === "none";
    if (other !== target && (isNone || otherIsNone)) other.checked = false;
  });
}

document.addEventListener("click", (event) => {
  const offer = event.target.closest("button[data-offer]");
  const control = offer && controlOf(sheet, offer.dataset.for);
  if (!control) return;
  putIn(control, offer.dataset.offer);
  changed(control);
  control.focus();
});

// A block copied from a spreadsheet fills the boxes to the right and below.
sheet.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\t\n]/.test(text.trim()) || !event.target.matches("table.fin input[data-cell]")) return;
  event.preventDefault();
  const rows = [...event.target.closest("tbody").querySelectorAll("tr")].filter((row) => row.querySelector("input[data-cell]"));
  const startRow = rows.indexOf(event.target.closest("tr"));
  const startColumn = [...event.target.closest("tr").querySelectorAll("td")].indexOf(event.target.closest("td"));
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const box = rows[startRow + down]?.querySelectorAll("td")[startColumn + right]?.querySelector("input[data-cell]");
      if (!box) return;
      box.value = value.trim();
      changed(box);
    });
  });
});

// -- the start --------------------------------------------------------------------------------------------------------

sheet.querySelectorAll("[data-cell]").forEach((control) => {
  saver.know(control.dataset.cell, Number(control.dataset.version));
  saved.set(control.dataset.cell, JSON.stringify(typedIn(control)));
});
attachTables(sheet, changed);
showState("idle");
saver.replay((entry, isHere) => {
  const control = isHere && controlOf(sheet, entry.cell);
  if (!control) return;
  putIn(control, entry.typed);
  saved.set(entry.cell, JSON.stringify(entry.typed));
});

// Leaving with something typed in the last moment: it goes to the journal now, and up with the next visit at the latest.
addEventListener("pagehide", () => {
  timers.forEach((_, cell) => { const control = controlOf(sheet, cell); if (control) changed(control); });
});

// On a phone the chapters are a strip: the one that is open is brought into it.
const strip = document.querySelector("#chapters .sn");
const here = strip?.querySelector("[aria-current]");
if (here) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;

// A link from the checks names a field: the cursor goes into it. Once the page is whole, since until then the browser
// itself gives the focus to what the address names.
function goToNamed() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const boxes = "input:not([type=hidden]), textarea, select";
  const box = target.matches(boxes) ? target : target.querySelector(boxes) ?? target.querySelector("[data-add]") ?? target;
  box.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}
if (document.readyState === "complete") goToNamed(); else addEventListener("load", () => setTimeout(goToNamed));

document.addEventListener("slot-changed", () => refreshPanel(sheet));
