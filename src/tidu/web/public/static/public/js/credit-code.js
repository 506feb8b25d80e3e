// [data-credit-code] holds the field and the address that says what is wrong with a code. It is asked when the code is
// long enough to be one or the field is left, so that nobody is scolded in the middle of typing.

const FULL = 18;

function line(css, strong, rest) {
  const box = document.createElement("div");
  box.className = css;
  const words = document.createElement("span");
  if (strong) words.append(Object.assign(document.createElement("b"), { textContent: strong }));
  if (rest) words.append(Object.assign(document.createElement("span"), { className: "fix", textContent: rest }));
  box.append(words);
  return box;
}

function told(answer) {
  if (answer.what) return [line("tp-err", answer.what, `${answer.why}${answer.mend}`)];
  const right = line("tick", "", "");
  right.textContent = "信用代码格式正确";
  return [right, ...answer.doubts.map((doubt) => line("tp-hint", "", doubt))];
}

function attach(box) {
  const input = box.querySelector("input");
  const said = box.querySelector("[data-said]");
  const fromServer = () => box.querySelector(".fld [id$=-error]");
  let asked = "";

  async function check() {
    const code = input.value.replace(/\s/g, "");
    if (!code || code === asked) return;
    asked = code;
    const address = `${box.dataset.creditCode}?${new URLSearchParams({ code })}`;
    const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (code !== asked || (!response?.ok && response?.status !== 429)) return; // the server says it again on sending
    const answer = await response.json();
    fromServer()?.remove();
    input.setAttribute("aria-invalid", String(Boolean(answer.what)));
    said.replaceChildren(...told(answer));
  }

  input.addEventListener("input", () => {
    if (input.value.replace(/\s/g, "").length >= FULL) check();
    else if (said.firstChild) { said.replaceChildren(); asked = ""; }
  });
  input.addEventListener("change", check);
}

document.querySelectorAll("[data-credit-code]").forEach(attach);
