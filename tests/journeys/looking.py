"""Looks at a page as a judge would: axe, sideways scrolling, headings, language, the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

from tests.services.browser import DESK, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = """async (tags) => {
  const found = await axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((n) => n.html.slice(0, 160))}`);
}"""
_SHAPE = """() => ({
  over: document.scrollingElement.scrollWidth - innerWidth,
  wide: [...document.querySelectorAll("main *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map((each) => each.outerHTML.slice(0, 120)),
  headings: document.querySelectorAll("h1").length,
  lang: document.documentElement.lang,
})"""
#: What the keyboard must reach: of radio buttons and tabs one of each group, as arrows do the rest.
_REACHABLE = """() => {
  const all = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
  const seen = new Set();
  const wanted = [...all].filter((each) => {
    if (each.disabled || each.tabIndex < 0 || !each.checkVisibility({ visibilityProperty: true })) return false;
    if (each.closest("details:not([open])") && !each.matches("details:not([open]) > summary")) return false;
    if (each.type !== "radio") return true;
    if (seen.has(each.name)) return false;
    seen.add(each.name);
    return true;
  });
  wanted.forEach((each) => { each.dataset.wanted = each.type === "radio" ? each.name : "yes"; });
  document.activeElement?.blur();
  getSelection().removeAllRanges();
  scrollTo(0, 0);
  return wanted.length;
}"""
#: Whether what has the focus shows it, and is not wholly under something that sticks.
_FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const marked = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const shown = marked(here) || Boolean(here.closest("label") && marked(here.closest("label")));
  const box = (here.closest("label") ?? here).getBoundingClientRect();
  const spots = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
  const free = box.width === 0 || spots.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (here.contains(top) || top.contains(here) || here.closest("label")?.contains(top));
  });
  if (here.type === "radio") {
    const group = document.querySelectorAll(`[data-wanted="${CSS.escape(here.name)}"]`);
    group.forEach((each) => { delete each.dataset.wanted; });
  }
  // a date has several places for the cursor: it is the same box until another one is reached
  const stays = here === document.lastReached;
  const again = Boolean(here.dataset.reached) && !stays;
  here.dataset.reached = "yes";
  document.lastReached = here;
  delete here.dataset.wanted;
  return { again, shown: shown || stays, free, html: here.outerHTML.slice(0, 140) };
}"""
_UNREACHED = "() => [...document.querySelectorAll('[data-wanted]')].map((each) => each.outerHTML.slice(0, 140))"


def at_both_widths(page: Page) -> list[str]:
    """Everything that is wrong with the page, at a desk and on a phone."""
    found = []
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} px, {page.url}: {wrong}" for wrong in faults(page)]
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return found


def faults(page: Page) -> list[str]:
    """Everything that is wrong with the page as it stands."""
    shape: dict[str, Any] = page.evaluate(_SHAPE)
    found = []
    if shape["over"] > 0:
        found.append(f"scrolls sideways by {shape['over']} px: {shape['wide']}")
    if shape["headings"] != 1:
        found.append(f"{shape['headings']} headings of the first rank")
    if shape["lang"] != "zh-CN":
        found.append(f"language {shape['lang']!r}")
    if not page.evaluate("() => Boolean(globalThis.axe)"):
        page.evaluate(AXE_SCRIPT)
    return found + list(page.evaluate(_RUN_AXE, TAGS))


def out_of_reach(page: Page) -> list[str]:
    """What Tab does not reach, and where the focus cannot be seen."""
    wanted = page.evaluate(_REACHABLE)
    found = []
    for _ in range(wanted * 7 + 10):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUSED)
        if here is None:
            continue
        if here["again"]:
            break  # once around
        if not here["shown"]:
            found.append(f"the focus cannot be seen on {here['html']}")
        if not here["free"]:
            found.append(f"the focus is covered on {here['html']}")
    return found + [f"Tab does not reach {each}" for each in page.evaluate(_UNREACHED)]
