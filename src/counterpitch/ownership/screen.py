"""A list of companies, each traced: one row an answer, in the order of the list."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from counterpitch.errors import UnreadableInput
from counterpitch.intake.encoding import guess_encoding
from counterpitch.ownership.answer import Owner, Trace
from counterpitch.ownership.find import numbered, plain
from counterpitch.ownership.listing import first, listed
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register
from counterpitch.ownership.trace import names, trace
from counterpitch.ownership.view import View, stored
from counterpitch.render.csvform import safe
from counterpitch.render.plain import one_line

COLUMNS: Final = (
    "row", "asked", "result", "id", "name", "status", "incorporated", "dissolved", "owners",
    "certain_over_25", "certain_over_50", "certain_75", "possible_over_25", "law_over_25",
    "controller", "between_law_over_25", "between_controller", "unknowns", "undisclosed",
    "rings", "over_declared", "remarks",
)  # fmt: skip
_BATCH: Final = 2000
MOST_BYTES: Final = 256 * 1024 * 1024


class Asked(NamedTuple):
    """One row of the list: its number as a spreadsheet counts, and what it asks for.

    ``name`` is what the row calls the company beside its number, empty if ``text`` is the name.
    """

    row: int
    text: str
    name: str = ""


class Screened(NamedTuple):
    """One answer; ``trace`` is None where no one company was found.

    ``by_name`` tells that the number was not in the register and the name was.
    """

    asked: Asked
    found: tuple[Node, ...]
    trace: Trace | None
    by_name: bool = False

    @property
    def renamed(self) -> bool:
        """Tell whether the number is of a company that is and was called otherwise."""
        if not self.asked.name or self.by_name or len(self.found) != 1:
            return False
        names = (self.found[0].name, *self.found[0].former_names)
        return plain(self.asked.name) not in {plain(name) for name in names if name}


def asked(path: Path) -> list[Asked]:
    """Read the list: a CSV with a column of numbers or names, or one company a line."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableInput("the list is over 256 MB.", where=str(path), hint="Split it.")
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(
            f"the list cannot be read ({error.strerror}).", where=str(path), hint="Check it."
        ) from None
    text = raw.decode(guess_encoding(raw[:65536]), "replace").replace("\0", "")
    top = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=top.count)
    csv.field_size_limit(max(csv.field_size_limit(), 1_000_000))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableInput(f"the list is no CSV ({error}).", where=str(path)) from None
    listing = listed(rows)
    found = []
    for number, cells in enumerate(rows[listing.start :], listing.start + 1):
        stated, name = (first(cells, at)[:300] for at in (listing.numbers, listing.names))
        if stated or name:
            found.append(Asked(number, stated or name, name if stated else ""))
    return found


def screen(
    register: Register, listed: list[Asked], progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Screened]:
    """Yield the answer to each row, in order."""
    view = stored(register.data)
    done = 0
    for start in range(0, len(listed), _BATCH):
        batch = listed[start : start + _BATCH]
        found = numbered(register, [each.text for each in batch])
        rest = [each.name for each in batch if each.name and not found.get(each.text)]
        named = numbered(register, rest) if rest else {}
        for each in batch:
            nodes = found.get(each.text, [])
            by_name = not nodes and bool(named.get(each.name))
            nodes = named[each.name] if by_name else nodes
            yield Screened(each, tuple(nodes), _answer(view, nodes), by_name)
            done += 1
            if done % 100 == 0 or done == len(listed):
                progress(done, len(listed))


def _answer(view: View, nodes: list[Node]) -> Trace | None:
    if len(nodes) != 1 or view.number(nodes[0].id) is None:
        return None
    found = trace(view, nodes[0].id)
    # Above a person stands nobody, which must not be told as a company that hides its owners.
    return None if nodes[0].kind in ("person", "state") and not found.steps else found


def row(screened: Screened) -> str:
    """Return one line of CSV, safe to open in a spreadsheet."""
    return _line([safe(cell) for cell in _cells(screened)])


def header() -> str:
    """Return the header line."""
    return _line(list(COLUMNS))


def _cells(screened: Screened) -> list[str]:
    asked, found, answer, _ = screened
    if answer is None:
        options = "; ".join(node.id for node in found[:5])
        called = found[0].name if len(found) == 1 else ""
        rest = [""] * (len(COLUMNS) - 6)
        told = " ".join(_doubts(screened))
        return [str(asked.row), asked.text, _unanswered(found), options, called, *rest, told]
    node = answer.company
    return [
        str(asked.row), asked.text, _result(screened), node.id, node.name, node.status,
        str(node.incorporated or ""), str(node.dissolved or ""), str(len(answer.owners)),
        _named(answer, 0, "certain"), _named(answer, 1, "certain"), _named(answer, 2, "certain"),
        _named(answer, 0, "possible"),
        *_certainly(answer.owners), *_certainly(answer.between),
        _unknowns(answer), answer.undisclosed.text, str(len(answer.rings) + len(answer.closed)),
        "; ".join(_called(answer).get(id, id) for id in answer.over_declared[:10]),
        " ".join([*_doubts(screened), *answer.remarks]),
    ]  # fmt: skip


def _unanswered(found: tuple[Node, ...]) -> str:
    if len(found) != 1:
        return f"{len(found)} are called so" if found else "not in the register"
    kind = found[0].kind
    return f"a {kind}, not a company" if kind in ("person", "state") else "nothing known of it"


def _result(screened: Screened) -> str:
    if screened.by_name:
        return "found by name, not by number"
    return "found, called otherwise" if screened.renamed else "found"


def _doubts(screened: Screened) -> Iterator[str]:
    """Yield where the number and the name of the list contradict each other."""
    asked, found = screened.asked, screened.found
    if screened.renamed:
        called = one_line(found[0].name or found[0].id, 80)
        yield (
            f"The list calls {asked.text} “{one_line(asked.name, 80)}”, the register “{called}”:"
            " ask which of them is meant."
        )
    if screened.by_name:
        yield f"{asked.text} is not in the register; “{one_line(asked.name, 80)}” is."


def _certainly(holders: Sequence[Owner]) -> tuple[str, str]:
    """Return who of them passes a quarter by law for certain, and who controls for certain.

    Asked of ultimate owners and of companies on the way: both count, but not as two holders.
    """
    return (
        _listed(each for each in holders if each.law.standings[0] == "certain"),
        _listed(each for each in holders if each.control == "certain"),
    )


def _unknowns(answer: Trace) -> str:
    """Return what is not known, in the words of a trace."""
    called = _called(answer)
    told = [f"{called.get(u.at, u.at)}: {u.sentence or u.reason}" for u in answer.unknowns[:10]]
    more = len(answer.unknowns) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])


def _called(answer: Trace) -> dict[str, str]:
    return names(
        [answer.company, *answer.nodes, *(each.node for each in (*answer.owners, *answer.between))]
    )


def _named(answer: Trace, threshold: int, standing: str) -> str:
    return _listed(o for o in answer.owners if o.standings[threshold] == standing)


def _listed(owners: Iterable[Owner]) -> str:
    return "; ".join(owner.node.name or owner.node.id for owner in owners)


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
