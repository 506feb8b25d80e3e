// The state of saving in the task bar. It is spoken when its kind changes, not at every save.

const place = document.getElementById("save");
const live = document.getElementById("tp-live");
const WORDS = {
  ok: () => "已自动保存",
  offline: (count) => `网络断开，未上传的 ${count} 处已存在本机，联网后自动补传`,
  out: (count) => `登录已过期，未上传的 ${count} 处已存在本机，重新登录后自动补传`,
  fragile: (count) => `${count} 处还没有保存，这台电脑也存不下，请先不要关闭本页`,
  held: (count) => `${count} 处没有写入，见表中说明`,
};
let spoken = "ok"; // the quiet state: the first save is no news
let busy;

// The server's time of the last save, so that the page and the log agree.
export function showTime(time) {
  place.querySelector("time").textContent = time;
  place.dataset.saved = "yes";
}

export function showState(kind, count = 0) {
  clearTimeout(busy);
  if (kind === "typing") { if (place.dataset.s === "ok") place.dataset.s = "idle"; return; }
  if (kind === "busy" && place.dataset.s === "ok") { busy = setTimeout(() => set("busy", count), 300); return; }
  if (kind === "ok" && !place.dataset.saved) return; // nothing was saved on this page yet
  set(kind, count);
}

function set(kind, count) {
  place.dataset.s = kind;
  if (kind === "busy") return;
  const shown = { offline: ".s-off b", out: ".s-out b", fragile: ".s-fragile b", held: ".s-held b" }[kind];
  if (shown) place.querySelector(shown).textContent = count;
  if (kind === spoken || !WORDS[kind]) return;
  spoken = kind;
  if (live) live.textContent = WORDS[kind](count);
}
