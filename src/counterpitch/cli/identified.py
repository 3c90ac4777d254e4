"""What approaches could be tied by, as rows: sorted, quoted, and printed."""

import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from counterpitch.model.conversation import Conversation
from counterpitch.render.plain import many, one_line

if TYPE_CHECKING:
    import pyarrow

MOST: Final = 200
"""Rows of the table that are shown; the whole goes into a file."""


def rows_of(
    table: "pyarrow.Table", known: dict[str, Conversation], *, shared: bool
) -> list[dict[str, Any]]:
    """Return the rows to show: what is shared first, that which says most at the top."""
    rows = table.drop_columns(["key"]).to_pylist()
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        holders[row["kind"], row["value"]].add(row["approach"])
    for row in rows:
        row["conversations"] = len(holders[row["kind"], row["value"]])
        row["quote"] = _quote(known.get(row["approach"]), row)
        row["certainty"], row["weight"] = round(row["certainty"], 3), round(row["weight"], 2)
    kept = [row for row in rows if row["conversations"] > 1 or not shared]
    return sorted(
        kept,
        key=lambda row: (
            row["conversations"] == 1, -row["weight"], row["kind"], row["value"], row["approach"],
        ),
    )  # fmt: skip


def _quote(conversation: Conversation | None, row: dict[str, Any]) -> str:
    if conversation is None or row["message"] < 0 or row["end"] <= row["start"]:
        return ""
    text = conversation.messages[int(row["message"])].text
    return text[int(row["start"]) : int(row["end"])]


def print_lines(rows: list[dict[str, Any]]) -> None:
    """Print one JSON object a line."""
    import msgspec

    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def print_table(rows: list[dict[str, Any]], conversations: int) -> None:
    """Print one line a value: how many have it, what it weighs, where it stands."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    held: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["kind"] not in {"lookalike", "email-loose", "phone-tail"}:
            held[row["kind"], row["value"]].append(row)
    table = Table(box=None, pad_edge=False)
    for column in ("kind", "value", "in", "weight", "where"):
        table.add_column(column, overflow="fold")
    for (kind, value), found in list(held.items())[:MOST]:
        weight = f"{found[0]['weight']:+.1f}" if found[0]["weight"] else "shared by many"
        cells = (kind, one_line(value, 70), str(found[0]["conversations"]), weight, _where(found))
        table.add_row(*(Text(cell) for cell in cells))
    console = Console(highlight=False)
    console.print(table if held else Text("Nothing found."))
    more = f"; {len(held) - MOST} more with --jsonl" if len(held) > MOST else ""
    console.print(
        Text(f"\n{many(len(held), 'value')} in {many(conversations, 'conversation')}{more}.")
    )
    console.print(Text("Weight: log-odds that two conversations with this value belong together."))


def _where(found: list[dict[str, Any]]) -> str:
    lines = [f"{one_line(row['approach'], 30)}, {_place(row)}" for row in found[:3]]
    return "\n".join([*lines, f"and {len(found) - 3} more"] if len(found) > 3 else lines)


def _place(row: dict[str, Any]) -> str:
    if row["message"] < 0:
        return "contact's data"
    quote = f" “{one_line(row['quote'], 60)}”" if row["quote"] else ""
    return f"message {row['message'] + 1}{quote}"
