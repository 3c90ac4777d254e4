"""The page: everything of the evaluation is on it, nothing from outside gets out."""

import io

import msgspec
from rich.console import Console

from counterpitch.evaluation.evasion.figures import EvasionFigures
from counterpitch.evaluation.figures import Evaluation, Extras, Settings, evaluation
from counterpitch.evaluation.page import page
from counterpitch.evaluation.swap import SwapFigures
from counterpitch.evaluation.terminal.screen import screen
from counterpitch.model.match import Quote
from tests.evaluation.samples import finding, judged, verdict

EVIL = "<script>alert(1)</script>\x1b[31m\"'><img src=x> {{ 7*7 }} [bold]x[/bold]"


def evil_evaluation() -> Evaluation:
    """Return an evaluation in which every word from outside tries to inject something."""
    corpus = [
        judged(
            f"{EVIL}{n}", "covert_approach" if n % 2 else "legitimate", n / 10, texts=[EVIL],
            pair=EVIL, stage=EVIL, file=EVIL, language=EVIL,
            findings=[finding(EVIL, Quote(0, 0, 5, EVIL))],
        )
        for n in range(8)
    ]  # fmt: skip
    extras = Extras(
        benign={EVIL: [verdict("x", 0.9)]},
        groupings={EVIL: {each.case.id: EVIL for each in corpus}},
        evasion=(EvasionFigures("split", 0.5, 0.1, (0.2, 0.3), (0.1, 0.1), 0.4, 0.1),),
        swap=SwapFigures(1, 1, 1, 1, 1, 0.5, (EVIL,)),
    )
    settings = Settings(resamples=20, mistakes=3)
    return evaluation(corpus, EVIL, settings, extras, (EVIL,), (EVIL,))


def test_hostile_words_stay_words() -> None:
    """No markup, no template and no control code from outside reaches the page."""
    found = page(evil_evaluation())
    assert "<script" not in found
    assert "<img" not in found
    assert "\x1b" not in found
    assert "{{ 7*7 }}" in found


def test_hostile_words_do_nothing_to_the_terminal() -> None:
    """No control code reaches the terminal and no markup is interpreted."""
    out = io.StringIO()
    Console(file=out, width=100, force_terminal=False).print(screen(evil_evaluation()))
    text = out.getvalue()
    assert "\x1b" not in text
    assert "[bold]" in text


def test_every_section_is_there() -> None:
    """Each part of the evaluation has its section."""
    found = page(evil_evaluation())
    for name in (
        "separation",
        "calibration",
        "tables",
        "benign",
        "fairness",
        "evasion",
        "mistakes",
    ):
        assert f'<section id="{name}">' in found


def test_figures_travel_as_json() -> None:
    """The JSON holds all figures and reads back as what it was."""
    first = evil_evaluation()
    again = msgspec.json.decode(msgspec.json.encode(first), type=Evaluation)
    assert msgspec.json.encode(again) == msgspec.json.encode(first)


def test_an_empty_corpus_of_one_label_still_has_a_page() -> None:
    """One honest conversation alone: no curves, no division by nothing."""
    found = evaluation(
        [judged("a", "legitimate", 0.1)], "x", Settings(resamples=5, mistakes=1), Extras()
    )
    assert "<h1>" in page(found)
