"""The nouns of a cap table: a holding, and all holdings of one file."""

from typing import Literal

import msgspec

from counterpitch.model.source import Notice

Instrument = Literal["share", "convertible", "licence"]


class Amount(msgspec.Struct, frozen=True):
    """A number between ``low`` and ``high``, both included; equal where it is known."""

    low: float
    high: float

    @property
    def known(self) -> bool:
        """Tell whether it is one number and not a band."""
        return self.low == self.high


NOTHING = Amount(0.0, 0.0)


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """One row: ``holder`` has ``number`` of ``share_class`` in ``company``.

    ``number`` counts shares; for a convertible, the shares that it would become.
    ``percent`` (0 to 100) is given where the table counts in percent instead.
    ``together`` is a label: holders who bear the same one act under an arrangement.
    ``planned`` rows are the deal; ``seller`` is who gives, if the shares exist already.
    """

    company: str
    holder: str
    row: int
    holder_number: str = ""
    share_class: str = ""
    votes: float = 1.0
    number: Amount | None = None
    percent: Amount | None = None
    date: str = ""
    instrument: Instrument = "share"
    terms: str = ""
    veto: str = ""
    board: str = ""
    together: str = ""
    planned: bool = False
    seller: str = ""


class CapTable(msgspec.Struct, frozen=True):
    """All holdings of one file, and what could not be read in it."""

    path: str
    holdings: tuple[Holding, ...]
    notices: tuple[Notice, ...] = ()
    remarks: tuple[str, ...] = ()
    """What leaves the table as a whole unclear: belongs to every answer about it."""

    @property
    def companies(self) -> tuple[str, ...]:
        """Return the companies held, in the order of the file."""
        return tuple(dict.fromkeys(each.company for each in self.holdings))

    @property
    def target(self) -> str:
        """Return the company that the deal is about, or the first one ("" if there is none)."""
        planned = [each.company for each in self.holdings if each.planned]
        return next(iter(planned or self.companies), "")
