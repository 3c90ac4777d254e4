"""Opening the register that a desk was started with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from counterpitch.errors import UsageError
from counterpitch.ownership.answer import Trace
from counterpitch.ownership.node import Node
from counterpitch.ownership.past import view
from counterpitch.ownership.register import Register
from counterpitch.ownership.trace import trace
from counterpitch.web.desk import Desk
from counterpitch.web.faults import Fault, Missing


class NoRegister(Fault):
    """No register was named when the desk was started."""

    status = 404
    title = "No register is loaded"

    def __init__(self) -> None:
        super().__init__(
            "This desk was started without a register of companies.",
            hint="Load one with “counterpitch own load” and start the desk with --register FOLDER.",
        )


@contextmanager
def opened(desk: Desk) -> Iterator[Register]:
    """Open the register for one request; raise ``NoRegister`` where there is none.

    A load meanwhile takes its place at the next request: nothing is shared between threads.
    """
    if desk.settings.register is None:
        raise NoRegister
    register = Register.open(desk.settings.register)
    try:
        yield register
    finally:
        register.close()


def node_of(register: Register, id: str) -> Node:
    """Return the company or person called ``id``; raise ``Missing`` where there is none."""
    node = register.node(id) if id else None
    if node is None:
        raise Missing("company")
    return node


def traced(register: Register, id: str, as_of: date | None, known_at: date | None) -> Trace:
    """Return the trace of a company on the dates."""
    seen = view(register, [id], as_of, known_at)
    return trace(seen, id, as_of, known_at, register.manifest.newest)


def day_of(text: str) -> date | None:
    """Return a date of a form; None where it is empty; raise ``UsageError`` where it is none."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text[:40]}” is no date.", hint="Write it as 2026-11-28.") from None
    if not 1000 <= found.year <= 9000:
        raise UsageError("A day needs a year from 1000 to 9000.", hint="2026-11-28")
    return found
