"""Invented approaches with known families, small enough to link in a second."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

TEMPLATES = {
    "paper": (
        "Dear {name}, I read your article on {topic} with great pleasure. We are a small consulting house"
        " that advises investors on the sector, and we would pay 800 euros for a short paper on what to"
        " expect next year. Only published sources are needed, and your name would not appear anywhere."
    ),
    "post": (
        "Hello {name}, our client is building a new team around {topic} and your profile stood out at once."
        " The post is part time, can be done from home beside your present one, and nobody has to know"
        " of it. May I call you this week to tell you more about the conditions?"
    ),
    "zh": (
        "{name}您好，我们在网上看到您关于{topic}的文章，非常感兴趣。我公司为投资人提供行业咨询，"
        "希望邀请您撰写一份简短的报告，稿费八百欧元，只需要公开资料，您的姓名不会出现在任何地方。"
    ),
}
NAMES = (
    "Ann Reed",
    "Bo Lindqvist",
    "Carla Neri",
    "Deniz Aksoy",
    "Emil Novak",
    "Fatou Sow",
    "Gil Amar",
)
TOPICS = ("power electronics", "satellite links", "sensor fusion", "coastal radar", "gene drives")
WORDS = tuple(
    "harbour lantern meadow copper violin thunder basket orchard pencil granite saddle window ribbon"
    " falcon kettle marble tunnel cushion ladder walnut pepper anchor velvet bridge candle forest"
    " blanket silver garden pocket hammer island mirror needle parrot quarry rocket shadow ticket".split()
)


def approach(name: str, text: str, **contact: str) -> dict[str, object]:
    """Return one approach of one message."""
    return {
        "id": name,
        "channel": "email",
        "contact": contact,
        "owner": {"organisation": f"institute {len(text) % 3}"},
        "messages": [{"from": "contact", "sent_at": _day(name), "text": text}],
    }


def _day(name: str) -> str:
    number = sum(map(ord, name))
    return f"2026-0{1 + number % 9}-{10 + number % 18}T09:00:00Z"


def families(each: int = 6, noise: int = 30, seed: int = 1) -> list[dict[str, object]]:
    """Return ``each`` variants of every template (ids ``paper-0`` ...), and ``noise`` others."""
    rng = random.Random(seed)
    found = [
        approach(f"{name}-{at}", text.format(name=rng.choice(NAMES), topic=rng.choice(TOPICS)))
        for name, text in TEMPLATES.items()
        for at in range(each)
    ]
    for at in range(noise):
        found.append(approach(f"noise-{at}", " ".join(rng.choices(WORDS, k=45))))
    return found


def write(path: Path, approaches: Sequence[dict[str, object]]) -> Path:
    """Write ``approaches`` as JSON Lines."""
    lines = (json.dumps(each, ensure_ascii=False) for each in approaches)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
