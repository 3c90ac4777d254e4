"""Groups: false alarms by origin, and how often chance does the same."""

import itertools
from pathlib import Path

import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.evaluation.groups import difference, fairness, read_groups
from counterpitch.intake.notices import Notices
from tests.evaluation.samples import judged


def test_p_is_that_of_all_permutations() -> None:
    """For two small groups p comes close to the share counted over every exchange."""
    values = {"north": [0.9, 0.8, 0.1], "south": [0.2, 0.1, 0.0, 0.3]}
    pool = [value for some in values.values() for value in some]
    seen = 0.6 - 0.15
    spreads = []
    for chosen in itertools.combinations(range(7), 3):
        one = [pool[at] for at in chosen]
        other = [pool[at] for at in range(7) if at not in chosen]
        spreads.append(abs(sum(one) / 3 - sum(other) / 4))
    exact = sum(spread >= seen - 1e-12 for spread in spreads) / len(spreads)
    found = difference(values, 4000, 1)
    assert found is not None
    assert (found.highest, found.lowest) == ("north", "south")
    assert found.value == pytest.approx(seen)
    assert found.p == pytest.approx(exact, abs=0.02)


def test_equal_groups_have_p_of_one() -> None:
    """No difference is as large by chance always; one group alone has none."""
    found = difference({"a": [0.5] * 6, "b": [0.5] * 6}, 100, 1)
    assert found is not None
    assert (found.value, found.p) == (0.0, 1.0)
    assert difference({"a": [0.5]}, 100, 1) is None


def test_only_honest_conversations_that_are_named_count() -> None:
    """Covert ones and ids outside the file are left out; small groups are not compared."""
    corpus = [judged(f"n{n}", "legitimate", 0.5) for n in range(5)]
    corpus += [judged(f"s{n}", "legitimate", 0.1) for n in range(5)]
    corpus += [judged("n9", "covert_approach", 0.9), judged("x", "legitimate", 0.9)]
    of = {each.case.id: each.case.id[0] for each in corpus if each.case.id != "x"}
    (found,) = fairness({"origin": {**of, "lone": "l"}}, corpus, 1)
    assert [(g.group, g.alarms.count, g.alarms.total) for g in found.groups] == [
        ("n", 5, 5), ("s", 0, 5),
    ]  # fmt: skip
    assert found.alarms is not None
    assert (found.alarms.value, found.alarms.highest) == (1.0, "n")
    assert found.alarms.p < 0.05


def test_a_file_of_groups_is_read_with_its_faults(tmp_path: Path) -> None:
    """Every column is a grouping; a row with a missing cell is a notice; no header an error."""
    path = tmp_path / "groups.tsv"
    path.write_text("id\torigin\tregion\na\tnorth\tcoast\nb\tsouth\n\n", "utf-8")
    notices = Notices()
    assert read_groups(path, notices) == {"origin": {"a": "north"}, "region": {"a": "coast"}}
    assert notices.total() == 1
    path.write_text("a\tnorth\n", "utf-8")
    with pytest.raises(UnreadableInput):
        read_groups(path, notices)
