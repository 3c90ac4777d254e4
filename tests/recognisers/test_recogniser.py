"""Which conversations are read closely: what gate and rules say together decides."""

from array import array
from pathlib import Path

import msgspec
import pytest

from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.model.move import Moves
from counterpitch.recognisers.encoder import CARD
from counterpitch.recognisers.gate import BITS, WEIGHTS
from counterpitch.recognisers.recogniser import Recogniser
from counterpitch.rulebook.book import rulebook
from tests.recognisers.samples import card

TALK = Conversation("x", "other", (Message("contact", "a b c"), Message("owner", "d e f")))
MATCHER = Matcher(rulebook())


def recogniser(folder: Path, constant: float) -> Recogniser:
    """Return a recogniser whose gate says ``constant`` to everything."""
    weights = [0.0] * (1 << BITS) + [constant]
    (folder / WEIGHTS).write_bytes(array("f", weights).tobytes())
    made = msgspec.structs.replace(card(["x"]), gate=-1.0, evidence=4.0, evidence_share=0.5)
    (folder / CARD).write_bytes(msgspec.json.encode(made))
    return Recogniser(Moves(), folder)


@pytest.mark.parametrize(
    ("gate", "evidence", "needed"),
    [
        (-1.0, 0.0, True),  # the gate alone
        (-1.5, 0.0, False),
        (-1.5, 1.0, True),  # both together
        (-2.5, 1.0, False),
        (-99.0, 3.9, False),
        (-99.0, 4.0, True),  # the rules alone
    ],
)
def test_gate_and_rules_decide_together(
    tmp_path: Path, gate: float, evidence: float, needed: bool
) -> None:
    """Half of what the rules found is added to the gate's log-odds; a great deal needs no gate."""
    ready = recogniser(tmp_path, gate)
    assert ready.let_through(ready.seen(TALK, MATCHER)[1], evidence) is needed


def test_more_evidence_never_keeps_a_conversation_from_being_read(tmp_path: Path) -> None:
    """Once read, always read when the rules find more."""
    ready = recogniser(tmp_path, -2.0)
    found = [ready.let_through(-2.0, step / 8) for step in range(64)]
    assert found == sorted(found)
