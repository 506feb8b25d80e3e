// Tables with rows of one's own: rows are added and taken away; each keeps its id for ever.

import { addRow, shapeRows } from "./controls.js";

export function attachTables(sheet, changed) {
  sheet.querySelectorAll("[data-kind=table]").forEach((table) => {
    shapeRows(table);
    table.addEventListener("click", (event) => {
      if (event.target.closest("[data-add]")) {
        const none = table.querySelector("input[data-none]");
        if (none) none.checked = false;
        const row = addRow(table);
        shapeRows(table);
        row.querySelector("[data-column]").focus();
      }
      const remove = event.target.closest("[data-remove]");
      if (remove) {
        remove.closest("tr").remove();
        shapeRows(table);
        changed(table);
        table.querySelector("[data-add]").focus();
      }
    });
  });
}
