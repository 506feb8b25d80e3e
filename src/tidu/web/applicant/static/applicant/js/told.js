// Sentences beside a field, built without markup from strings: what is wrong, why, how to mend.

function box(told, tone) {
  const made = document.createElement("div");
  made.className = tone ? `errbox errbox--${tone}` : "errbox";
  const what = document.createElement("b");
  what.textContent = told.what;
  made.append(what, told.why ?? "", told.mend ?? "");
  return made;
}

function button(text, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "offer";
  made.textContent = text;
  if (pressed) made.addEventListener("click", pressed);
  return made;
}

export function problemBox(problem, cell) {
  const made = box(problem);
  for (const offer of problem.offers ?? []) {
    const each = button(`改为 ${offer}`);
    each.dataset.offer = offer;
    each.dataset.for = cell;
    made.append(" ", each);
  }
  return made;
}

export function conflictBox(conflict, { mine, theirs }) {
  const made = box(conflict, "warn");
  made.append(" ", button("用我填的", mine), " ", button("用对方的", theirs));
  return made;
}

export function refusedBox(refusal, discard) {
  const made = box(refusal, "warn");
  made.append(" ", button("放弃这一处，显示已保存的", discard));
  return made;
}

// One thing in a field's place for errors; nothing empties it. The row of a year table opens and closes with it.
export function showIn(place, made) {
  if (!place) return;
  place.replaceChildren(...(made ? [made] : []));
  showRow(place);
}

export function showRow(place) {
  const row = place.closest("tr.er");
  if (row) row.hidden = !place.firstElementChild;
}
