// form[data-challenge] carries a nonce: before it is sent, a number is found whose SHA-256 with the nonce begins with so
// many zero bits. With data-begins the work starts at once and the form is sent when it is done. Where the browser has
// no digest to offer (pages without https) the plain question is asked instead.

const encoder = new TextEncoder();
const AT_ONCE = 256;

async function isProof(nonce, number, bits) {
  const view = new DataView(await crypto.subtle.digest("SHA-256", encoder.encode(`${nonce}:${number}`)));
  return view.getUint32(0) >>> (32 - bits) === 0;
}

async function work(nonce, bits) {
  for (let from = 0; ; from += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, n) => from + n);
    const right = await Promise.all(numbers.map((number) => isProof(nonce, number, bits)));
    const found = right.indexOf(true);
    if (found >= 0) return from + found;
  }
}

function ask(form) {
  const question = form.querySelector("[data-ask]");
  question.hidden = false;
  question.querySelector("input").disabled = false;
}

function attach(form) {
  if (!globalThis.crypto?.subtle) { ask(form); return; }
  const working = form.querySelector("[data-working]");
  let proof = null;
  const prove = async () => {
    proof ??= work(form.dataset.nonce, Number(form.dataset.bits));
    form.elements.proof.value = await proof;
  };

  form.addEventListener("submit", async (event) => {
    if (form.elements.proof.value) return;
    event.preventDefault(); // it is sent again, by us, when the work is done
    if (form.dataset.proving) return;
    form.dataset.proving = "yes";
    working.textContent = "正在验证…";
    await prove();
    await new Promise((go) => { setTimeout(go); }); // behind the timer that notes that the first try was held back
    working.textContent = "";
    delete form.dataset.proving;
    form.requestSubmit();
  });

  if ("begins" in form.dataset) form.requestSubmit(); else form.addEventListener("input", prove, { once: true });
}

document.querySelectorAll("form[data-challenge]").forEach(attach);
