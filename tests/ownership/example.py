"""An invented company with some of everything above it, and names that are markup."""

from datetime import date
from pathlib import Path

from counterpitch.ownership.answer import Trace
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.past import view
from counterpitch.ownership.register import Register
from counterpitch.ownership.trace import trace
from tests.ownership.registers import register

DAY = date(2026, 11, 28)
TARGET = "gb-coh:09999901"
EVIL = "<script>alert(1)</script> Holdings Ltd"

NODES = (
    Node(id=TARGET, kind="company", name="Larkfield Quantum Ltd", incorporated=date(2019, 3, 4),
         numbers=("GB-COH:09999901",), sic=("72190",), source="uk-companies", source_ref="row 7"),
    Node(id="gb-coh:09999902", kind="company", name=EVIL, incorporated=date(2024, 1, 9)),
    Node(id="person:ines", kind="person", name="Ines Okafor", born="1979-04",
         verified="due:2026-11-18"),
    Node(id="unknown:1", kind="unknown", reason="psc-exists-but-not-identified"),
    Node(id="state:r", kind="state", name="State of Ruritania"),
)  # fmt: skip

INTERESTS = (
    Interest("person:ines", TARGET, lo=0.25, hi=0.5, since=date(2026, 9, 1), source="uk-psc",
             source_ref="/company/09999901/psc/1"),
    Interest("gb-coh:09999902", TARGET, lo=0.25, hi=0.5, since=date(2024, 2, 1), source="uk-psc",
             source_ref="/company/09999901/psc/2"),
    Interest("unknown:1", "gb-coh:09999902", basis="influence", source="uk-psc",
             source_ref="/company/09999902/psc-statements/1"),
    Interest("state:r", "gb-coh:09999902", lo=0.25, hi=0.5, source="uk-psc",
             source_ref="/company/09999902/psc/3"),
    Interest("person:ines", TARGET, lo=0.5, hi=0.75, since=date(2020, 1, 1),
             until=date(2026, 9, 1), source="uk-psc", source_ref="/company/09999901/psc/0"),
)  # fmt: skip


def example(folder: Path) -> Register:
    """A register of the example."""
    return register(folder, NODES, INTERESTS)


def traced(store: Register) -> Trace:
    """The example's trace."""
    return trace(view(store, [TARGET], DAY), TARGET, DAY)
