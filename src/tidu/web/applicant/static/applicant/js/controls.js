// The controls of the form, whatever they look like: what is typed in them, and how to put something in.

export const controlOf = (sheet, cell) => sheet.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
export const cellOf = (target) => target.closest("[data-cell]");

const inputs = (control) => [...control.querySelectorAll("input:not([data-none])")];
const noneBox = (control) => control.querySelector("input[data-none]");

export function typedIn(control) {
  switch (control.dataset.kind) {
    case "table": return rowsIn(control);
    case "choices": {
      if (noneBox(control)?.checked) return [];
      const chosen = inputs(control).filter((input) => input.checked).map((input) => input.value);
      return chosen.length ? chosen : null;
    }
    case "choice":
    case "yes_no": return inputs(control).find((input) => input.checked)?.value ?? null;
    default: return control.value;
  }
}

function rowsIn(table) {
  const rows = [...table.querySelectorAll("tbody tr[data-row]")].map((row) => ({
    id: row.dataset.row,
    ...Object.fromEntries([...row.querySelectorAll("[data-column]")].map((box) => [box.dataset.column, box.value])),
  }));
  if (rows.length) return rows;
  return noneBox(table)?.checked ? [] : null;
}

// Puts a value in as it was typed or as the server shows it; tables say that the page must be read again.
export function putIn(control, value) {
  switch (control.dataset.kind) {
    case "table": return putRows(control, value);
    case "choices": {
      const chosen = Array.isArray(value) ? value : [];
      inputs(control).forEach((input) => { input.checked = chosen.includes(input.value); });
      if (noneBox(control)) noneBox(control).checked = Array.isArray(value) && value.length === 0;
      return;
    }
    case "choice":
    case "yes_no": {
      const word = value === true ? "yes" : value === false ? "no" : value;
      inputs(control).forEach((input) => { input.checked = input.value === word; });
      return;
    }
    default: control.value = value ?? "";
  }
}

function putRows(table, value) {
  table.querySelectorAll("tbody tr[data-row]").forEach((row) => row.remove());
  if (noneBox(table)) noneBox(table).checked = Array.isArray(value) && value.length === 0;
  for (const typed of Array.isArray(value) ? value : []) {
    const row = addRow(table, typed.id);
    row.querySelectorAll("[data-column]").forEach((box) => {
      const each = typed[box.dataset.column];
      box.value = each === true ? "yes" : each === false ? "no" : each ?? "";
    });
  }
  shapeRows(table);
}

export function addRow(table, id) {
  const own = id ?? [...crypto.getRandomValues(new Uint8Array(6))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const body = table.querySelector("tbody");
  const holder = document.createElement("tbody");
  holder.append(table.querySelector("template").content.cloneNode(true));
  holder.querySelectorAll("[id], [data-row]").forEach((each) => {
    if (each.id) each.id = each.id.replace("__row__", own);
    if (each.dataset.row) each.dataset.row = own;
  });
  const row = holder.firstElementChild;
  body.append(row);
  return row;
}

export function shapeRows(table) {
  const rows = table.querySelectorAll("tbody tr[data-row]");
  const count = rows.length;
  rows.forEach((row, n) => { row.querySelector("th").textContent = n + 1; });
  table.querySelector("table").hidden = count === 0;
  table.querySelector(".rep__none").hidden = count > 0;
  table.querySelector("[data-add]").disabled = count >= Number(table.dataset.most);
}
