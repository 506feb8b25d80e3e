// fieldset[data-regions] holds selects from the coarse to the fine: choosing in one fetches what stands in the next.
// The address carries the code of the nation, in whose place the chosen code is put. What was found by its name in a
// box of the fieldset (`picked`) is put into all of them.

const NATION = "000000";

function offer(select, places) {
  select.length = 1; // 请选择
  for (const { code, name } of places) select.add(new Option(name, code));
  const field = select.closest(".fld");
  field.hidden = places.length === 0;
  select.disabled = places.length === 0;
}

async function below(fieldset, code) {
  const answer = await fetch(fieldset.dataset.regions.replace(NATION, code), { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) throw new Error(`regions below ${code}: ${answer.status}`);
  return (await answer.json()).places;
}

const say = (sentence) => {
  const live = document.getElementById("tp-live");
  if (live) live.textContent = sentence;
};

function attach(fieldset) {
  const selects = [...fieldset.querySelectorAll("select")];
  const last = selects.at(-1);
  if (last.length === 1) offer(last, []);
  fieldset.addEventListener("picked", async ({ detail: { path } }) => {
    try {
      const places = await Promise.all(path.slice(0, -1).map((code) => below(fieldset, code)));
      selects[0].value = path[0];
      selects.slice(1).forEach((select, n) => {
        offer(select, places[n] ?? []);
        select.value = path[n + 1] ?? "";
      });
    } catch {
      say("所选地区没有取到，请检查网络后再选一次。");
    }
  });
  fieldset.addEventListener("change", async (event) => {
    const at = selects.indexOf(event.target);
    if (at < 0) return;
    const finer = selects.slice(at + 1);
    const code = event.target.value;
    if (!finer.length) return;
    finer.forEach((select) => offer(select, []));
    if (!code) return;
    try {
      const places = await below(fieldset, code);
      if (event.target.value === code) offer(finer[0], places); // else something else was chosen meanwhile
    } catch {
      say("下一级没有取到，请检查网络后再选一次。");
      event.target.value = "";
    }
  });
}

document.querySelectorAll("fieldset[data-regions]").forEach(attach);
