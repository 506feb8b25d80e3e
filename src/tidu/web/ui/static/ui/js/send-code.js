// button[data-send-code] has a code sent without leaving the page: it sends its form to where the form goes, without
// files and passwords, and puts the answer beside itself. The server says how long to wait; the button only counts.

const SECOND = 1000;

function words(css, strong, rest) {
  const box = document.createElement("div");
  box.className = css;
  const line = document.createElement("span");
  if (strong) line.append(Object.assign(document.createElement("b"), { textContent: strong }));
  if (rest) line.append(Object.assign(document.createElement("span"), { className: "fix", textContent: rest }));
  box.append(line);
  return box;
}

function told(answer) {
  if (answer.what) return words("tp-err", answer.what, `${answer.why}${answer.mend}`);
  return Object.assign(document.createElement("div"), { className: "tick", textContent: answer.told });
}

function attach(button) {
  const said = button.closest("[data-code-field]").querySelector("[data-code-said]");
  const name = button.textContent;
  let ticking = 0;

  function wait(seconds) {
    clearInterval(ticking);
    const until = Date.now() + seconds * SECOND;
    const show = () => {
      const left = Math.ceil((until - Date.now()) / SECOND);
      const isOver = left <= 0;
      if (isOver) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
      button.textContent = isOver ? name : `${left} 秒后再获取`;
      if (isOver) clearInterval(ticking);
    };
    show();
    // what is far off is said by the sentence: a button that counts an hour helps nobody
    if (seconds > 0) ticking = setInterval(show, SECOND);
  }

  async function send() {
    button.setAttribute("aria-disabled", "true");
    const body = new FormData(button.form);
    [...button.form.elements].forEach((each) => {
      if (each.type === "file" || each.type === "password") body.delete(each.name);
    });
    body.set(button.name, button.value);
    const request = { method: "POST", body, headers: { "X-Requested-With": "fetch" } };
    const response = await fetch(button.form.getAttribute("action") || location.href, request).catch(() => null);
    const answer = response && (response.ok || response.status === 422) ? await response.json().catch(() => null) : null;
    if (answer) {
      said.replaceChildren(told(answer));
      wait(answer.wait <= 120 ? answer.wait : 0);
      return;
    }
    said.replaceChildren(words("tp-err", "验证码没有发出。", "网络不通，或页面放得太久。请再点一次；还不行请刷新页面。"));
    wait(0);
  }

  button.type = "button";
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") send();
  });
  if (Number(button.dataset.wait) > 0) wait(Number(button.dataset.wait));
}

document.querySelectorAll("button[data-send-code]").forEach(attach);
