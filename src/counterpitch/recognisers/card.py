"""The card of an artefact: what it was made from, what it says, and how it is to be read."""

from pathlib import Path
from typing import Any

import msgspec

from counterpitch.errors import RulebookError


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The card: outputs of the network in order, and the numbers that turn them to evidence.

    A sentence carries an indicator if its log-odds, or where a rule found it too
    ``rule_slope * log-odds + rule_bonus + rule_offset``, reach ``least`` of the indicator; a move
    if the log-odds reach ``least_move``. A bonus is 3 more than the log-odds that the rule is
    right about a sentence.
    A conversation is read closely if the log-odds of the gate, with the share
    ``evidence_share`` of what the rules found for an approach or a scam (log-odds), reach
    ``gate``, and in any case if what the rules found reaches ``evidence``.
    """

    version: str
    indicators: tuple[str, ...]
    moves: tuple[str, ...]
    rule_bonus: dict[str, float] = {}
    least: dict[str, float] = {}
    least_move: float = 0.0
    gate: float = 0.0
    evidence: float = 0.0
    made: dict[str, Any] = {}
    evidence_share: float = 0.0
    rule_slope: float = 1.0
    rule_offset: float = 0.0

    def raised(self, name: str, odds: float) -> float:
        """Return the log-odds of a sentence in which a rule found the indicator ``name``."""
        return self.rule_slope * odds + self.rule_bonus.get(name, 0.0) + self.rule_offset

    @property
    def width(self) -> int:
        """Return the number of outputs for each sentence."""
        return len(self.indicators) + len(self.moves)


def read_card(path: Path) -> Card:
    """Return the card; raise ``RulebookError`` if it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Card)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise RulebookError(
            f"the recognisers' card cannot be read ({error}).", where=str(path),
            hint="Install counterpitch again, or make it with counterpitch train.",
        ) from None  # fmt: skip
