"""A list of companies, each traced: one row an answer, in the order of the list."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from counterpitch.errors import UnreadableInput
from counterpitch.intake.encoding import guess_encoding
from counterpitch.ownership.answer import Owner, Trace
from counterpitch.ownership.find import numbered
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register
from counterpitch.ownership.trace import names, trace
from counterpitch.ownership.view import View, stored
from counterpitch.render.csvform import safe

COLUMNS: Final = (
    "row", "asked", "result", "id", "name", "status", "incorporated", "dissolved", "owners",
    "certain_over_25", "certain_over_50", "certain_75", "possible_over_25", "law_over_25",
    "controller", "between_law_over_25", "between_controller", "unknowns", "undisclosed",
    "rings", "over_declared", "remarks",
)  # fmt: skip
_NUMBERS: Final = ("id", "company_number", "companynumber", "number", "registration_number",
                   "lei", "company number", "crn")  # fmt: skip
_NAMES: Final = ("name", "company", "company_name", "companyname", "company name", "entity")
_BATCH: Final = 2000
MOST_BYTES: Final = 256 * 1024 * 1024


class Asked(NamedTuple):
    """One row of the list: its number as a spreadsheet counts, and what it asks for."""

    row: int
    text: str


class Screened(NamedTuple):
    """One answer; ``trace`` is None where the company was not found, or is one of several."""

    asked: Asked
    found: tuple[Node, ...]
    trace: Trace | None


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
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), 1_000_000))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableInput(f"the list is no CSV ({error}).", where=str(path)) from None
    columns, start = _columns(rows[0] if rows else [])
    found = []
    for number, cells in enumerate(rows[start:], start + 1):
        given = next((cells[c].strip() for c in columns if c < len(cells) and cells[c].strip()), "")
        if given:
            found.append(Asked(number, given[:300].lstrip("'")))
    return found


def _columns(header: list[str]) -> tuple[list[int], int]:
    names = [cell.strip().lower().lstrip("\ufeff") for cell in header]
    columns = [names.index(each) for each in (*_NUMBERS, *_NAMES) if each in names]
    return (columns, 1) if columns else ([0], 0)


def screen(
    register: Register, listed: list[Asked], progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Screened]:
    """Yield the answer to each row, in order."""
    view = stored(register.data)
    done = 0
    for start in range(0, len(listed), _BATCH):
        batch = listed[start : start + _BATCH]
        found = numbered(register, [each.text for each in batch])
        for each in batch:
            nodes = found.get(each.text, [])
            yield Screened(each, tuple(nodes), _answer(view, nodes))
            done += 1
            if done % 100 == 0 or done == len(listed):
                progress(done, len(listed))


def _answer(view: View, nodes: list[Node]) -> Trace | None:
    if len(nodes) != 1 or view.number(nodes[0].id) is None:
        return None
    return trace(view, nodes[0].id)


def row(screened: Screened) -> str:
    """Return one line of CSV, safe to open in a spreadsheet."""
    return _line([safe(cell) for cell in _cells(screened)])


def header() -> str:
    """Return the header line."""
    return _line(list(COLUMNS))


def _cells(screened: Screened) -> list[str]:
    asked, found, answer = screened
    if answer is None:
        result = "not in the register" if not found else f"{len(found)} are called so"
        options = "; ".join(node.id for node in found[:5])
        return [str(asked.row), asked.text, result, options, *[""] * (len(COLUMNS) - 4)]
    node = answer.company
    return [
        str(asked.row), asked.text, "found", node.id, node.name, node.status,
        str(node.incorporated or ""), str(node.dissolved or ""), str(len(answer.owners)),
        _named(answer, 0, "certain"), _named(answer, 1, "certain"), _named(answer, 2, "certain"),
        _named(answer, 0, "possible"),
        *_certainly(answer.owners), *_certainly(answer.between),
        _unknowns(answer), answer.undisclosed.text, str(len(answer.rings) + len(answer.closed)),
        "; ".join(_called(answer).get(id, id) for id in answer.over_declared[:10]),
        " ".join(answer.remarks),
    ]  # fmt: skip


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
