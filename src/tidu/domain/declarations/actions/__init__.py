"""Writes, by verb: begin, save a field, attach, submit, withdraw, move, reveal, move a region."""

from tidu.domain.declarations.actions.beginning import begin
from tidu.domain.declarations.actions.evidence import attach, detach
from tidu.domain.declarations.actions.moving import destination, move
from tidu.domain.declarations.actions.relocating import move_region
from tidu.domain.declarations.actions.revealing import reveal
from tidu.domain.declarations.actions.saving import Saved, save_field
from tidu.domain.declarations.actions.submitting import submit
from tidu.domain.declarations.actions.withdrawing import withdraw

__all__ = [
    "Saved",
    "attach",
    "begin",
    "destination",
    "detach",
    "move",
    "move_region",
    "reveal",
    "save_field",
    "submit",
    "withdraw",
]
