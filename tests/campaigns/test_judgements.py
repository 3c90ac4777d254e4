from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.campaigns.judgements import Judgement, append, bound, effective, read
from counterpitch.errors import UnreadableInput, UsageError

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def draft(act: str, one: str = "", other: str = "", of: int = 0) -> Judgement:
    """Return a judgement that is not numbered yet."""
    one_side, other_side = ((one,), (other,)) if one else ((), ())
    return Judgement(0, NOW, act, one_side, other_side, of)  # type: ignore[arg-type]


def test_judgements_are_appended_and_numbered(tmp_path: Path) -> None:
    """Expect every line to stay as it was written."""
    path = tmp_path / "judgements.jsonl"
    append(path, draft("same", "a", "b"))
    before = path.read_bytes()
    append(path, draft("different", "c", "d"))
    assert path.read_bytes().startswith(before)
    assert [each.number for each in read(path)] == [1, 2]


def test_undo_takes_back_and_undoing_it_restores(tmp_path: Path) -> None:
    """Expect judgement 1 to be gone, then to hold again."""
    path = tmp_path / "judgements.jsonl"
    append(path, draft("same", "a", "b"))
    append(path, draft("undo", of=1))
    assert effective(read(path)) == []
    append(path, draft("undo", of=2))
    assert [each.number for each in effective(read(path))] == [1]


@pytest.mark.parametrize("order", [("same", "different"), ("different", "same")])
def test_a_contradiction_is_refused_and_not_kept(tmp_path: Path, order: tuple[str, str]) -> None:
    """Expect a sentence that names the earlier judgement, and an unchanged file."""
    path = tmp_path / "judgements.jsonl"
    append(path, draft("same", "a", "b"))
    append(path, draft(order[0], "b", "c"))
    kept = path.read_bytes()
    with pytest.raises(UsageError, match="contradicts"):
        append(path, draft(order[1], "a", "c"))
    assert path.read_bytes() == kept


def test_only_what_exists_can_be_taken_back(tmp_path: Path) -> None:
    """Expect a sentence for a number that nothing has."""
    with pytest.raises(UsageError, match="no judgement 7"):
        append(tmp_path / "judgements.jsonl", draft("undo", of=7))


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """Expect the line number in the sentence."""
    path = tmp_path / "judgements.jsonl"
    append(path, draft("same", "a", "b"))
    with path.open("ab") as stream:
        stream.write(b"nonsense\n")
    with pytest.raises(UnreadableInput, match="line 2"):
        read(path)


@given(st.lists(st.integers(0, 8), max_size=8))
def test_undoing_the_last_of_any_history_restores_what_held_before(undone: list[int]) -> None:
    """Expect the judgements that held before, whatever was undone and undone again."""
    history = [Judgement(n, NOW, "same", (f"a{n}",), (f"b{n}",)) for n in range(1, 4)]
    for number, of in enumerate(undone, 4):
        if 0 < of < number:
            history.append(Judgement(number, NOW, "undo", of=of))
    before = effective(history)
    number = max(each.number for each in history) + 1
    target = history[-1].number
    once = [*history, Judgement(number, NOW, "undo", of=target)]
    twice = [*once, Judgement(number + 1, NOW, "undo", of=number)]
    assert effective(twice) == before


def test_a_split_is_one_judgement_and_goes_by_one_undo(tmp_path: Path) -> None:
    """Expect one line that says both, contradicts what it should, and leaves nothing behind."""
    path = tmp_path / "judgements.jsonl"
    append(path, Judgement(0, NOW, "split", ("a", "b"), ("c", "d")))
    assert [(each.act, each.one, each.other) for each in effective(read(path))] == [
        ("same", ("a",), ("b",)), ("different", ("a", "b"), ("c", "d")),
    ]  # fmt: skip
    for refused in (draft("same", "b", "c"), draft("different", "a", "b")):
        with pytest.raises(UsageError, match=r"contradicts an earlier judgement \(1\)"):
            append(path, refused)
    append(path, draft("undo", of=1))
    assert effective(read(path)) == []


def test_a_chain_of_judgements_is_the_shortest_and_names_nothing_beside_it() -> None:
    """Expect a to reach d over 2 and 4, not over what hangs on a besides."""
    pairs = (("a", "x"), ("a", "b"), ("x", "y"), ("b", "d"))
    held = [Judgement(n, NOW, "same", (one,), (other,)) for n, (one, other) in enumerate(pairs, 1)]
    assert bound(("a",), ("d",), held) == [2, 4]
    assert bound(("a",), ("z",), held) == []
