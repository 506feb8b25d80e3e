// A form is sent once: what follows the first press is ignored until an answer has come, and that is said aloud.
// A form whose answer is a download, after which the page stays, says so with data-again.

const say = (words) => {
  const live = document.getElementById("tp-live");
  if (live) live.textContent = words;
};

const senders = (form) => [...form.elements].filter((each) => each.type === "submit");

function release(form) {
  delete form.dataset.sent;
  senders(form).forEach((button) => button.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "yes";
  // after this turn: a button that is off while the form is read would not be sent with it
  setTimeout(() => {
    if (event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) {
      release(form); // someone else keeps it on the page
      return;
    }
    senders(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
    say(form.dataset.sending ?? "正在提交…");
  });
}, true);

// htmx got its answer, or none: the page stays, so the form may be sent again.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  release(form);
  say(event.detail.successful || event.detail.xhr?.status === 422 ? "" : "没有提交成功，请再试一次。");
});

// Back from the history: the page is as it was left, with its forms still marked as sent.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
