"""Cross-fitting, where torch is installed: side by side or not, stopped or not, all is the same."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: nothing is fitted here")
pytest.importorskip("safetensors.torch", reason="safetensors is not installed")
pytest.importorskip("onnx", reason="onnx is not installed: nothing is exported here")

from counterpitch.indicators.matcher import Matcher  # noqa: E402
from counterpitch.model.move import MoveRule, Moves  # noqa: E402
from counterpitch.recognisers.encoder import NETWORK  # noqa: E402
from counterpitch.recognisers.reading import Reading  # noqa: E402
from counterpitch.training import crossfit  # noqa: E402
from counterpitch.training.corpus import Example  # noqa: E402
from counterpitch.training.fitted import fitted  # noqa: E402
from counterpitch.training.folds import FOLDS  # noqa: E402
from counterpitch.training.kept import Part  # noqa: E402
from counterpitch.training.naming import Naming  # noqa: E402
from counterpitch.training.recipe import Recipe  # noqa: E402
from counterpitch.training.sets import Sets  # noqa: E402
from tests.recognisers.samples import PIECES  # noqa: E402
from tests.training.samples import example, quiet  # noqa: E402
from tests.training.starting import starting  # noqa: E402

pytestmark = pytest.mark.usefixtures("one_thread")
ASKED = "paid-report"
RULES = Moves({"ask": MoveRule("", (ASKED,), "contact")})
MATCHER = cast(Matcher, SimpleNamespace(book=SimpleNamespace(moves=RULES)))


def sets(judged: int = 10) -> Sets:
    """Return ``judged`` conversations, every other one an approach, and an honest text."""
    talks = [_approach(n) if n % 2 else _ordinary(n) for n in range(judged)]
    return Sets(talks, [_approach(n) for n in range(50, 54)], [_ordinary(90)])


def _approach(n: int) -> Example:
    words = "the report " * (1 + n % 3)
    return example(
        f"Hello. Report {words}!", "Can you?", gold=((0, "the report", ASKED),),
        name=str(n), group=f"f/{n}",
    )  # fmt: skip


def _ordinary(n: int) -> Example:
    return example("Unaffable. A b.", "Hello?", label="legitimate", name=str(n), group=f"f/{n}")


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Return a folder of starting weights."""
    return starting(tmp_path / "start", PIECES)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the networks that are fitted from now on."""
    names: list[str] = []

    def counted(train: Any, begun: Any, folder: Path, tell: Any) -> None:
        names.append(folder.name)
        fitted(train, begun, folder, tell)

    monkeypatch.setattr(crossfit, "fitted", counted)
    return names


def run(start: Path, folder: Path, jobs: int = 1, seed: int = 7) -> dict[str, Reading]:
    """Fit in ``folder`` and return the readings."""
    recipe = Recipe(epochs=1, seed=seed)
    _, found = crossfit.networks(sets(), MATCHER, recipe, start, folder, quiet, jobs)
    return found


def same(one: dict[str, Reading], other: dict[str, Reading]) -> bool:
    """Tell whether two runs read the same of the same conversations, to the bit."""
    return one.keys() == other.keys() and all(
        (one[id].labels == other[id].labels).all() and (one[id].lean == other[id].lean).all()
        for id in one
    )


def test_every_conversation_is_read_by_what_never_saw_it(
    tmp_path: Path, start: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One network a fold and one on all; what only helps is in each, and never judged."""
    seen: dict[str, set[str]] = {}

    def noted(train: list[Example], begun: Any, folder: Path, tell: Any) -> None:
        seen[folder.name] = {each.id for each in train}

    monkeypatch.setattr(crossfit, "fitted", noted)
    monkeypatch.setattr(crossfit, "Naming", _Unnamed)
    monkeypatch.setattr(crossfit, "Encoder", _named)
    found: dict[str, Any] = dict(run(start, tmp_path / "kept"))
    given = sets()
    assert list(seen) == ["whole", *(f"fold-{n + 1}" for n in range(FOLDS))]
    helping = {each.id for each in (*given.also, *given.honest)}
    assert seen["whole"] == found.keys() | helping
    assert found.keys() == {each.id for each in given.judged}
    for id, network in found.items():
        assert id not in seen[network]
        assert helping <= seen[network]


class _Unnamed:
    """Names nothing."""

    def __init__(self, *_: object) -> None: ...

    def name(self, *_: object, apart: bool) -> None:
        """Fit no head."""


def _named(folder: Path) -> SimpleNamespace:
    return SimpleNamespace(read=lambda _: folder.parent.name)


def test_of_unseen_authors_only_evidence_is_learned(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No network is fitted on them; each is read by a head that never saw the author's file."""
    monkeypatch.setattr(crossfit, "FOLDS", 0)
    given = sets()
    given.unseen = [_by("kilo", 70), _by("kilo", 71), _by("lima", 72)]
    learned: list[set[str]] = []

    def noted(train: list[Example], begun: Any, folder: Path, tell: Any) -> None:
        learned.append({each.file for each in train})
        fitted(train, begun, folder, tell)

    monkeypatch.setattr(crossfit, "fitted", noted)
    recipe = Recipe(epochs=1)
    _, found = crossfit.networks(given, MATCHER, recipe, start, tmp_path / "kept", quiet)
    assert learned == [{"f"}]
    assert found.keys() == {"70", "71", "72"}
    named = tmp_path / "kept" / "whole" / crossfit.NAMED
    without = {name: (named / name / NETWORK).read_bytes() for name in ("without-1", "without-2")}
    assert len({*without.values(), (named / NETWORK).read_bytes()}) == 3


def _by(author: str, n: int) -> Example:
    own = _approach(n)
    own.file = author
    return own


def test_a_stopped_run_goes_on_and_what_is_kept_is_not_fitted_again(
    start: Path, tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the second network, a run goes on with it and reads as one that was not stopped."""
    monkeypatch.setattr(crossfit, "FOLDS", 1)
    whole = run(start, tmp_path / "whole")
    assert len(made) == 2
    kept = tmp_path / "kept"

    def stopped(train: Any, begun: Any, folder: Path, tell: Any) -> None:
        fitted(train, begun, folder, tell)
        if folder.name == "fold-1":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(crossfit, "fitted", stopped)
        with pytest.raises(KeyboardInterrupt):
            run(start, kept)
    made.clear()
    assert same(run(start, kept), whole)
    assert made == ["fold-1"]
    made.clear()
    assert same(run(start, kept), whole)
    assert made == []


def test_a_network_of_other_things_is_fitted_again_and_stopping_leaves_none_for_it(
    start: Path, tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another seed fits anew; stopped there, what lies in the folder counts for neither seed."""
    monkeypatch.setattr(crossfit, "FOLDS", 0)
    kept = tmp_path / "kept"
    run(start, kept)
    first = (kept / "whole" / NETWORK).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Part, "finish", _stop)
        with pytest.raises(KeyboardInterrupt):
            run(start, kept, seed=8)
    assert (kept / "whole" / NETWORK).read_bytes() != first
    run(start, kept)
    assert made == ["whole"] * 3
    assert (kept / "whole" / NETWORK).read_bytes() == first


def _stop(_: object) -> None:
    raise KeyboardInterrupt


def test_side_by_side_gives_the_same_networks(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes fit, to the bit, what one process fits on one thread."""
    monkeypatch.setattr(crossfit, "FOLDS", 1)
    found = [run(start, tmp_path / str(jobs), jobs) for jobs in (1, 2)]
    assert same(*found)
    for name in ("whole", "fold-1"):
        one, two = ((tmp_path / str(jobs) / name / NETWORK).read_bytes() for jobs in (1, 2))
        assert one == two


def test_kept_heads_are_named_again_only_for_other_authors(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run reads with the heads that are there; a further unseen author makes new ones."""
    monkeypatch.setattr(crossfit, "FOLDS", 1)
    kept, recipe = tmp_path / "kept", Recipe(epochs=1)

    def read(*unseen: Example) -> dict[str, Reading]:
        given = sets()
        given.unseen = list(unseen)
        return crossfit.networks(given, MATCHER, recipe, start, kept, quiet)[1]

    first = read(_by("kilo", 70))
    with monkeypatch.context() as patch:
        patch.setattr(Naming, "name", _refused)
        assert same(read(_by("kilo", 70)), first)
        with pytest.raises(AssertionError, match="named again"):
            read(_by("kilo", 70), _by("lima", 72))


def _refused(*_: object, **__: object) -> None:
    raise AssertionError("named again")
