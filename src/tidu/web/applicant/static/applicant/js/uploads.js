import { signedIn } from "./sign-in-over.js";

// Slots: files are sent one after the other with their progress; the slot comes back as the server has it.

const clean = (seconds) => (seconds > 90 ? `${Math.round(seconds / 60)} 分钟` : `${Math.max(1, Math.round(seconds))} 秒`);
const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

function post(url, data, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-Requested-With", "fetch");
    request.upload.addEventListener("progress", progress);
    request.addEventListener("load", () => resolve({ status: request.status, html: request.responseText }));
    request.addEventListener("error", () => resolve({ status: 0, html: "" }));
    request.send(data);
  });
}

function replaceSlot(slot, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-slot]");
  if (!fresh) return slot;
  slot.replaceWith(fresh);
  return fresh;
}

function shower(slot, name) {
  const place = slot.querySelector("[data-progress]");
  const began = performance.now();
  place.hidden = false;
  place.innerHTML = '<span></span><progress class="up__bar" max="100" value="0"></progress><span class="num"></span>';
  const [words, bar, sizes] = place.children;
  bar.setAttribute("aria-label", `${name} 上传进度`);
  words.textContent = `正在上传 ${name}`;
  return ({ loaded, total }) => {
    const share = total ? loaded / total : 0;
    const left = share ? ((performance.now() - began) / 1000) * (1 - share) / share : 0;
    bar.value = share * 100;
    words.textContent = `正在上传 ${Math.round(share * 100)}%${share < 1 ? `，剩约 ${clean(left)}` : "，正在核对"}`;
    sizes.textContent = `${megabytes(loaded)} / ${megabytes(total)} MB`;
  };
}

function failed(slot, name) {
  const place = slot.querySelector("[data-progress]");
  place.hidden = false;
  place.textContent = `没传上：“${name}”上传到一半断了。请检查网络后重新选择这个文件。`;
}

// A file that was refused because the session has ended is sent once more when the person has signed in again.
async function sent(slot, file) {
  const form = slot.querySelector("form[data-attach]");
  const once = () => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("file", file);
    return post(form.action, data, shower(slot, file.name));
  };
  const answer = await once();
  const isOut = answer.status === 401 || answer.status === 403;
  return isOut && await signedIn(document.querySelector("form[data-sheet]")) ? once() : answer;
}

async function upload(slot, files) {
  for (const file of files) {
    const answer = await sent(slot, file);
    if (answer.status === 200 || answer.status === 422) {
      slot = replaceSlot(slot, answer.html);
      if (answer.status === 422) break;
    } else {
      failed(slot, file.name);
      break;
    }
  }
  slot.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("slot-changed"));
}

document.addEventListener("change", (event) => {
  const slot = event.target.matches("[data-slot] input[type=file]") && event.target.closest("[data-slot]");
  if (slot && event.target.files.length) upload(slot, [...event.target.files]);
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-detach]");
  if (!form) return;
  event.preventDefault();
  const answer = await post(form.action, new FormData(form), () => {});
  if (answer.status === 200 || answer.status === 422) replaceSlot(form.closest("[data-slot]"), answer.html).focus();
  document.dispatchEvent(new CustomEvent("slot-changed"));
});

for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    const slot = event.target.closest?.("[data-slot]");
    if (!slot?.querySelector("form[data-attach]")) return;
    event.preventDefault();
    if (kind === "drop" && event.dataTransfer.files.length) upload(slot, [...event.dataTransfer.files]);
  });
}
