// Help regions: button[data-help] opens the element it controls. Click, not hover; Esc closes and returns the focus.

const region = (button) => document.getElementById(button.getAttribute("aria-controls"));
const openButtons = () => [...document.querySelectorAll("button[data-help][aria-expanded=true]")];

function set(button, open) {
  button.setAttribute("aria-expanded", String(open));
  const shown = region(button);
  if (!shown) return;
  shown.hidden = !open;
  if (open) keepInside(shown);
}

// A region near the right edge is moved in, so that a phone never scrolls sideways.
function keepInside(shown) {
  shown.classList.remove("tp-pop--end");
  const over = shown.getBoundingClientRect().right > document.documentElement.clientWidth - 8;
  shown.classList.toggle("tp-pop--end", over);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-help]");
  openButtons()
    .filter((other) => other !== button && !region(other)?.contains(event.target))
    .forEach((other) => set(other, false));
  if (button) set(button, button.getAttribute("aria-expanded") !== "true");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const [button] = openButtons();
  if (!button) return;
  set(button, false);
  button.focus();
});
