// The bar of batch decisions says how many are chosen, and how many of them will be passed, before the click.
// Without script it stands there always, and the server skips and tells alike.

const form = () => document.querySelector("form[data-batch]");
const picks = () => [...(form()?.querySelectorAll("input[name=pick]") ?? [])];

function show() {
  const bar = form()?.querySelector("[data-batch-bar]");
  if (!bar) return;
  const chosen = picks().filter((pick) => pick.checked);
  const skipped = chosen.filter((pick) => "unusual" in pick.dataset).length;
  const passed = chosen.length - skipped;
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-picked]").textContent = String(chosen.length);
  bar.querySelector("[data-skipped]").textContent = skipped ? `其中 ${skipped} 家有异常，批量通过会自动跳过` : "";
  bar.querySelector("[data-pass-words]").textContent = `通过并送下一环节 ${passed} 家`;
  bar.querySelector("[type=submit]").toggleAttribute("disabled", passed === 0);
  picks().forEach((pick) => pick.closest("tr").setAttribute("aria-selected", String(pick.checked)));
}

function choose(all) {
  picks().forEach((pick) => { pick.checked = all; });
  show();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) choose(event.target.checked);
  else if (event.target.matches("input[name=pick]")) show();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-pick-none]")) choose(false);
});
document.addEventListener("htmx:afterSwap", show);
addEventListener("pageshow", show);
