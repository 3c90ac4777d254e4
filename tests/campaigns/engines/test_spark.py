"""The same suite on both engines: what one machine finds, the cluster finds, to the pair."""

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from counterpitch.campaigns.link import link
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.state import State
from counterpitch.campaigns.supply import Supply
from counterpitch.campaigns.why import why
from counterpitch.errors import UsageError
from counterpitch.intake import parquet
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from tests.campaigns.samples import TEMPLATES, WORDS, approach, families, write

EVIDENCE = ("text", "identifiers", "personas")
FACTS = """subject,fact,value,source
ledger-vale.example,certificate,SHA1 0a1b2c,crt log
harbour-desk.example,certificate,SHA1 0a1b2c,crt log
persona-3,ip,192.0.2.77,own look
persona-8,ip,192.0.2.77,own look
nobody.example,analytics,UA-555010,own look
"""
FIRMS = """name,domain,address,phone,registered
Ledger & Vale Ltd,ledger-vale.example,"1 Quay Street, Exeter",+44 20 7946 0123,2025-03-01
Harbour Desk Ltd,harbour-desk.example,"1 Quay Street, Exeter",+44 20 7946 0123,2025-03-20
Corridor Studies,corridor.example,"9 Hill Road, Leeds",+44 20 7946 0777,2011-01-01
"""

needs_spark = pytest.mark.skipif(
    shutil.which("java") is None or importlib.util.find_spec("pyspark") is None,
    reason="Spark needs Java and pyspark: install openjdk-17-jre-headless to run this",
)


def corpus(folder: Path) -> list[Path]:
    """Families, copies, disguises, identifiers, short and empty texts; half JSON Lines, half Parquet."""
    found = families(noise=40)
    found += [approach(f"copy-{at}", TEMPLATES["post"]) for at in range(25)]
    found.append(approach("zero", "\u200b".join(TEMPLATES["paper"])))
    found += [approach(f"short-{at}", "Are you in Lisbon on Friday?") for at in range(4)]
    found += [approach("empty", ""), approach("one", "OK")]
    for at in (20, 31):
        messages: Any = found[at]["messages"]
        messages[0]["text"] += " Write to h.ashworth@ledger-vale.example or t.me/ledgervale"
    found += people()
    half = len(found) // 2
    lines = write(folder / "a.jsonl", found[:half])
    with lines.open("ab") as stream:
        stream.write(b"nonsense\n")
    rest = write(folder / "rest.jsonl", found[half:])
    parquet.write(gather([rest], Notices()), folder / "b.parquet")
    return [lines, folder / "b.parquet"]


def people() -> list[dict[str, Any]]:
    """Contacts of few names, some with one mailbox or employer; one that comes twice and differs."""
    names = ("Helen Ashworth", "Ashworth, Helen", "Imogen Thistlewood", "Wang Wei", "Claire Dumont")
    rooms = ("ledger-vale", "harbour-desk", "corridor")
    found = []
    for at in range(24):
        text = " ".join(WORDS[(at * 7 + step) % len(WORDS)] for step in range(30))
        card = {
            "name": names[at % 5], "headline": ("Research director", "Partner")[at % 2],
            "company": ("Ledger & Vale Ltd", "Harbour Desk Ltd", "Corridor Studies")[at % 3],
            "email": f"h{at % 7}@{rooms[at % 3]}.example",
        }  # fmt: skip
        found.append(approach(f"persona-{at}", text) | {"contact": card})
    other = {"name": "Helen Ashworth", "headline": "Partner", "email": "h9@corridor.example"}
    return [*found, approach("persona-0", "another text of few words") | {"contact": other}]


def supply(folder: Path) -> Supply:
    """Write what is known besides."""
    (folder / "facts.csv").write_text(FACTS, "utf-8")
    (folder / "firms.csv").write_text(FIRMS, "utf-8")
    return Supply(folder / "facts.csv", folder / "firms.csv")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[State, State]:
    """Link the corpus once on each engine."""
    from counterpitch.campaigns.engines.spark import link_on_spark

    folder = tmp_path_factory.mktemp("engines")
    paths = corpus(folder)
    known = supply(folder)
    one = link(paths, folder / "local", Notices(), evidence=EVIDENCE, jobs=1, supply=known)
    notices = Notices()
    cluster = link_on_spark(
        [str(path) for path in paths],
        folder / "spark",
        notices,
        master="local[2]",
        evidence=EVIDENCE,
        supply=known,
    )
    assert notices.total() == 1  # the damaged line is told
    return one, cluster


@needs_spark
def test_both_engines_find_the_same_reasons(both: tuple[State, State]) -> None:
    """Expect every edge with its weight, sentence and evidence to be equal."""
    one, other = (
        pq.read_table(state.result / "edges.parquet").drop_columns(["value"]) for state in both
    )
    assert one.num_rows > 50
    kinds = set(one["kind"].to_pylist())
    assert kinds >= {
        "text-same",
        "text-passage",
        "email",
        "persona",
        "front-firm",
        "certificate",
        "site-ip",
    }
    assert one.to_pylist() == other.to_pylist()


@needs_spark
def test_both_engines_find_the_same_campaigns(both: tuple[State, State]) -> None:
    """Expect equal members, founders and ids."""
    one, other = (pq.read_table(state.result / "campaigns.parquet").to_pylist() for state in both)
    assert one
    assert one == other


@needs_spark
def test_both_engines_count_the_same(both: tuple[State, State]) -> None:
    """Expect equal numbers of approaches and messages."""
    one, other = (state.manifest for state in both)
    assert (one.approaches, one.messages) == (other.approaches, other.messages)


@needs_spark
def test_reasons_can_be_asked_for_after_a_run_on_spark(both: tuple[State, State]) -> None:
    """Expect the chain and the aligned passage, from what came to the driver."""
    answers = [why(Linked(state), "paper-0", "paper-3") for state in both]
    assert answers[0].campaign
    assert answers[0] == answers[1]


@needs_spark
def test_a_folder_of_one_machine_is_not_mixed_with_spark(both: tuple[State, State]) -> None:
    """Expect a sentence that says what to do, before Spark is started."""
    from counterpitch.campaigns.engines.spark import link_on_spark

    with pytest.raises(UsageError, match="linked on one machine"):
        link_on_spark(["x.jsonl"], both[0].folder, Notices(), master="local[2]")


@needs_spark
def test_a_state_of_spark_is_not_extended_on_one_machine(both: tuple[State, State]) -> None:
    """Expect a sentence instead of half a result."""
    with pytest.raises(UsageError, match="Spark"):
        link([both[1].folder / "x.jsonl"], both[1].folder, Notices())
