"""Stored results: the card, the weights of close readings, and out-of-fold verdicts."""

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec

from counterpitch.model.verdict import Verdict
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.encoder import CARD
from counterpitch.render.jsonform import line
from counterpitch.rulebook.book import Weights
from counterpitch.training.corpus import Example


def store_card(folder: Path, card: Card) -> None:
    """Write the card of an artefact, readable and always in the same order."""
    text = msgspec.json.format(msgspec.json.encode(card, order="sorted"), indent=1)
    (folder / CARD).write_bytes(text + b"\n")


def store_weights(weights: Weights, path: Path) -> None:
    """Write weights as YAML, on one screen where that is possible."""
    lines = [
        "# Weights (log-odds) of what is read closely. Written by: counterpitch train",
        "# approach = bias + sum(approach) + lean * (leans towards)",
        "#   + max(-benign_cap, sum(benign) - lean * (leans against)) - min(1.5, sum(scam) / 2)",
        "# Counter-evidence merely asserted (moves.yml) or far takes off loose_cap at most.",
        f'version: "{weights.version}"',
        f"fitted_on: {json.dumps(weights.fitted_on)}",
        f"bias: {weights.bias}",
        f"scam_bias: {weights.scam_bias}",
        f"benign_cap: {weights.benign_cap}",
        *([] if weights.loose_cap is None else [f"loose_cap: {weights.loose_cap}"]),
        f"lean: {weights.lean}",
        *_block("bands", weights.bands),
        *_block("stages", weights.stages),
        *_block("levels", weights.levels),
        "indicators:",
        *(f"  {name}: {value:.3f}" for name, value in sorted(weights.indicators.items())),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _block(title: str, values: msgspec.Struct) -> list[str]:
    names = values.__struct_fields__
    return [f"{title}:", *(f"  {name}: {getattr(values, name)}" for name in names)]


def store_verdicts(verdicts: Iterable[tuple[Example, Verdict]], path: Path) -> None:
    """Write verdicts as JSON Lines."""
    with path.open("wb") as stream:
        for example, verdict in verdicts:
            stream.write(line(example.conversation, verdict) + b"\n")
