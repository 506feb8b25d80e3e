// button[data-reveal="id"] shows what was typed into a password field, and hides it again.

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-reveal]");
  const field = button && document.getElementById(button.dataset.reveal);
  if (!field) return;
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});
