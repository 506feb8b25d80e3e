// Taking over what was read on the licence, one thing at a time and only by a button. The file itself goes as soon as it
// is chosen; the button that sends it is for those without us.

const said = (sentence) => {
  const live = document.getElementById("tp-live");
  if (live) live.textContent = sentence;
};

document.querySelectorAll("[data-without-script]").forEach((each) => { each.hidden = true; });

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-take]");
  const input = button && document.getElementById(button.dataset.take);
  if (!input) return; // the address has no box here
  event.preventDefault();
  input.value = button.dataset.value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  button.parentElement.querySelector("[data-differs]")?.remove();
  button.replaceWith(Object.assign(document.createElement("span"), { className: "tick", textContent: "与填的一致" }));
  input.focus();
  said(`已采用：${button.dataset.value}`);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.type === "file") said("正在上传营业执照");
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.type === "file" && event.detail.successful) event.target.value = ""; // it was sent, and once is enough
});
