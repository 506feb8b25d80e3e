"""Parts for enterprises of the whole country.

Tiers come in exact shares per block, places by the weight of their authority; two in a hundred are flawed.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import count as count_up

from tidu.demo.industries import measured_as, national_industry
from tidu.demo.places import national_place
from tidu.demo.plan import Flaw, Part, Role, State
from tidu.demo.seeds import Stream
from tidu.demo.shapes import SHAPES, Tier

#: Every 5,000 consecutive enterprises hold exactly these, so a million holds 17,600 little giants, 2,600 of them key
#: ones, 122,400 specialised and 460,000 innovative, and no enterprise depends on how many follow.
_BLOCK = 5_000
_KEY, _LITTLE_GIANTS, _SPECIALISED, _INNOVATIVE = 13, 88, 700, 3_000
_FLAWED = 0.02
#: The bounds of these are bounds of industry; elsewhere they would be no bounds, or make a large enterprise.
_OF_INDUSTRY = frozenset({Flaw.EMPLOYEES_1000, Flaw.EMPLOYEES_300, Flaw.EMPLOYEES_20})
_INDUSTRY = "S02"
_STRIDES = tuple(step for step in range(1_001, 4_001, 2) if step % 5)


def _role_at(rank: int, flaw: Flaw | None) -> Role:
    if rank < _LITTLE_GIANTS:
        return Role(Tier.LITTLE_GIANT, State.RECOGNISED, flaw=flaw, key=rank < _KEY)
    if rank < _SPECIALISED:
        return Role(Tier.SPECIALISED, State.RECOGNISED, flaw=flaw)
    if rank < _INNOVATIVE:
        return Role(Tier.INNOVATIVE, State.RECOGNISED, flaw=flaw)
    return Role(Tier.NONE, State.REGISTERED, flaw=flaw)


def national_parts(seed: int) -> Iterator[Part]:
    """Yield parts without end; ranks within a block are a stride's walk, which meets each once."""
    flaws = tuple(Flaw)
    for block in count_up():
        digest = sha256(f"{seed}‖block‖{block}".encode()).digest()
        stride = _STRIDES[int.from_bytes(digest[:4], "big") % len(_STRIDES)]
        start = int.from_bytes(digest[4:8], "big") % _BLOCK
        for at in range(_BLOCK):
            number = block * _BLOCK + at + 1
            stream = Stream(seed, number)
            industry = national_industry(stream)
            flaw = stream.pick("flaw", flaws) if stream.chance("flawed", _FLAWED) else None
            if flaw in _OF_INDUSTRY and not measured_as(industry, _INDUSTRY):
                flaw = None
            role = _role_at((start + at * stride) % _BLOCK, flaw)
            place = national_place(stream.uniform("place"), SHAPES[role.tier].spread_power)
            yield Part(number, role, place, industry)
