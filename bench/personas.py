"""Identifiers and record linkage, measured: ``python -m bench.personas --corpora DIR``.

Splink with its own defaults stands beside us on the same records, blocks and training. Errors by origin of
names come with Wilson's intervals. Writes one JSON file to ``--results``.
"""

import argparse
import io
import json
import os
import platform
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.corpus import development, synthetic
from bench.linkage import byorigin, models, namepairs, truth
from bench.run import peak_mb
from counterpitch.campaigns.community.key import CommunityKey
from counterpitch.campaigns.community.tag import tag
from counterpitch.campaigns.identifiers.identify import identifiers
from counterpitch.campaigns.identifiers.photo import distance, near_pairs, photo_hash
from counterpitch.campaigns.identifiers.sharing import identifier_edges
from counterpitch.campaigns.personas.resolve import persona_edges
from counterpitch.model.conversation import Conversation

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "data" / "conversations"
VERSIONS = ("splink", "duckdb", "imagehash", "phonenumbers", "rapidfuzz")
THRESHOLDS = (0.5, 0.9, 0.95, 0.99)


def reading() -> dict[str, Any]:
    """Time the reading of identifiers and the making of edges, one process."""
    base = development(SAMPLE)
    identifiers(base[:20])
    return {
        "development sets": _read(base),
        "synthetic, longer messages": _read(list(synthetic(base, 3000))),
    }


def _read(conversations: list[Conversation]) -> dict[str, Any]:
    began = time.process_time()
    keys = identifiers(conversations)
    took = time.process_time() - began
    messages = [m for c in conversations for m in c.messages]
    began = time.process_time()
    edges = identifier_edges(keys, everyone=len(conversations))
    return {
        "conversations": len(conversations),
        "messages": len(messages),
        "characters_per_message": round(sum(len(m.text) for m in messages) / len(messages)),
        "keys": keys.num_rows,
        "messages_per_second": round(len(messages) / took),
        "edges": len(edges),
        "edges_seconds": round(time.process_time() - began, 3),
    }


def photos(count: int = 200) -> dict[str, Any]:
    """Measure how far copies of a picture move, and how near different ones come."""
    from PIL import Image, ImageDraw, ImageFilter

    rng = random.Random(5)

    def picture() -> Image.Image:
        image = Image.new("RGB", (320, 320), tuple(rng.randrange(256) for _ in range(3)))
        draw = ImageDraw.Draw(image)
        for _ in range(14):
            x, y, r = rng.randrange(320), rng.randrange(320), rng.randrange(20, 160)
            shade = tuple(rng.randrange(256) for _ in range(3))
            draw.ellipse((x - r, y - r, x + r, y + r // 2), fill=shade)
        return image.filter(ImageFilter.GaussianBlur(3))

    def encoded(image: Image.Image, form: str, **options: int) -> bytes:
        out = io.BytesIO()
        image.save(out, form, **options)
        return out.getvalue()

    changes: dict[str, list[int]] = {}
    hashes = []
    for _ in range(count):
        image = picture()
        original = photo_hash(encoded(image, "PNG")) or ""
        hashes.append(original)
        cut = image.crop((10, 10, 310, 310))
        copies = {
            "JPEG at quality 30": encoded(image, "JPEG", quality=30),
            "to 96 pixels, JPEG 70": encoded(image.resize((96, 96)), "JPEG", quality=70),
            "to 800 pixels, WEBP 60": encoded(image.resize((800, 800)), "WEBP", quality=60),
            "in grey": encoded(image.convert("L"), "PNG"),
            "64 colours, GIF": encoded(image.quantize(64), "GIF"),
            "3 % cut off each side": encoded(cut, "PNG"),
        }
        for name, copy in copies.items():
            changes.setdefault(name, []).append(distance(original, photo_hash(copy) or "0" * 16))
    apart = [distance(a, b) for at, a in enumerate(hashes) for b in hashes[at + 1 :]]
    many = [f"{rng.getrandbits(64):016x}" for _ in range(100_000)]
    began = time.process_time()
    list(near_pairs(many))
    return {
        "pictures": f"{count}, drawn (soft ellipses), not photographs",
        "bits_changed": {
            name: {"median": sorted(found)[len(found) // 2], "most": max(found),
                   "within_7": round(sum(each <= 7 for each in found) / len(found), 3)}
            for name, found in changes.items()
        },
        "nearest_two_different": min(apart),
        "near_pairs_of_100000_seconds": round(time.process_time() - began, 2),
    }  # fmt: skip


def linkage(folder: Path) -> dict[str, Any]:
    """Measure pairwise precision and recall on public truth, Splink's comparison of names beside ours."""
    found: dict[str, Any] = {}
    for name in ("historical", "fake", "febrl"):
        rows = getattr(truth, name)(folder)
        table, pairs = truth.table(rows), truth.true_pairs(rows)
        found[name] = {"records": len(rows), "true_pairs": len(pairs)}
        for label, names in (("splink", models.splink_names), ("ours", models.our_names)):
            predicted, seconds = models.predictions(table, names())
            found[name][label] = {"seconds": round(seconds, 1), **_curve(predicted, pairs)}
    return found


def _curve(predicted: list[tuple[str, str, float]], pairs: set[tuple[str, str]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for threshold in THRESHOLDS:
        got = {(min(a, b), max(a, b)) for a, b, chance in predicted if chance >= threshold}
        right = len(got & pairs)
        result[f"from {threshold}"] = {
            "precision": round(right / max(len(got), 1), 4),
            "recall": round(right / len(pairs), 4),
        }
    result["recall_at_precision_0.99"] = _recall_at(predicted, pairs, 0.99)
    return result


def _recall_at(
    predicted: list[tuple[str, str, float]], pairs: set[tuple[str, str]], precision: float
) -> float:
    right = best = 0
    ranked = sorted(predicted, key=lambda each: -each[2])
    for count, (a, b, _) in enumerate(ranked, 1):
        right += (min(a, b), max(a, b)) in pairs
        if right >= precision * count:
            best = right
    return round(best / len(pairs), 4)


def names(path: Path) -> dict[str, Any]:
    """Measure the comparison of names on pairs judged by hand, peers beside."""
    people, firms = namepairs.pairs(path, "Person"), namepairs.pairs(path, "Company")
    ours = namepairs.our_scores(people)
    result: dict[str, Any] = {
        "people": {"pairs": len(people), "ours": _ranked(people, ours)},
        "companies": {"pairs": len(firms), "ours": _ranked(firms, namepairs.company_scores(firms))},
    }
    for label, compare in namepairs.PEERS.items():
        result["people"][label] = _ranked(people, namepairs.scored(people, compare))
        result["companies"][label] = _ranked(firms, namepairs.scored(firms, compare))
    result["people"]["ours_by_origin_at_log_odds_3"] = namepairs.by_region(people, ours, 3.0)
    return result


def _ranked(found: list[namepairs.Pair], scores: list[float]) -> dict[str, Any]:
    return {
        "auc": namepairs.auc(found, scores),
        "at_1_percent": namepairs.at_false_rate(found, scores, 0.01),
        "at_5_percent": namepairs.at_false_rate(found, scores, 0.05),
    }


def origins(per_origin: int) -> dict[str, Any]:
    """Measure errors by the origin of names on invented people, Splink's defaults beside."""
    people = byorigin.People(per_origin)
    found = people.personas()
    began = time.process_time()
    edges = persona_edges(found)
    took = time.process_time() - began
    cards = [
        {"unique_id": c.id, "name": c.contact.name.lower(), "headline": c.contact.headline,
         "company": c.contact.company, "email": c.contact.email}
        for c in people.conversations
    ]  # fmt: skip
    splink = models.splink_personas(cards)
    strong = {(edge.a, edge.b) for edge in edges if edge.strong}
    ranked = sorted(splink, key=lambda each: (-each[2], each[0], each[1]))
    sure = {(min(a, b), max(a, b)) for a, b, chance in splink if chance >= 0.99}
    return {
        "approaches": len(people.conversations),
        "seconds": round(took, 1),
        "ours, edges that may link alone": dict(byorigin.rates(people, strong)),
        "ours, every edge": dict(byorigin.rates(people, {(e.a, e.b) for e in edges})),
        "splink defaults, probability from 0.99": dict(byorigin.rates(people, sure)),
        "splink defaults, as many pairs as our strong edges": dict(
            byorigin.rates(people, {(min(a, b), max(a, b)) for a, b, _ in ranked[: len(strong)]})
        ),
    }


def hashing() -> dict[str, float]:
    """Time one tag of each sort: what it costs to try one guess."""
    key = CommunityKey(bytes(32))
    result = {}
    for kind, value, times in (("email", "a@b.example", 2000), ("phone", "+447700900123", 10)):
        began = time.process_time()
        for _ in range(times):
            tag(key, kind, value)
        result[f"{kind}_milliseconds"] = round((time.process_time() - began) * 1000 / times, 3)
    return result


def _parts(corpora: Path | None, per_origin: int) -> dict[str, Callable[[], dict[str, Any]]]:
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "identifiers": reading,
        "photos": photos,
        "community": hashing,
        "by_origin": lambda: origins(per_origin),
    }
    if corpora is not None:
        pairs = corpora / "name-match-bench" / "name_cases.csv"
        parts["record_linkage"] = lambda: linkage(corpora / "record-linkage")
        parts["name_pairs"] = lambda: names(pairs)
    return parts


def main() -> None:
    """Run everything and write one JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpora", type=Path, help="folder with record-linkage and name-match-bench"
    )
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat())
    parser.add_argument("--per-origin", type=int, default=1500)
    parser.add_argument("--only", nargs="*", default=[], help="parts measured anew in a file there")
    chosen = parser.parse_args()
    target = chosen.results / f"{chosen.date}-personas.json"
    figures: dict[str, Any] = json.loads(target.read_text("utf-8")) if chosen.only else {}
    figures |= {
        "date": chosen.date,
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in VERSIONS},
        "times": "seconds of processor time, all threads; other work ran beside",
    }
    for name, part in _parts(chosen.corpora, chosen.per_origin).items():
        if not chosen.only or name in chosen.only:
            figures[name] = part()
    figures["peak_mb"] = max(round(peak_mb()), figures.get("peak_mb", 0))
    target.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(target)


if __name__ == "__main__":
    main()
