"""What an operator sees of a check beside what was brought for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.verification.registry import COMPARED
from tidu.web.ui.licences import LicenceShown

if TYPE_CHECKING:
    from tidu.domain.files.models import StoredFile
    from tidu.domain.verification.models import Licence, ManualCheck, RegistryQuestion


@dataclass(frozen=True)
class CheckShown:
    """The files, what was read on the licence beside the record, and what the registry said."""

    files: tuple[StoredFile, ...]
    licence: LicenceShown | None
    question: RegistryQuestion | None

    @classmethod
    def of(cls, check: ManualCheck, licence: Licence | None) -> CheckShown:
        files = tuple(check.evidence.order_by("uploaded_at", "pk"))
        is_shown = licence is not None and licence.file_id in {each.pk for each in files}
        return cls(
            files,
            LicenceShown.of(licence, check.enterprise) if is_shown else None,
            getattr(check, "question", None),  # none where no registry is asked
        )

    @property
    def differing(self) -> str:
        """The words of what the registry has otherwise."""
        return "、".join(COMPARED[each] for each in self.question.differs) if self.question else ""
