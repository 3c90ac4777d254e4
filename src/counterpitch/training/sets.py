"""The sets that training works on."""

from typing import Final

import msgspec

from counterpitch.training.corpus import Example

HONEST_READ: Final = 270
"""Honest texts on which the network is trained."""
READ_WEIGHT: Final = 0.5
"""Weight of such a text beside a labelled conversation."""
HONEST_WEIGHED: Final = 5_000
"""Honest texts on which weights are fitted; none that the network was trained on."""


class Sets(msgspec.Struct):
    """What is trained on: ``judged`` is cross-validated, the others only help.

    Networks do not learn from ``unseen``, whose authors wrote nothing else: evidence heads, the
    gate, thresholds and weights do, so that they hold for voices that are new to the networks.
    """

    judged: list[Example]
    also: list[Example]
    honest: list[Example]
    unseen: list[Example] = []

    @property
    def read(self) -> list[Example]:
        """Return the honest texts that the network sees: the first few."""
        return self.honest[:HONEST_READ]

    @property
    def weighed(self) -> list[Example]:
        """Return the honest texts on which weights are fitted."""
        return self.honest[HONEST_READ : HONEST_READ + HONEST_WEIGHED]
