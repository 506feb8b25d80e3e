"""Whether every edition says only what can be reckoned; asked before anybody files by it, not when somebody does.

Loading an edition parses its standard. Its form, its computed fields and the way its facts are read are compiled when
they are first needed: an error there would meet the first applicant. `tidu programmes check` and `lock` ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tidu.rules.catalogue import Catalogue
from tidu.rules.computed import ready_computed
from tidu.rules.editions import EditionError
from tidu.rules.expressions import ExpressionError
from tidu.rules.fact_map import readers
from tidu.rules.forms import ready_form
from tidu.rules.schema import Edition

_COMPILED: tuple[Callable[[Edition], object], ...] = (ready_form, ready_computed, readers)


def faults(catalogue: Catalogue) -> list[str]:
    """What is wrong with the editions, a line for each: which edition, and what."""
    return [fault for name in catalogue.ids for fault in _faults_of(catalogue, name)]


def _faults_of(catalogue: Catalogue, name: str) -> Iterator[str]:
    try:
        edition = catalogue.edition(name)
    except EditionError as wrong:  # a variant names the edition that it extends
        yield str(wrong)
        return
    said = set()
    for compiled in _COMPILED:
        try:
            compiled(edition)
        except ExpressionError as wrong:
            said.add(f"{name}: {wrong}")
    yield from sorted(said)
