// The session has ended while someone types: they sign in over the page, and what waits goes up. Another account is told
// so, and nothing is sent for it. `signedIn(sheet)` is asked by whoever was refused; it answers whether to try again.

const FETCH = { "X-Requested-With": "fetch" };
let asking = null;
let dialog;

export function signedIn(sheet) {
  asking ??= ask(sheet).finally(() => { asking = null; });
  return asking;
}

async function ask(sheet) {
  const answer = await reach(sheet.dataset.signIn, { headers: FETCH });
  if (!answer) return false;
  if (answer.who) return adopt(sheet, answer.who) || told(answer.who); // signed in already, in another window perhaps
  return new Promise((resolve) => open(sheet, answer.form, resolve));
}

// The form as the server has it, or who is signed in; null where it cannot be reached.
async function reach(url, options) {
  try {
    const response = await fetch(url, options);
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (isJson && response.ok) return { who: await response.json() };
    if (response.ok || response.status === 422) return { form: await response.text() };
  } catch { /* the network is gone; the page says so by itself */ }
  return null;
}

// The same person goes on with a fresh token in every form of the page.
function adopt(sheet, who) {
  if (String(who.account) !== sheet.dataset.scope.split(":")[0]) return false;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((each) => { each.value = who.token; });
  return true;
}

function open(sheet, form, resolve) {
  const made = box("登录已过期", "内容都在本页，没有丢。登录后自动接着保存。");
  let isOver = false;
  const finish = (isSame) => {
    if (isOver) return;
    isOver = true;
    removeEventListener("focus", look);
    dialog.close();
    resolve(isSame);
  };
  const settle = (answer) => {
    if (isOver) return;
    if (!answer) { made.wrong.textContent = "没有连上，请检查网络后再按一次登录。"; return; }
    if (answer.form) { fill(made.place, answer.form); return; }
    const isSame = adopt(sheet, answer.who);
    finish(isSame);
    if (!isSame) told(answer.who);
  };
  // Signed in by another way in another window: back here it is noticed.
  const look = async () => { const answer = await reach(sheet.dataset.signIn, { headers: FETCH }); if (answer?.who) settle(answer); };
  addEventListener("focus", look);
  dialog.addEventListener("close", () => finish(false));
  made.place.addEventListener("submit", async (event) => {
    event.preventDefault();
    made.wrong.textContent = "";
    settle(await reach(event.target.action, { method: "POST", headers: FETCH, body: new FormData(event.target) }));
  });
  fill(made.place, form);
  dialog.showModal();
  made.place.querySelector("input:not([type=hidden])").focus();
}

function fill(place, html) {
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  place.querySelector("[aria-invalid]")?.focus();
}

function told(who) {
  const made = box("现在登录的是另一个账户", `这里的内容是用别的账户填的，没有为“${who.name}”上传，还存在本机。`);
  const home = document.createElement("a");
  home.href = "/";
  home.className = "btn btn-primary";
  home.textContent = "离开本页";
  made.place.append("要接着上传，请退出后用原来的账户登录，再打开这件申报。", home);
  dialog.showModal();
  return false;
}

function box(heading, sentence) {
  dialog?.remove();
  dialog = document.createElement("dialog");
  dialog.className = "over";
  dialog.setAttribute("aria-labelledby", "over-h");
  dialog.innerHTML = '<h2 id="over-h"></h2><p></p><div class="over__in"></div><p role="alert"></p>';
  const [title, words, place, wrong] = dialog.children;
  title.textContent = heading;
  words.textContent = sentence;
  document.body.append(dialog);
  return { place, wrong };
}
