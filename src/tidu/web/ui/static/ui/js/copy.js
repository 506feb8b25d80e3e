// button[data-copy="#id"] copies the text of that element, and says so.

const say = (words) => {
  const live = document.getElementById("tp-live");
  if (live) live.textContent = words;
};

// Pages served without https have no clipboard; there the text is selected, ready for Ctrl+C.
async function copied(source) {
  const text = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (source) say(await copied(source) ? "已复制。" : "已选中，请按 Ctrl+C 复制。");
});
