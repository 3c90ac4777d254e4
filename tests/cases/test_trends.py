import csv
from datetime import date
from io import StringIO
from pathlib import Path

import msgspec
import pytest

from counterpitch.cases import Store, judge, move_case, new_case, trends, trends_csv
from counterpitch.cases.datafiles import areas, lures, yardsticks
from counterpitch.cases.tables import approach as approach_table
from counterpitch.cases.tags import areas_in
from counterpitch.cases.trending.export import TABLES, suppressed
from counterpitch.errors import UsageError
from counterpitch.model.conversation import Owner
from counterpitch.rulebook.book import rulebook
from tests.cases.conftest import Clock
from tests.cases.samples import received, words


def _fill(store: Store, folder: Path, first: int, bands: str, sector: str = "photonics") -> None:
    found = [
        msgspec.structs.replace(
            words(first + n, ("About quantum computing", "Hm")), owner=Owner(sector=sector)
        )
        for n in range(len(bands))
    ]
    received(store, folder, found, bands)


@pytest.fixture
def filled(store: Store, clock: Clock, tmp_path: Path) -> Store:
    """Two weeks: four that count and two that do not, then eight that count."""
    _fill(store, tmp_path, 0, "hehenl")
    clock.forward(days=7)
    _fill(store, tmp_path, 20, "hhhheeee", "=cmd()")
    clock.forward(hours=10)
    judge(store, [1], "carl", "confirmed", "clear")
    clock.forward(hours=10)
    judge(store, [2], "carl", "false-alarm", "known firm")
    judge(store, [3], "carl", "needs-information", "ask")
    return store


def test_weeks_stand_beside_the_period_before(filled: Store) -> None:
    """Each week shows its own count and that of the week as far into the period before."""
    found = trends(filled, since=date(2026, 11, 11), until=date(2026, 11, 17))
    assert (found.since, found.until) == (date(2026, 11, 9), date(2026, 11, 16))
    (week,) = found.weeks
    assert (week.approaches, week.before, week.received) == (8, 3, 8)
    assert (found.approaches, found.before) == (8, 3)
    both = trends(filled, since=date(2026, 11, 2), until=date(2026, 11, 16))
    assert [(w.approaches, w.before, w.received) for w in both.weeks] == [(3, 0, 6), (8, 0, 8)]


def test_breakdowns_count_what_counts(filled: Store) -> None:
    """By channel, stage, sector, area and lure; false alarms and what is low do not count."""
    found = trends(filled)
    tables = {
        name: {cell.value: cell.approaches for cell in cells}
        for name, cells in found.breakdowns.items()
    }
    assert tables["channel"] == {"linkedin": 11}
    assert tables["stage"] == {"recruit": 11}
    assert tables["sector"] == {"photonics": 3, "=cmd()": 8}
    assert tables["area"] == {"quantum": 11}
    assert tables["band"] == {"high": 6, "elevated": 5}


def test_what_has_an_order_stands_in_it(filled: Store, tmp_path: Path) -> None:
    """Bands stand from high down and stages from first to last, whichever is the largest; what has
    no order of its own, by count."""
    _fill(filled, tmp_path, 40, "eeee", "labs")
    with filled.write() as connection:
        for number, stage in ((1, "handle"), (4, "spot"), (7, "")):
            change = approach_table.update().where(approach_table.c.id == number)
            connection.execute(change.values(stage=stage))
    found = trends(filled, since=date(2026, 11, 2), until=date(2026, 11, 30)).breakdowns
    assert [cell.value for cell in found["band"]] == ["high", "elevated"]
    assert found["band"][0].approaches < found["band"][1].approaches
    assert [cell.value for cell in found["stage"]] == ["spot", "recruit", "handle", ""]
    assert [cell.value for cell in found["sector"]] == ["=cmd()", "labs", "photonics"]


def test_times_and_funnel(filled: Store) -> None:
    """How long triage and answer took, and how many got how far."""
    found = trends(filled)
    assert found.to_triage.count == 3
    assert found.to_answer.count == 2
    assert found.to_triage.median == pytest.approx(7 * 24 + 20, abs=0.1)
    assert found.to_answer.median == pytest.approx(7 * 24 + 10, abs=0.1)
    steps = {each.step: each.count for each in found.funnel}
    assert steps["reports received"] == 2
    assert steps["conversations in them"] == 14
    assert steps["found elevated or high"] == 12
    assert steps["looked at by a person"] == 3
    assert steps["confirmed"] == 1


def test_each_step_is_part_of_the_one_before(store: Store, tmp_path: Path) -> None:
    """What was confirmed, judged or put into a case without the step before stands beside it."""
    _fill(store, tmp_path, 0, "hhheel" + "n" * 6)
    judge(store, [1, 2, 6], "carl", "confirmed", "clear")
    judge(store, [4], "carl", "false-alarm", "known firm")
    judge(store, [7, 8], "carl", "false-alarm", "nothing")
    number = new_case(store, title="x", actor="carl", approaches=[1, 3, 6, 7])
    new_case(store, title="y", actor="carl", approaches=[1])
    move_case(store, number, "closed", actor="carl", reason="x")
    found = trends(store)
    assert [(each.count, each.beside) for each in found.funnel] == [
        (1, 0), (12, 0), (5, 0), (3, 3), (2, 1), (1, 3), (1, 3),
    ]  # fmt: skip
    told = list(csv.reader(StringIO(trends_csv(found, "funnel"))))
    assert told[0] == ["step", "count", "beside"]
    assert told[3:5] == [
        ["found elevated or high", "5", "0"], ["looked at by a person", "<5", "<5"],
    ]  # fmt: skip


def test_own_figures_in_public_terms(store: Store, clock: Clock, tmp_path: Path) -> None:
    """Growth, hours from case to case and caseload are the desk's own; too few say nothing."""
    assert all(each.own is None for each in trends(store).yardsticks)
    clock.now = clock.now.replace(year=2022)
    _fill(store, tmp_path, 0, "h" * 5)
    for n in range(5):
        new_case(store, title=f"early {n}", actor="carl")
    clock.now = clock.now.replace(year=2026)
    _fill(store, tmp_path, 20, "h" * 10)
    for n in range(30):
        new_case(store, title=f"late {n}", actor="carl")
    clock.forward(days=20)
    store.recent.clear()
    own = {each.id: each.own for each in trends(store).yardsticks}
    assert own["people-approached"] == 3.0
    assert own["new-case-every"] == pytest.approx(365.25 * 24 / 30, rel=0.01)
    assert own["caseload"] == 6.0


def test_small_cells_are_hidden_in_what_is_exported(filled: Store) -> None:
    """No count from 1 to 4 leaves, nor one that could be worked out; formulas are text."""
    found = trends(filled)
    for table in TABLES:
        rows = list(csv.reader(StringIO(trends_csv(found, table))))
        assert rows
        if table in ("times", "yardsticks"):
            continue
        for cell in (cell for row in rows[1:] for cell in row[1:]):
            assert cell in ("<5", "hidden") or int(cell) == 0 or int(cell) >= 5, (table, cell)
    weeks = [row[1] for row in csv.reader(StringIO(trends_csv(found, "weeks")))]
    assert weeks[-2:] == ["<5", "hidden"]
    sectors = dict(row[:2] for row in csv.reader(StringIO(trends_csv(found, "sector"))))
    assert sectors["photonics"] == "<5"
    assert sectors["'=cmd()"] == "hidden"
    with pytest.raises(UsageError, match="no table"):
        trends_csv(found, "people")


@pytest.mark.parametrize(
    ("counts", "adds_up", "told"),
    [
        ([0, 5, 100], True, ("0", "5", "100")),
        ([4, 9, 100], True, ("<5", "hidden", "100")),
        ([4, 3, 100], True, ("<5", "<5", "hidden")),
        ([1, 1, 40, 60], True, ("<5", "<5", "hidden", "60")),
        ([1, 5, 100], True, ("<5", "hidden", "hidden")),
        ([4, 9, 100], False, ("<5", "9", "100")),
        ([4], True, ("<5",)),
        ([], True, ()),
    ],
)
def test_one_hidden_cell_takes_another_with_it(
    counts: list[int], adds_up: bool, told: tuple[str, ...]
) -> None:
    """Where cells add up to a known total, no gap tells what the small ones are."""
    assert suppressed(counts, adds_up=adds_up) == told


def test_periods_that_make_no_sense_are_refused(store: Store) -> None:
    """An empty period and one of more than ten years are one sentence."""
    for since, until in (
        (date(2026, 1, 5), date(2026, 1, 5)), (date(1990, 1, 1), date(2026, 1, 5)),
    ):  # fmt: skip
        with pytest.raises(UsageError, match="period"):
            trends(store, since=since, until=until)


def test_picture_is_held_for_a_moment(filled: Store, tmp_path: Path) -> None:
    """The same picture is not worked out for every reader."""
    assert trends(filled) is trends(filled)
    number = new_case(filled, title="x", actor="carl", approaches=[1])
    move_case(filled, number, "reported", actor="carl", reason="x")
    filled.recent.clear()
    steps = {each.step: each.count for each in trends(filled).funnel}
    assert steps["case reported or closed"] == 1


def test_data_files_name_what_exists() -> None:
    """Lures name indicators of the rulebook; areas and yardsticks are read whole."""
    known = {rule.name for rule in rulebook().indicators}
    named = {name for names in lures().lures.values() for name in names}
    assert named <= known, sorted(named - known)
    assert len(areas().areas) >= 17
    assert [each.id for each in yardsticks().yardsticks] == [
        "people-approached", "new-case-every", "caseload",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we build quantum computers", ("quantum",)),
        ("量子计算与芯片", ("computing-hardware", "quantum")),
        ("the quantumness of it", ()),
        ("a gpus farm", ("computing-hardware",)),
        ("", ()),
    ],
)
def test_areas_are_told_by_whole_words(text: str, found: tuple[str, ...]) -> None:
    """Latin words count as whole words with their plural, Chinese ones anywhere."""
    assert areas_in(text) == found
