// Security keys: [data-key="get"] asks for one, [data-key="create"] makes one. The answer goes with the form around it.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

function read({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.allowCredentials) options.allowCredentials = named(publicKey.allowCredentials);
  if (publicKey.excludeCredentials) options.excludeCredentials = named(publicKey.excludeCredentials);
  return { publicKey: options };
}

function written(credential) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  parts.filter((part) => credential.response[part]).forEach((part) => { response[part] = text(credential.response[part]); });
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function use(place) {
  const says = place.querySelector("[data-key-says]");
  const answer = place.querySelector("[data-key-answer]");
  says.textContent = "请按浏览器的提示操作…";
  try {
    const options = read(JSON.parse(place.dataset.keyOptions));
    const making = place.dataset.key === "create";
    const credential = making ? await navigator.credentials.create(options) : await navigator.credentials.get(options);
    answer.value = written(credential);
    answer.disabled = false;
    says.textContent = "";
    place.closest("form").submit();
  } catch (error) {
    says.textContent = error.name === "InvalidStateError" ? "这一把已经绑定过了。" : "没有完成，可以再试一次。";
  }
}

// Only where the browser has them: over https, or on this very machine by its name.
if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-key]").forEach((place) => {
    place.hidden = false;
    place.querySelector("[data-key-button]").addEventListener("click", () => use(place));
  });
}
