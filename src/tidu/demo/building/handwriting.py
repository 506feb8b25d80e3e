"""How people type figures: with commas or without, with a unit behind, in full-width digits, now and then in yuan."""

from __future__ import annotations

from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.figures import CENT
from tidu.demo.seeds import Stream

_FEN_OF_YUAN = 100
_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_STYLES = (("plain", 56.0), ("commas", 24.0), ("unit", 9.0), ("yuan", 5.0), ("full-width", 6.0))
_UNIT_BEHIND = 0.08


class Hand:
    """The hand of one enterprise's clerk; the same figure in the same cell is always written alike."""

    def __init__(self, enterprise: SyntheticEnterprise, label: str = "") -> None:
        self._stream = Stream(0, f"{enterprise.credit_code}{label}")

    def money(self, cell: str, fen: int) -> str:
        """万元 as typed; all styles mean exactly ``fen``."""
        text = _wan(fen)
        match self._stream.weighted(f"money-{cell}", _STYLES):
            case "commas":
                return _wan(fen, commas=True)
            case "unit":
                return f"{text}万元"
            case "yuan":
                return f"{fen // _FEN_OF_YUAN}元"
            case "full-width":
                return text.translate(_FULL_WIDTH)
            case _:
                return text

    def count(self, cell: str, number: int, unit: str = "") -> str:
        return f"{number}{unit if self._stream.chance(f'unit-{cell}', _UNIT_BEHIND) else ''}"

    def percent(self, cell: str, hundredths: int) -> str:
        text = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
        return text + ("%" if self._stream.chance(f"sign-{cell}", 0.5) else "")


def _wan(fen: int, *, commas: bool = False) -> str:
    whole, cents = divmod(abs(fen) // CENT, 100)
    sign = "-" if fen < 0 else ""
    if commas:
        return f"{sign}{whole:,}.{cents:02d}"
    return f"{sign}{whole}.{cents:02d}".rstrip("0").rstrip(".")


def cells(key: str, years: int) -> tuple[str, ...]:
    """The cells of a yearly field, the last year first."""
    return (key, *(f"{key}[-{back}]" for back in range(1, years)))
