"""What must hold before one begins, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.enterprises.brought import scores_by_cell
from tidu.domain.enterprises.queries import digital_result, missing, office_figures, size_class
from tidu.domain.recognitions.queries import enterprise_with_titles, held_titles
from tidu.kit import clock
from tidu.rules.schema import PreconditionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidu.domain.enterprises.models import DigitalResult, Enterprise, OfficeFigure
    from tidu.domain.recognitions.models import Recognition
    from tidu.rules.schema import Edition, Precondition


@dataclass(frozen=True)
class Obstacle:
    """Why one cannot begin yet, and what to do."""

    what: str
    mend: str
    clause: str = ""
    where: str = ""  # a place of the product that mends it: "enterprise"


@dataclass(frozen=True)
class Standing:
    """What the platform knows of an enterprise that a form does not ask. Three queries."""

    enterprise: Enterprise
    digital: DigitalResult | None
    titles: dict[str, Recognition]
    figures: Sequence[OfficeFigure] = ()

    @classmethod
    def of(cls, enterprise: Enterprise) -> Standing:
        return cls(
            enterprise,
            digital_result(enterprise.pk),
            held_titles(enterprise.pk, clock.today()),
            office_figures(enterprise.pk),
        )

    @classmethod
    def of_enterprise(cls, enterprise_id: int) -> Standing:
        """The same in two queries, where nobody asks which office brought the digital level."""
        enterprise, digital, titles = enterprise_with_titles(enterprise_id)
        today = clock.today()
        held = {each.title: each for each in titles if each.is_held_on(today)}
        return cls(enterprise, digital, held, office_figures(enterprise_id))

    def record(self, year: int) -> dict[str, int | bool]:
        """The facts that come from the platform, by their cell in facts.yaml; ``year`` is that of declaring."""
        facts: dict[str, int | bool] = {
            "holds_base_title": "innovative" in self.titles,
            "holds_specialised_title": "specialised" in self.titles,
            "is_renewal": False,
        }
        if self.digital is not None:
            facts["digital_level"] = self.digital.level
        return facts | {cell: figure.value for cell, figure in scores_by_cell(self.figures, year).items()}


def obstacles(edition: Edition, standing: Standing) -> list[Obstacle]:
    """Everything that keeps the enterprise from beginning under this edition."""
    found = []
    if words := missing(standing.enterprise):
        found.append(
            Obstacle(f"企业信息还缺：{'、'.join(words)}。", "先补全企业信息，保存后会回到这里。", where="enterprise")
        )
    unmet = (each for each in edition.preconditions if not _holds(each, standing))
    return [*found, *(Obstacle(each.what, each.mend, each.clause) for each in unmet)]


def _holds(precondition: Precondition, standing: Standing) -> bool:
    match precondition.kind:
        case PreconditionKind.SIZE_CLASS:
            return size_class(standing.enterprise) != "large"
        case PreconditionKind.DIGITAL_LEVEL:
            return standing.digital is not None
        case PreconditionKind.TITLE:
            return precondition.title in standing.titles
