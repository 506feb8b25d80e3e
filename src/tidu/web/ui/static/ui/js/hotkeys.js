// Single keys for reviewers. Anything with data-key="r" is clicked (a field is focused) by that key; in a [data-rows]
// list J and K move, X ticks, Enter opens. ? shows the table of keys, where they can be switched off, and stay off.

const SWITCH = "tidu.hotkeys";
const dialog = document.querySelector("dialog[data-keys]");
const control = dialog?.querySelector("[data-keys-switch]");

function isOn() {
  try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; }
}

if (control) {
  control.checked = isOn();
  control.addEventListener("change", () => {
    try { localStorage.setItem(SWITCH, control.checked ? "on" : "off"); } catch { /* then for this page only */ }
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]")) dialog?.showModal();
});

const rows = () => [...document.querySelectorAll("[data-rows] > *")].filter((row) => row.querySelector("a[href]"));
const current = (all) => all.findIndex((row) => row.classList.contains("cur"));

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const here = current(all);
  const next = Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step));
  all.forEach((row, n) => row.classList.toggle("cur", n === next));
  all[next].querySelector("a[href]").focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

function onCurrent(act) {
  const all = rows();
  const row = all[current(all)];
  if (!row) return false;
  act(row);
  return true;
}

const tick = (row) => row.querySelector("input[type=checkbox]")?.click();
const enter = (row) => row.querySelector("a[href]").click();

const ROW_KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => onCurrent(tick),
  enter: () => onCurrent(enter),
};

function pressed(key) {
  if (key === "?") { dialog?.showModal(); return Boolean(dialog); }
  const named = [...document.querySelectorAll("[data-key]")]
    .find((each) => each.dataset.key === key && each.getClientRects().length);
  if (named) {
    if (named.matches("input, select, textarea")) named.focus(); else named.click();
    return true;
  }
  return ROW_KEYS[key]?.() ?? false;
}

function isTyping(target) {
  return target.isContentEditable || target.matches("select, textarea, input:not([type=checkbox], [type=radio])");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (!isOn() || dialog?.open || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  // Enter belongs to whatever has the focus, if that is something that can be pressed.
  if (key === "enter" && event.target.closest("a, button, summary, label, input")) return;
  if (pressed(key)) event.preventDefault();
});
