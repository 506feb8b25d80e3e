"""Everything one review page shows. Five queries beside finding the actor, whatever the declaration holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode

from tidu.domain.declarations.queries import submitted_for
from tidu.domain.enterprises.brought import Brought, brought_of, digital_level, scores_by_cell
from tidu.domain.reviews.queries import decisions_of, neighbours
from tidu.domain.verification.queries import state_in
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.citing import Basis
from tidu.rules.programme_sheets import BASIS_WORDS
from tidu.rules.workflow import Outcome
from tidu.web.officer.shown.content import Content, FileLink, content_of
from tidu.web.officer.shown.deciding import Typed, bar_for
from tidu.web.officer.shown.given import given_for
from tidu.web.officer.shown.state import state_of
from tidu.web.officer.shown.strip import strip_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from tidu.domain.accounts.access import Actor
    from tidu.domain.declarations.models import Submission
    from tidu.rules.schema import Edition

_PANELS = frozenset({"return", "reject"})
_MARKS = {basis: word for basis, word in BASIS_WORDS.items() if basis is not Basis.CONFIRMED}


@dataclass(frozen=True)
class Asked:
    """What the address asks for: which lines, which file in the pane, which panel of the decision bar."""

    show: str = ""
    file: str = ""
    panel: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        panel = query.get("decide", "")
        return cls(query.get("show", ""), query.get("file", ""), panel if panel in _PANELS else "")

    def address(self, **changes: str) -> str:
        """The query with some of it changed."""
        asked = {"show": self.show, "file": self.file, "decide": self.panel} | changes
        return "?" + urlencode({key: value for key, value in asked.items() if value})


@dataclass(frozen=True)
class Filter:
    """One choice of which lines are shown."""

    key: str
    name: str
    count: int
    address: str
    is_current: bool


def review_context(
    actor: Actor, number: str, asked: Asked, *, typed: Typed | None = None, revealed: str = ""
) -> dict[str, Any]:
    """What the page, and each of its parts, is rendered from; the field ``revealed`` is shown unmasked."""
    declaration, submissions = submitted_for(actor, number)
    edition = catalogue.edition(declaration.edition_id)
    decisions = decisions_of(declaration)
    brought = brought_of(declaration.enterprise_id)
    content = content_of(edition, submissions, lambda file: asked.address(file=file, decide=""), asked.file, revealed)
    before, behind = neighbours(actor, declaration)
    came_back = any(each.outcome == Outcome.RETURN and each.step == declaration.step for each in decisions)
    filters = _filters(content, asked, has_before=len(submissions) > 1)
    current = next((each for each in filters if each.is_current), filters[-1])
    return {
        "declaration": declaration,
        "enterprise": declaration.enterprise,
        "verification": state_in(declaration.enterprise),
        "edition": edition,
        "submission": submissions[0],
        "state": state_of(declaration, came_back=came_back),
        "strip": strip_of(declaration, edition, decisions),
        "decisions": [_said(each) for each in reversed(decisions)],
        "filters": filters,
        "chapters": content.filtered(current.key),
        "lines": content.lines,
        "files": content.files,
        "file": _file(content, asked.file),
        "before": before,
        "behind": behind,
        "bar": bar_for(actor, declaration, edition),
        "panel": asked.panel,
        "addresses": {key or "closed": asked.address(decide=key) for key in ("return", "reject", "")},
        "asked": asked,
        "typed": typed or Typed(pinned=_pinned(submissions[0])),
        "sections": edition.form.sections,
        "digital": digital_level(brought),
        "assessment": _assessment(edition, submissions[0], scores_by_cell(brought, declaration.window.year)),
        "now": clock.now(),
    }


def _filters(content: Content, asked: Asked, *, has_before: bool) -> list[Filter]:
    """Changes first where there are any: that is what a second look is for."""
    names = {"changed": "退回后改动", "unusual": "异常", "all": "全部"}
    counts = {key: content.count(key) for key in names}
    offered = [key for key in names if key != "changed" or has_before]
    shown = asked.show if asked.show in offered else ""
    shown = shown or ("changed" if has_before and counts["changed"] else "all")
    return [Filter(key, names[key], counts[key], asked.address(show=key, decide=""), key == shown) for key in offered]


def _file(content: Content, wanted: str) -> FileLink | None:
    return next((each for each in content.files if each.id == wanted), None)


def _pinned(submission: Submission) -> tuple[str, ...]:
    """What a return offers to reopen: the fields at which the checks found something."""
    keys = (cell.partition("[")[0] for finding in submission.findings for cell in finding["cells"][:1])
    return tuple(dict.fromkeys(keys))


def _said(decision: Any) -> dict[str, Any]:
    return {
        "decision": decision,
        "word": decision.get_outcome_display(),
        "is_bad": decision.outcome in {Outcome.RETURN, Outcome.REJECT},
    }


def _assessment(edition: Edition, submission: Submission, scores: Mapping[str, Brought]) -> dict[str, Any] | None:
    """The points and conditions by group, with the words for how sure a clause is and the scores that offices brought.

    The document that most of them cite is named once, as `document`; the others cite theirs in full.
    """
    if submission.assessment is None:
        return None
    found: dict[str, Any] = submission.assessment
    document = _usual_document([*found["indicators"], *found["conditions"]])
    marked = {
        kind: [
            {
                **each,
                "mark": _MARKS.get(each["basis"], ""),
                "cite": _cite(each, document),
                "given": given_for(each, scores, submission.snapshot["record"]),
            }
            for each in found[kind]
        ]
        for kind in ("indicators", "conditions")
    }
    groups = [
        {**group, "indicators": [each for each in marked["indicators"] if each["group"] == group["key"]]}
        for group in found["groups"]
    ]
    ways = {route.key for route in edition.standard.routes} if edition.standard else set()
    required = [each for each in marked["conditions"] if each["code"] not in ways]
    direct = [each for each in marked["conditions"] if each["code"] in ways]
    states = Counter(each["state"] for each in required)
    shown = {"groups": groups, "required": required, "direct": direct, "states": states}
    return {**found, **shown, "document": document}


def _document(entry: dict[str, Any]) -> str:
    return str(entry["citation"]).removesuffix(entry["clause"]).strip()


def _usual_document(entries: list[dict[str, Any]]) -> str:
    usual = Counter(map(_document, entries)).most_common(1)
    return usual[0][0] if usual else ""


def _cite(entry: dict[str, Any], document: str) -> str:
    return str(entry["clause"] if entry["clause"] and _document(entry) == document else entry["citation"])
