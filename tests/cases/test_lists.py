from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from counterpitch.cases import (
    QueueFilter,
    Store,
    add_to_case,
    approach,
    assign,
    finding,
    judge,
    new_case,
    open_store,
    queue,
    receive,
    search,
)
from counterpitch.cases.nouns.page import STATUSES
from counterpitch.cases.rows import SHIFT, place_of
from counterpitch.errors import UsageError
from counterpitch.model.message import MailHeaders
from tests.cases import postgres
from tests.cases.conftest import Clock
from tests.cases.samples import received, words


def _numbers(store: Store, limit: int = 50, **chosen: Any) -> list[int]:
    found: list[int] = []
    cursor = None
    while True:
        page = queue(store, QueueFilter(**chosen), cursor=cursor, limit=limit)
        assert len(page.rows) <= limit
        found += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            return found


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """Twelve approaches: bands high, elevated, low, none in turn."""
    received(store, tmp_path, [words(n) for n in range(1, 13)], "heln" * 3)
    return store


def test_queue_is_by_urgency(filled: Store) -> None:
    """The most severe come first; where one is as likely as the other, who waits longest."""
    assert _numbers(filled) == [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12]
    assert _numbers(filled, order="newest") == list(range(12, 0, -1))


@pytest.mark.parametrize(
    ("chances", "order"),
    [
        ((0.71, 0.94, 0.82), [2, 3, 1]),
        ((0.941, 0.944, 0.94), [1, 2, 3]),
        ((0.014, 0.016, 0.009), [2, 1, 3]),
        ((0.988, 0.991, 0.99), [2, 1, 3]),
        ((1.0, 0.999, 1.0), [1, 3, 2]),
    ],
)
def test_within_a_band_the_likelier_come_first(
    chances: tuple[float, ...], order: list[int]
) -> None:
    """Whole percent decide within a band, and nothing finer; a scam counts by its own chance."""
    for kind in ("approach", "scam"):
        name = "scam_probability" if kind == "scam" else "probability"
        base = {"rank": 3, "kind": kind, "probability": 0.001, "scam_probability": 0.001}
        places = {
            number: place_of({**base, name: chance}, number)
            for number, chance in enumerate(chances, 1)
        }
        assert sorted(places, key=lambda number: -places[number]) == order
        assert min(places.values()) > place_of({**base, "rank": 2, name: 1.0}, 1)
        assert {place >> SHIFT for place in places.values()} == {3}


def test_the_greater_number_counts_where_neither_is_reported() -> None:
    """A weak sign of a scam stands where its shown number puts it, not by the other one."""
    base = {"rank": 1, "kind": "none"}
    scam = place_of({**base, "probability": 0.05, "scam_probability": 0.24}, 1)
    other = place_of({**base, "probability": 0.1, "scam_probability": 0.01}, 2)
    assert scam > other


@pytest.mark.parametrize("limit", [1, 2, 5, 11, 12])
def test_pages_hold_each_row_once(filled: Store, limit: int) -> None:
    """Whatever the length of a page, every row is on one page and none is left out."""
    judge(filled, [1, 6, 11], "carl", "false-alarm", "known firm")
    for chosen in ({"statuses": ()}, {"statuses": STATUSES, "order": "newest"}, {}):
        whole = _numbers(filled, 50, **chosen)
        assert _numbers(filled, limit, **chosen) == whole
        assert len(set(whole)) == len(whole) == (9 if not chosen else 12)


def test_filters_narrow(filled: Store, clock: Clock, tmp_path: Path) -> None:
    """Bands, statuses, assignee, case, time and channel narrow alone and together."""
    judge(filled, [1, 2], "carl", "confirmed", "clear")
    assign(filled, [5, 6], "carl", "dora")
    case = new_case(filled, title="One", actor="carl", approaches=[5, 10])
    assert _numbers(filled, bands=("high",)) == [5, 9]
    assert _numbers(filled, bands=("high", "low")) == [5, 9, 3, 7, 11]
    assert _numbers(filled, statuses=("confirmed",)) == [1, 2]
    assert _numbers(filled, assignee="dora") == [5, 6]
    assert _numbers(filled, unassigned=True, bands=("high",)) == [9]
    assert _numbers(filled, case=case, statuses=()) == [5, 10]
    assert _numbers(filled, case=case, bands=("elevated",)) == [10]
    assert _numbers(filled, kinds=("none",)) == [4, 8, 12]
    assert _numbers(filled, channels=("email",)) == []
    moment = clock.now
    clock.forward(days=1)
    received(filled, tmp_path, [words(50, channel="email")])
    assert _numbers(filled, since=moment) == [13]
    assert 13 not in _numbers(filled, until=moment)
    assert _numbers(filled, channels=("email",), stages=("recruit",)) == [13]


@pytest.mark.parametrize("cursor", ["x", "-1", "1 OR 1=1", "9" * 30, "１２"])
def test_foreign_cursor_is_one_sentence(filled: Store, cursor: str) -> None:
    """A cursor that no list gave is refused, not interpreted."""
    with pytest.raises(UsageError, match="cursor"):
        queue(filled, cursor=cursor)


def test_page_of_a_large_store_touches_few_rows(filled: Store) -> None:
    """A page of the queue is read off an index, not sorted out of the table."""
    from counterpitch.cases.lists import _statement

    if not filled.sqlite:
        pytest.skip("PostgreSQL plans a small table without its index, rightly")
    with filled.read() as connection:
        statement = _statement(connection, QueueFilter(bands=("high",)), 10**14, 50)
        statement = statement.params(position=10**14, size=51)
        text = statement.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]
    walks = [step for step in plan if "ix_approach_status_place" in step]
    assert len(walks) == 2
    assert not any(step.startswith("SCAN approach") for step in plan)


def test_what_many_hold_is_met_on_a_walk(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that stands nearly everywhere is looked up row by row on the way along the queue."""
    from counterpitch.cases.lists import _statement

    if not filled.sqlite:
        pytest.skip("PostgreSQL chooses by its own statistics")
    monkeypatch.setattr(finding, "FEW", 0)
    with filled.read() as connection:
        chosen = QueueFilter(text="Ashworth Helen", bands=("high",), statuses=("new",))
        statement = _statement(connection, chosen, None, 50).params(size=51)
        text = statement.compile(connection, compile_kwargs={"literal_binds": True})
        driver = connection.connection.dbapi_connection
        assert driver is not None
        plan = [row[3] for row in driver.cursor().execute(f"EXPLAIN QUERY PLAN {text}")]
    probes = [step for step in plan if step.startswith(("SCAN search", "SEARCH search"))]
    assert sum("CORRELATED SCALAR SUBQUERY" in step for step in plan) == 1
    assert [step.rpartition(" ")[2] for step in probes] == ["(rowid=?)"], "asked for one row alone"


TEXTS = (
    ("Our client studies 量子计算 and photonic sensors.", "Please reply to AI@ledger.example"),
    ("我们对量子通信感兴趣，请问贵所的进展。", "谢谢"),
    ("A study of undersea cables; 100% confidential_matter, \\ and 'quotes'", "EU work"),
)


@pytest.fixture
def texts(store: Store, tmp_path: Path) -> Store:
    """Three approaches in English and Chinese."""
    received(store, tmp_path, [words(n, each, name=f"Person {n}") for n, each in enumerate(TEXTS)])
    return store


FOUND = [
    ("photonic", [1]),
    ("PHOTONIC", [1]),
    ("hoton", [1]),
    ("studies", [1]),
    ("stud", [3, 1]),
    ("量子", [2, 1]),
    ("量子计算", [1]),
    ("量子通", [2]),
    ("子", [2, 1]),
    ("谢谢", [2]),
    ("eu", [3]),
    ("ai", [1]),
    ("研究", []),
    ("量子 photonic", [1]),
    ("photonic sonar", []),
    ('"undersea cables"', [3]),
    ('"cables undersea"', []),
    ("100%", [3]),
    ("confidential_matter", [3]),
    ("confidentialXmatter", []),
    ("'quotes'", [3]),
    ("\\ and", [3, 1]),
    ("person", [3, 2, 1]),
    ("Ledger & Vale", [3, 2, 1]),
    ("Ｐｈｏｔｏｎｉｃ", [1]),
    ('" OR "', []),
    ("NEAR(photonic)", []),
    ("photonic*", []),
]


def test_search_finds_english_and_chinese(texts: Store) -> None:
    """Words are found in both languages, at any length, and nothing is read as syntax."""
    assert _searched(texts) == dict(FOUND)


def _searched(store: Store) -> dict[str, list[int]]:
    return {text: [row.id for row in search(store, text).rows] for text, _ in FOUND}


def test_nothing_to_search_for_finds_everything_or_nothing_harmful(texts: Store) -> None:
    """Blank, zero bytes and half characters are no error."""
    for text in ("   ", '""', "\x00", "\ud800", "%" * 300, "(" * 300):
        search(texts, text)


def test_without_trigrams_the_same_is_found(server: str, tmp_path: Path) -> None:
    """Where pg_trgm knows no Chinese (locale C), the very same is found without it."""
    url = postgres.new_database(server, "without_trigrams", locale="C")
    with open_store(url, keys=tmp_path / "keys") as store:
        with store.read() as connection:
            indexes = {each["name"] for each in sa.inspect(connection).get_indexes("search_word")}
            assert "ix_search_word_grams" not in indexes
        received(
            store, tmp_path, [words(n, each, name=f"Person {n}") for n, each in enumerate(TEXTS)]
        )
        assert _searched(store) == dict(FOUND)


def test_what_many_hold_is_found_as_well(texts: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that stand nearly everywhere give the same, in the queue as in a search."""
    longest_first = {text: numbers[::-1] for text, numbers in FOUND}
    rows = {text: [r.id for r in queue(texts, QueueFilter(text=text)).rows] for text, _ in FOUND}
    monkeypatch.setattr(finding, "FEW", 0)
    assert rows == longest_first
    assert _searched(texts) == dict(FOUND)
    for text, numbers in longest_first.items():
        assert [r.id for r in queue(texts, QueueFilter(text=text)).rows] == numbers
    first = search(texts, "person", limit=2)
    second = search(texts, "person", limit=2, cursor=first.next)
    assert [r.id for r in (*first.rows, *second.rows)] == [3, 2, 1]


def test_search_follows_new_messages(store: Store, tmp_path: Path) -> None:
    """Words that come in later are found, and those before still are."""
    received(store, tmp_path, [words(1, ("first words here", "ok then"))])
    received(store, tmp_path, [words(1, ("first words here", "ok then", "secondly 雷达"))])
    for text in ("first words", "secondly", "雷达"):
        assert [row.id for row in search(store, text).rows] == [1]


MAIL = b"""From: Helen Ashworth <helen@ledger.example>
To: =?utf-8?q?R=C3=B8e=2C_Jane?= <jane.roe@photonics.example>
Cc: bo.lind@tides.example
Reply-To: desk@ostermoor.example
Message-ID: <1@ledger.example>

Could you share the internal roadmap with my client? Cash, no invoice.
"""


@pytest.mark.parametrize(
    "text", ["desk@ostermoor.example", "ostermoor", "JANE.ROE@photonics.example", '"R\u00f8e, Jane"',
             "bo.lind@tides.example", "helen@ledger.example"],
)  # fmt: skip
def test_search_finds_who_stands_in_the_header_of_a_mail(store: Store, text: str) -> None:
    """Sender, Reply-To, To and Cc, by name or address, in the queue's filter as well."""
    receive(store, content=MAIL, name="a.eml", actor="ana", quick=True)
    assert [row.id for row in search(store, text).rows] == [1]
    assert _numbers(store, statuses=(), text=text) == [1]


def test_where_recipients_work_is_no_area_of_the_approach(store: Store, tmp_path: Path) -> None:
    """Trends count what an approach speaks of; the domain of whom it went to says nothing."""
    headers = MailHeaders("a@x.example", recipients=("Ann <ann@radar.example>",))
    plain = words(1, ("Please share the internal plan.", "No."))
    first = msgspec.structs.replace(plain.messages[0], headers=headers)
    mailed = msgspec.structs.replace(plain, messages=(first, *plain.messages[1:]))
    received(store, tmp_path, [mailed])
    assert [row.id for row in search(store, "ann@radar.example").rows] == [1]
    assert [value for family, value in approach(store, 1).tags if family == "area"] == []


def test_queue_can_be_searched(filled: Store) -> None:
    """The filter's text narrows the queue and keeps its order."""
    assert _numbers(filled, text="Ashworth") == [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12]
    assert _numbers(filled, text='"Ashworth 12"') == [12]
    add_to_case(filled, new_case(filled, title="x", actor="c"), [12], actor="c")
