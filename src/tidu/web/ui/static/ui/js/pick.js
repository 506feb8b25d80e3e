// input[data-pick="address"] offers what fits while one types: arrows move, Enter takes, Esc closes, so does leaving.
// The address answers ?q= with {found: [{code, name, within, path, text}], more}. What is taken puts its text into the
// box and tells the page by `change` and by `picked`, whose detail is what was taken. A box that only searches stands
// in an element with data-with-script, which is hidden until we are here. Without us a code can be typed.

const PAUSE = 200; // ms without a key before we ask

const say = (sentence) => {
  const live = document.getElementById("tp-live");
  if (live) live.textContent = sentence;
};

function attach(box) {
  const popup = document.createElement("div");
  popup.className = "tp-pick";
  popup.hidden = true;
  const list = document.createElement("ul");
  list.id = `${box.id}-found`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", `${box.labels[0]?.firstChild.textContent.trim() ?? ""}，可以选的`);
  const note = document.createElement("p"); // beside the list, which holds what can be taken and nothing else
  popup.append(list, note);
  box.after(popup);
  box.autocomplete = "off";
  box.placeholder ||= "输入名称、拼音首字母或代码";
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) box.setAttribute(name, value);
  box.closest("[data-with-script]")?.removeAttribute("hidden");

  let timer = 0;
  let asking = null;
  let found = [];
  let active = -1;

  function close() {
    clearTimeout(timer);
    asking?.abort();
    popup.hidden = true;
    box.setAttribute("aria-expanded", "false");
    move(-1);
  }

  function move(to) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = to;
    const option = found[active] && list.children[active];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(one) {
    close();
    box.value = one.text;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: one }));
    say(`已选${one.text}`);
  }

  function show(answer) {
    found = answer.found;
    list.replaceChildren(...found.map((one, n) => optionOf(one, `${list.id}-${n}`)));
    note.textContent = !found.length ? "没有找到。换个词，或用拼音首字母、代码试试。"
      : answer.more ? "还有更多，再输几个字就能找到。" : "";
    move(-1);
    list.hidden = !found.length;
    popup.hidden = false;
    box.setAttribute("aria-expanded", String(found.length > 0));
    say(found.length ? `${answer.more ? "前 " : ""}${found.length} 个可以选，用上下键。` : "没有找到。");
  }

  async function ask() {
    const typed = box.value.trim();
    if (!typed || box.readOnly) return close();
    asking?.abort();
    const mine = asking = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.pick}?q=${encodeURIComponent(typed)}`, {
        headers: { "X-Requested-With": "fetch" }, signal: mine.signal,
      });
      const told = await answer.json();
      if (mine.signal.aborted || document.activeElement !== box) return;
      if (answer.ok) show(told);
      else { close(); say(`${told.what}${told.mend}`); }
    } catch (wrong) {
      if (wrong.name === "AbortError") return;
      close();
      say("没有取到可以选的，请检查网络后再输一次。");
    }
  }

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !popup.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        if (!isOpen) return void ask();
        const places = found.length + 1; // the box itself is one of them
        const step = event.key === "ArrowDown" ? 1 : -1;
        return move((active + 1 + step + places) % places - 1);
      }
      case "Enter":
        if (!isOpen && box.name) return;
        event.preventDefault(); // a box that only searches sends no form
        if (isOpen && found[active]) take(found[active]);
        return;
      case "Escape":
        if (!isOpen) return;
        event.stopPropagation();
        close();
    }
  });
  box.addEventListener("blur", close);
  popup.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const one = found[[...list.children].indexOf(event.target.closest("[role=option]"))];
    if (one) take(one);
  });
}

function optionOf(one, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.append(part("b", one.name), part("span", one.code), part("small", one.within));
  return option;
}

function part(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

document.querySelectorAll("input[data-pick]").forEach(attach);
