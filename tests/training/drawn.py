"""Rules and conversations drawn for the tests of fitted weights."""

import numpy as np

from counterpitch.model.indicator import Condition, Indicator, Kind
from counterpitch.training.observed import Observed, observed
from tests.indicators.test_conditions import rule

KINDS: tuple[Kind, ...] = ("approach", "benign", "scam", "owner")
SPAM = Condition(feature="folder.spam")
RULES: list[Indicator] = [rule(f"{kind}-{n}", SPAM, kind=kind) for kind in KINDS for n in range(3)]
NAMES = [r.name for r in RULES]


def drawn(seed: int, *, spite: bool = False) -> Observed:
    """Return conversations whose indicators go with their labels, or with ``spite`` against."""
    draw = np.random.default_rng(seed)
    labels = draw.choice(["covert_approach", "legitimate", "scam"], 300).tolist()
    told = {"covert_approach": "approach", "legitimate": "benign", "scam": "scam"}
    other = {"covert_approach": "benign", "legitimate": "approach", "scam": "approach"}
    found, leans = [], []
    for label in labels:
        kind = (other if spite else told)[label]
        found.append(
            [n for n in NAMES[:-1] if draw.random() < (0.6 if n.startswith(kind) else 0.1)]
        )
        sign = 1.0 if (label == "covert_approach") != spite else -1.0
        leans.append((sign * 2.5 + draw.normal(size=4)).tolist())
    return observed(RULES, found, leans, labels, [1.0] * len(labels))
