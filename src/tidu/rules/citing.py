"""How what a document says is cited: where it stands, and how sure we are of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(StrEnum):
    """How sure we are of a figure: `confirmed` in a public copy, `recalled`, or a `placeholder` an office must set."""

    CONFIRMED = "confirmed"
    RECALLED = "recalled"
    PLACEHOLDER = "placeholder"


class Source(Model):
    """Where a figure stands: document, annex and clause, as an officer would cite it."""

    document: str
    annex: str = ""
    clause: str = ""
    basis: Basis = Basis.CONFIRMED
    note: str = ""


class Cited(Model):
    """Something of an edition that cites a clause; document and annex are the edition's unless it says otherwise."""

    clause: str = ""
    basis: Basis = Basis.CONFIRMED
    note: str = ""
    document: str = ""
    annex: str = ""
