"""Generates messages with planted families: who copied whom is known.

A family is one text sent in variants: slots filled, 5, 10 or 20 % of its words changed, sentences
inserted, paragraphs moved. The others are chatter in the same languages. A tenth of all messages ends
with one of a few signatures or disclaimers that unrelated senders share, as in real mailboxes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.link.material import LANGUAGES, Chatter, joined, messages, tokens

SHARES = {"en": 0.45, "zh": 0.15, "de": 0.1, "fr": 0.1, "ru": 0.1, "es": 0.1}
CHANGES = ("slots", "5 %", "10 %", "20 %", "inserted", "moved")
LENGTH = {"zh": 130}
WORDS = 62
IN_FAMILIES = 0.03
ROWS = 50_000
FOOTERS = (
    "\n\nSent from my iPhone",
    "\n\n-- \nKind regards\nThe team\nwww.talent-search.example",
    "\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you"
    " have received it in error please notify the sender and delete it.",
    "\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind,"
    " informieren Sie bitte den Absender und löschen Sie diese E-Mail.",
    "\n\n发自我的iPhone",
    "\n\nOn Mon, 3 Mar 2025 at 10:04, Sam Reed <sam@office.example> wrote:\n> Thanks for your note, I will"
    " have a look at it during the week and come back to you with an answer.",
)


class Planted(NamedTuple):
    """A message: its id, language, text, family (-1 for none), and how the family varies."""

    id: str
    language: str
    text: str
    family: int
    change: str


class Generator:
    """Messages of one seed; ``folder`` holds the texts of the families."""

    def __init__(self, seed: int, folder: str) -> None:
        self.rng = np.random.default_rng(seed)
        by_language: dict[str, list[str]] = {each: [] for each in LANGUAGES}
        # From other authors than the families, which chatter would otherwise copy.
        for language, text in messages("dev" if folder == "more" else "more"):
            by_language[language].append(text)
        self.chatter = {each: Chatter(texts, each) for each, texts in by_language.items()}
        seeds = [(lang, text) for lang, text in messages(folder) if len(tokens(text, lang)) >= 25]
        seeds = sorted(set(seeds))
        drawn = [seeds[at] for at in self.rng.permutation(len(seeds))]
        drawn = list(_unlike(drawn))
        # Every language in turn, as long as it has texts.
        turns = {each: [s for s in drawn if s[0] == each] for each in LANGUAGES}
        ranked = [(at, s) for own in turns.values() for at, s in enumerate(own)]
        self.seeds = [s for _, s in sorted(ranked, key=lambda each: each[0])]

    def messages(self, count: int) -> Iterator[Planted]:
        """Yield ``count`` messages, families first; ids are in random order."""
        planted = list(self._families(int(count * IN_FAMILIES)))[:count]
        ids = self.rng.permutation(count)
        for at, each in enumerate(planted):
            yield each._replace(id=f"m{ids[at]}")
        at = len(planted)
        while at < count:
            size = min(ROWS, count - at)
            for language, text in self._noise(size):
                yield Planted(f"m{ids[at]}", language, text, -1, "")
                at += 1

    def _families(self, total: int) -> Iterator[Planted]:
        done = 0
        for family, (language, seed) in enumerate(self.seeds):
            if done >= total:
                return
            size = min(int(2 * 200 ** self.rng.random()), max(2, total - done))
            change = CHANGES[(family + family // len(LANGUAGES)) % len(CHANGES)]
            template = self._template(language, seed)
            for _ in range(size):
                text = self._variant(template, language, change)
                yield Planted("", language, self._with_footer(text), family, change)
            done += size

    def _template(self, language: str, seed: str) -> list[str]:
        words = tokens(seed, language)
        length = LENGTH.get(language, WORDS)
        missing = max(0, length - len(words))
        return words[: 2 * length] + (self._chat(language, missing) if missing > 4 else [])

    def _variant(self, template: list[str], language: str, change: str) -> str:
        words, rng = list(template), self.rng
        if change == "slots":
            # The same places in every variant: they follow from the template.
            places = np.random.default_rng(len(words)).choice(
                len(words), max(3, len(words) // 14), False
            )
            for at in places:
                words[at] = self._name(language)
            return joined([self._name(language), *words], language)
        if change == "inserted":
            at = int(rng.integers(len(words)))
            return joined(words[:at] + self._chat(language, len(words) // 5) + words[at:], language)
        if change == "moved":
            third = len(words) // 3
            parts = [words[:third], words[third : 2 * third], words[2 * third :]]
            return "\n\n".join(joined(parts[at], language) for at in rng.permutation(3))
        share = float(change.split()[0]) / 100
        others = self._chat(language, len(words))
        return joined(
            [o if rng.random() < share else w for w, o in zip(words, others, strict=True)], language
        )

    def _chat(self, language: str, length: int) -> list[str]:
        return self.chatter[language].lines(1, max(2, length), self.rng)[0]

    def _name(self, language: str) -> str:
        letters = self.rng.integers(0, 26, 6)
        if language == "zh":
            return "".join(chr(0x4E00 + int(each) * 300) for each in letters[:2])
        return "".join(chr(97 + int(each)) for each in letters).title()

    def _with_footer(self, text: str) -> str:
        if self.rng.random() < 0.1:
            return text + FOOTERS[int(self.rng.integers(len(FOOTERS)))]
        return text

    def _noise(self, count: int) -> Iterator[tuple[str, str]]:
        for language, share in SHARES.items():
            wanted = round(count * share)
            length = LENGTH.get(language, WORDS)
            lines = self.chatter[language].lines(wanted, length, self.rng)
            cuts = self.rng.integers(length // 2, length + 1, wanted)
            for line, cut in zip(lines, cuts, strict=True):
                yield language, self._with_footer(joined(line[:cut], language))


def _unlike(seeds: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield seeds that have no run of words in common: the material holds twins on purpose."""
    seen: set[tuple[str, ...]] = set()
    for language, text in seeds:
        words = [word.casefold() for word in tokens(text, language)]
        size = 9 if language == "zh" else 5
        runs = {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
        if not runs & seen:
            seen |= runs
            yield language, text


def write(path: Path, count: int, seed: int, folder: str) -> list[Planted]:
    """Write ``count`` messages as conversations (Parquet); return those of the families."""
    planted: list[Planted] = []
    batch: list[Planted] = []
    writer = None
    for each in Generator(seed, folder).messages(count):
        batch.append(each)
        if each.family >= 0:
            planted.append(each)
        if len(batch) == ROWS:
            writer = _flush(batch, path, writer)
            batch = []
    if batch:
        writer = _flush(batch, path, writer)
    if writer is not None:
        writer.close()
    return planted


def table(batch: list[Planted]) -> pa.Table:
    """Return messages as conversations of one message each."""
    rng = np.random.default_rng(len(batch))
    size = len(batch)
    texts = pa.array([each.text for each in batch])
    sides = pa.array(["contact"]).take(pa.array(np.zeros(size, np.int64)))
    times = pa.array(
        1_735_000_000_000_000 + rng.integers(0, 30_000_000_000_000, size),
        pa.timestamp("us", tz="UTC"),
    )
    structs = pa.StructArray.from_arrays([sides, times, texts], ["from", "sent_at", "text"])
    lists = pa.ListArray.from_arrays(pa.array(np.arange(size + 1), pa.int32()), structs)
    return pa.table(
        {
            "id": [each.id for each in batch],
            "language": [each.language for each in batch],
            "channel": ["email"] * size,
            "messages": lists,
        }
    )


def _flush(batch: list[Planted], path: Path, writer: pq.ParquetWriter | None) -> pq.ParquetWriter:
    found = table(batch)
    writer = writer or pq.ParquetWriter(path, found.schema, compression="zstd")
    writer.write_table(found)
    return writer
