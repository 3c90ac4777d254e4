"""What a terminal shows holds no code and no markup from outside."""

from io import StringIO

import msgspec
import pytest
from rich.console import Console, RenderableType

from counterpitch.model.conversation import Contact
from counterpitch.model.guidance import Route, Step
from counterpitch.model.indicator import STAGES
from counterpitch.model.match import MatchNode, Quote
from counterpitch.model.verdict import StageMove
from counterpitch.render.terminal import listed, table, transcript, verdict_screen
from counterpitch.render.tree import evidence_tree
from tests.render.samples import EVIL, GUIDANCE, conversation, verdict


def printed(thing: RenderableType, width: int = 200) -> str:
    """Return what a terminal without colours gets."""
    stream = StringIO()
    Console(file=stream, width=width, color_system=None, force_terminal=False).print(thing)
    return stream.getvalue()


def _things() -> dict[str, RenderableType]:
    told, judged = conversation(), verdict()
    node = MatchNode("says", True, (Quote(0, 0, 5, EVIL),))
    return {
        "table": table([(told, judged)]),
        "screen": verdict_screen(told, judged, GUIDANCE),
        "deep screen": verdict_screen(told, judged, GUIDANCE, depth=1),
        "transcript": transcript(told, judged),
        "tree": evidence_tree(judged, [(judged.findings[0], node)]),
    }


@pytest.mark.parametrize("name", list(_things()))
def test_no_code_and_no_link_reaches_the_terminal(name: str) -> None:
    """Escapes, bells, direction marks and addresses are undone everywhere."""
    told = printed(_things()[name])
    for forbidden in ("\x1b", "\x07", "\x9b", "\x00", "\u202e", "http://", "https://"):
        assert forbidden not in told


@pytest.mark.parametrize("name", ["transcript", "deep screen"])
def test_markup_of_the_text_is_text(name: str) -> None:
    """Square brackets are shown and colour nothing."""
    assert "[bold red]" in printed(_things()[name])


def test_the_screen_tells_the_reasons() -> None:
    """Band, reason, twin and open question are on one screen."""
    told = printed(verdict_screen(conversation("x" * 30), verdict("x" * 30), GUIDANCE))
    for expected in (
        "HIGH",
        "Title",
        "Somebody honest.",
        "Who pays?",
        "A match is a reason to look.",
    ):
        assert expected in told


HEADINGS = {
    "What speaks for an honest contact", "The honest explanation, and what would settle it",
    "Still unanswered", "What you gave away", "What to do", "A match is a reason to look.",
}  # fmt: skip


def test_a_broken_line_goes_on_below_its_beginning() -> None:
    """On a narrow terminal no sentence and no quote falls back to the left edge."""
    said = "Could you tell me which of your colleagues know the plans, and who guards the building?"
    steps = (Step("Report", f"Show this to your employer first. {said}"),)
    routes = (Route("GB", "United Kingdom", (f"The police. {said}",)),)
    screen = verdict_screen(
        conversation(said), verdict(said), GUIDANCE, depth=1, steps=steps, routes=routes
    )
    body = printed(screen, 60).split("\nWhy\n")[1].splitlines()
    assert {line.rstrip() for line in body if line[:1].strip()} == HEADINGS
    assert max(map(len, body)) <= 60


def test_a_low_verdict_is_not_called_weak_over_something_serious() -> None:
    """The headline agrees with the reasons below it."""
    judged = msgspec.structs.replace(verdict(), band="low", kind="none", stages=())
    first = printed(verdict_screen(conversation(), judged, GUIDANCE)).splitlines()[0]
    assert first == "LOW  too little for a verdict, but something is serious in itself, 90 %"


def test_what_weighs_nothing_has_no_figure() -> None:
    """Neither +0.0 nor -0.0 is shown as what a reason adds."""
    plain = verdict("0123456789")
    tiny = tuple(
        msgspec.structs.replace(f, contribution=f.contribution / 99) for f in plain.findings
    )
    told = printed(
        verdict_screen(conversation(), msgspec.structs.replace(plain, findings=tiny), GUIDANCE)
    )
    assert told.count("(no weight") == 2
    assert "0.0" not in told


def test_a_nameless_contact_leaves_no_hole() -> None:
    """Channel and count stand on a line of their own, also where nobody is named."""
    told = msgspec.structs.replace(conversation("x"), contact=Contact())
    assert printed(verdict_screen(told, verdict(), GUIDANCE)).splitlines()[1].startswith("linkedin")


def test_a_long_way_through_the_stages_has_its_own_line() -> None:
    """A headline is not broken within "(message 12)", however far the contact has come."""
    for count in range(1, 6):
        moves = tuple(StageMove(stage, 11, "x") for stage in STAGES[:count])
        judged = msgspec.structs.replace(verdict(), stages=moves)
        told = printed(verdict_screen(conversation(), judged, GUIDANCE), 80).splitlines()
        assert any(line.rstrip().endswith("(message 12)") for line in told[:2])


def test_titles_in_a_narrow_column_are_told_apart() -> None:
    """Each title has a mark of its own, and what does not fit goes on behind the mark."""
    shown = printed(listed(["Asks for an internal document", "Pays you"]), 20).splitlines()
    assert [line.rstrip() for line in shown] == [
        "· Asks for an",
        "  internal document",
        "· Pays you",
    ]


def test_a_language_that_is_not_read_is_told() -> None:
    """A verdict on words that no rule reads says so; on others it does not."""
    told = printed(
        verdict_screen(conversation("보고서를 보내 주세요. " * 3), verdict("x"), GUIDANCE)
    )
    assert "This language is not read" in told
    told = printed(verdict_screen(conversation("Please send it."), verdict("x"), GUIDANCE))
    assert "This language is not read" not in told
