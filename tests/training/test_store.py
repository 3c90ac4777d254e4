"""Stored results come back as they were."""

import json
from pathlib import Path

from counterpitch.assessment.assess import Assessor
from counterpitch.indicators.matcher import Matcher
from counterpitch.recognisers.card import read_card
from counterpitch.recognisers.encoder import CARD
from counterpitch.rulebook import yaml
from counterpitch.rulebook.book import Weights, rulebook
from counterpitch.training.store import store_card, store_verdicts, store_weights
from tests.recognisers.samples import card
from tests.training.samples import example


def test_a_card_comes_back(tmp_path: Path) -> None:
    """A stored card is the same card, its file the same bytes every time."""
    own = card(["b", "a"], ["ask"], least=-0.25)
    store_card(tmp_path, own)
    once = (tmp_path / CARD).read_bytes()
    assert read_card(tmp_path / CARD) == own
    store_card(tmp_path, own)
    assert (tmp_path / CARD).read_bytes() == once


def test_weights_come_back(tmp_path: Path) -> None:
    """Stored weights are the same weights, odd notes and all."""
    weights = Weights(
        version="2", bias=-2.125, scam_bias=-4.0, benign_cap=3.0, loose_cap=1.0, lean=0.75,
        indicators={"paid-report": 1.5, "benign-easy-exit": 0.001},
        fitted_on='invented: "a", b # c — 保密\nd',
    )  # fmt: skip
    store_weights(weights, tmp_path / "weights.yml")
    assert yaml.load((tmp_path / "weights.yml").read_text("utf-8"), Weights) == weights


def test_verdicts_are_lines_of_json(tmp_path: Path) -> None:
    """Each verdict is one line, in order."""
    assessor = Assessor(Matcher(rulebook()))
    both = [example("Hello.\u2028Bye.", name="one"), example("你好。", name="two")]
    judged = [(each, assessor.assess(each.conversation)) for each in both]
    store_verdicts(judged, tmp_path / "verdicts.jsonl")
    lines = (tmp_path / "verdicts.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line)["id"] for line in lines] == ["one", "two"]
