import multiprocessing
import os
import random
from pathlib import Path

import pytest

from counterpitch.campaigns.engines import compacting
from counterpitch.campaigns.engines.compacting import compacted
from counterpitch.campaigns.engines.database import Database
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.state import State, open_state
from counterpitch.campaigns.why import why
from tests.campaigns.samples import TEMPLATES, approach, families, write
from tests.campaigns.test_link import result, run

EVERYTHING = ("text", "identifiers", "personas")


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Merge from three parts of one size on."""
    monkeypatch.setattr(compacting, "SEVERAL", 3)


def steps(folder: Path, count: int = 11) -> tuple[list[Path], Path]:
    """Return files of a few approaches each, some with texts and ids that came before; and all in one."""
    everything = families(noise=25)
    for at in range(12):
        text = TEMPLATES["post"].format(name="Ann", topic="radar")
        card = {"name": "Bo Lindqvist", "email": f"bo{at % 3}@desk{at % 2}.example"}
        everything.append(approach(f"again-{at}", text) | {"contact": card})
    random.Random(4).shuffle(everything)
    everything += everything[:9]
    cuts = [everything[at::count] for at in range(count)]
    files = [write(folder / f"{at}.jsonl", cut) for at, cut in enumerate(cuts)]
    return files, write(folder / "whole.jsonl", [each for cut in cuts for each in cut])


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("evidence", [("text",), EVERYTHING])
def test_many_small_runs_give_what_one_gives(tmp_path: Path, evidence: tuple[str, ...]) -> None:
    """Expect the reasons and campaigns of one run, to the row, after every level was merged."""
    files, whole = steps(tmp_path)
    for path in files:
        state = run(tmp_path / "steps", path, evidence=evidence)
    once = run(tmp_path / "once", whole, evidence=evidence)
    assert result(state) == result(once)
    assert state.manifest.approaches == once.manifest.approaches
    assert len(state.manifest.parts) <= 4


@pytest.mark.usefixtures("eager")
def test_messages_are_found_and_known_ones_stay_known(tmp_path: Path) -> None:
    """Expect every message where it was, and nothing to be kept again, after merging."""
    files, whole = steps(tmp_path)
    for path in files:
        state = run(tmp_path / "steps", path, evidence=EVERYTHING)
    once, found = Linked(run(tmp_path / "once", whole, evidence=EVERYTHING)), Linked(state)
    for members in once.members.values():
        assert [found.archive.messages(each) for each in members] == [
            once.archive.messages(each) for each in members
        ]
        assert why(found, members[0], members[1]) == why(once, members[0], members[1])
    assert run(tmp_path / "steps", whole).manifest.parts == state.manifest.parts


def test_forty_runs_leave_few_files(tmp_path: Path) -> None:
    """Expect files to grow with the logarithm of the runs: forty leave what some ten would."""
    most = 0
    for at in range(40):
        state = run(tmp_path / "s", write(tmp_path / "a.jsonl", [approach(f"a{at}", f"text {at}")]))
        most = max(most, len(state.manifest.parts), len(list(state.result.glob("pairs.*"))))
    assert most < compacting.SEVERAL
    assert len([each for each in state.folder.rglob("*") if each.is_file()]) < 250


def test_large_parts_are_left_as_they_are(tmp_path: Path) -> None:
    """Expect all that is smaller to count as one, and nothing large to be copied for it."""
    sizes = [2**29 + 1, 2**21, *[2**10] * 8]
    paths = [tmp_path / f"{at}" for at in range(len(sizes))]
    for path, size in zip(paths, sizes, strict=True):
        with path.open("wb") as stream:
            stream.truncate(size)
    assert compacting._many(paths) == paths[2:]
    assert compacting._many(paths[:-1]) == []
    assert compacting._many([*[paths[1]] * 7, *paths[2:4]]) == [*[paths[1]] * 7, *paths[2:4]]


def _killed(folder: Path, at: int) -> None:
    """Merge, and die without a word at the ``at``-th step."""
    left = [at]

    def dying(method: str, owner: type) -> None:
        real = getattr(owner, method)

        def step(*given: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)
            return real(*given, **named)

        setattr(owner, method, step)

    for method, owner in (("write", Database), ("run", Database), ("fresh", State), ("commit", State),
                          ("clear", State)):  # fmt: skip
        dying(method, owner)
    compacting.SEVERAL = 3  # type: ignore[misc]
    compacted(open_state(folder))


@pytest.mark.parametrize("at", [0, 2, 12, 20, 22, 23, 24])
def test_a_kill_leaves_the_old_or_the_new(tmp_path: Path, at: int) -> None:
    """Expect the same reasons and campaigns after a kill at any step, and the next run to go on."""
    files, whole = steps(tmp_path, 4)
    for path in files[:3]:
        state = run(tmp_path / "s", path)
    before = result(state)
    process = multiprocessing.get_context("fork").Process(target=_killed, args=(tmp_path / "s", at))
    process.start()
    process.join()
    state = open_state(tmp_path / "s")
    assert len(state.manifest.parts) in (1, 3)
    assert result(state) == before
    after = run(tmp_path / "s", files[3])
    assert result(after) == result(run(tmp_path / "once", whole))
    named = {*after.manifest.parts, after.manifest.result}
    assert {each.name for each in after.folder.iterdir() if each.is_dir()} == named
