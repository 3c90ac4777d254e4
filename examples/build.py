"""Builds ``linkedin-export.zip`` from ``src``: the same bytes on every run and machine.

    python examples/build.py          write the ZIP
    python examples/build.py --check  exit 1 if the ZIP is not what the sources give

Everybody in it is invented. The four CSV files are copied as they stand;
``messages.json`` becomes messages.csv as LinkedIn writes it since March 2026:
every field quoted, real line breaks, the newest message first.
"""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGET = HERE / "linkedin-export.zip"
COPIED = ("Connections.csv", "Invitations.csv", "Positions.csv", "Profile.csv")
STAMP = (2026, 10, 12, 8, 0, 0)
"""When every member of the ZIP claims to have been written."""

OWNER = "Mirela Castellan"
OWNER_SLUG = "mirela-castellan-sample"
COLUMNS = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO",
    "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS",
)  # fmt: skip


def urls(slugs: str) -> str:
    """Return the profile URLs of slugs joined by comma; nothing for a closed account."""
    return ",".join(f"https://www.linkedin.com/in/{slug}" for slug in slugs.split(",") if slug)


def rows(number: int, talk: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the CSV rows of one conversation."""
    people = dict(zip(talk["with"].split(", "), talk["slug"].split(","), strict=True))
    first = next(iter(people))
    for sent, who, lines in talk["messages"]:
        sender = {"owner": OWNER, "them": first}.get(who, who)
        everybody = {**people, OWNER: OWNER_SLUG}
        slug = everybody.pop(sender)
        to, to_slugs = ", ".join(everybody), ",".join(everybody.values())
        yield (
            f"2-ZXhhbXBsZS0{number:02d}==", talk.get("title", ""), sender, urls(slug), to,
            urls(to_slugs), f"{sent} UTC", talk.get("subject", ""), "\n".join(lines),
            talk.get("folder", "INBOX"), "",
        )  # fmt: skip


def messages_csv() -> str:
    """Return messages.csv: conversations by their last message, the newest first."""
    talks = json.loads((HERE / "src/messages.json").read_text("utf-8"))
    groups = [list(rows(number, talk))[::-1] for number, talk in enumerate(talks, 1)]
    groups.sort(key=lambda group: group[0][COLUMNS.index("DATE")], reverse=True)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    for group in groups:
        writer.writerows(group)
    return out.getvalue()


def export() -> bytes:
    """Return the bytes of the ZIP. Stored, since compressors differ between machines."""
    members = {name: (HERE / "src" / name).read_text("utf-8") for name in COPIED}
    members["messages.csv"] = messages_csv()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in sorted(members.items()):
            info = zipfile.ZipInfo(name, STAMP)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, text.encode("utf-8"))
    return out.getvalue()


def main() -> int:
    """Write the ZIP, or compare it with ``--check``."""
    made = export()
    if "--check" not in sys.argv[1:]:
        TARGET.write_bytes(made)
        return 0
    if TARGET.exists() and TARGET.read_bytes() == made:
        return 0
    print(f"{TARGET.name} is not what src/ gives: run python examples/build.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
