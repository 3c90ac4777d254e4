"""Invented conversations for the demo, out of the shipped ones, with dates moved near today."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from counterpitch.errors import CounterpitchError

SEED: Final = 20261128
COUNT: Final = 240
DAYS: Final = 364.0
_FILES: Final = ("alpha", "bravo", "charlie", "delta", "echo")
_HONEST: Final = 0.5
"""Share of honest conversations: colleagues do hand in those too."""


class Reported(msgspec.Struct, frozen=True):
    """A conversation as a colleague hands it in, and what a careful person would judge."""

    at: datetime
    content: bytes
    name: str
    truth: str
    contact: str
    company: str
    lure: str = ""


def folder() -> Path:
    """Return the folder of the shipped conversations: of the package, or of the checkout."""
    installed = Path(__file__).parents[2] / "_demo"
    if installed.is_dir():
        return installed
    return Path(__file__).parents[4] / "data" / "conversations" / "more"


def reported(now: datetime) -> tuple[Reported, ...]:
    """Return what came in over the last year, oldest first; the same every time but for dates."""
    chance = random.Random(SEED)  # noqa: S311  # nosec B311
    found = list(_conversations())
    if not found:
        raise CounterpitchError(
            "The invented conversations are not there.", where=str(folder()),
            hint="Run the demo from a checkout, or install counterpitch again.",
        )  # fmt: skip
    chance.shuffle(found)
    honest = [each for each in found if each["label"] == "legitimate"]
    others = [each for each in found if each["label"] != "legitimate"]
    part = int(COUNT * _HONEST)
    chosen = honest[:part] + others[: COUNT - part]
    chance.shuffle(chosen)
    # More and more come in, as they did everywhere in these years.
    ages = sorted((DAYS * (1 - chance.random() ** 0.6) for _ in chosen), reverse=True)
    single = [
        _moved(each, now - timedelta(days=age, minutes=7 + chance.random() * 40), chance)
        for each, age in zip(chosen, ages, strict=True)
    ]
    return tuple(sorted([*single, *_families(now, chance)], key=lambda each: each.at))


def _families(now: datetime, chance: random.Random) -> Iterator[Reported]:
    """Yield two campaigns, handed in within days of their last message."""
    found = list(_lines(_campaigns()))
    lasts = [max(datetime.fromisoformat(m["sent_at"]) for m in e["messages"]) for e in found]
    shift = now - timedelta(days=2) - max(lasts, default=now)
    for each, last in zip(found, lasts, strict=True):
        # A few belong to no campaign: honest letters between them.
        label = "covert_approach" if each["contact"].get("company") else "legitimate"
        yield _moved({**each, "label": label}, last + shift + timedelta(hours=41), chance)


def _campaigns() -> Path:
    installed = folder() / "campaigns.jsonl"
    return (
        installed
        if installed.is_file()
        else Path(__file__).parents[4] / "examples" / installed.name
    )


def _conversations() -> Iterator[dict[str, Any]]:
    for name in _FILES:
        yield from _lines(folder() / f"{name}.jsonl")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _moved(each: dict[str, Any], at: datetime, chance: random.Random) -> Reported:
    """Return a conversation whose last message came a little before it was handed in."""
    stamps = [m["sent_at"] for m in each["messages"] if m.get("sent_at")]
    shift = timedelta(0)
    if stamps:
        last = max(datetime.fromisoformat(stamp) for stamp in stamps)
        shift = at - timedelta(hours=1 + chance.random() * 40) - last
    messages = [{**m, **_shifted(m, shift)} for m in each["messages"]]
    plain = {k: v for k, v in each.items() if k not in ("label", "subtype", "stage", "pair")}
    content = json.dumps({**plain, "messages": messages}, ensure_ascii=False).encode() + b"\n"
    contact = each.get("contact") or {}
    return Reported(
        at, content, f"{each['channel']}-{each['id']}.jsonl", each["label"],
        contact.get("name", ""), contact.get("company", ""), each.get("subtype", ""),
    )  # fmt: skip


def _shifted(message: dict[str, Any], shift: timedelta) -> dict[str, str]:
    if not message.get("sent_at"):
        return {}
    return {"sent_at": (datetime.fromisoformat(message["sent_at"]) + shift).isoformat()}
