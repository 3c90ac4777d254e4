"""Generates messages with planted families: who copied whom is known.

A family is one text sent in variants: slots filled, 5, 10 or 20 % of its words changed, sentences
inserted, paragraphs moved. The others are chatter in the same languages. A tenth of all messages ends
with one of a few signatures or disclaimers that unrelated senders share, as in real mailboxes.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
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

    def families(self, total: int) -> Iterator[Planted]:
        """Yield families of ``total`` messages or, if the material has no more, of fewer."""
        done = 0
        for family, (language, seed) in enumerate(self.seeds):
            if done >= total:
                return
            size = min(int(2 * 200 ** self.rng.random()), max(2, total - done))
            change = CHANGES[(family + family // len(LANGUAGES)) % len(CHANGES)]
            template = self._template(language, seed)
            for text in self._variants(template, language, change, size):
                yield Planted("", language, self._with_footer(text), family, change)
            done += size

    def _template(self, language: str, seed: str) -> list[str]:
        words = tokens(seed, language)
        length = LENGTH.get(language, WORDS)
        missing = max(0, length - len(words))
        return words[: 2 * length] + (self._chat(language, missing) if missing > 4 else [])

    def _variants(
        self, template: list[str], language: str, change: str, count: int
    ) -> Iterator[str]:
        """Yield ``count`` variants; the chatter that goes into them is drawn at once."""
        length = {"slots": 0, "moved": 0, "inserted": len(template) // 5}.get(change, len(template))
        lines: Iterator[list[str]] = iter(())
        if length:
            lines = iter(self.chatter[language].lines(count, max(2, length), self.rng))
        for _ in range(count):
            yield self._variant(template, language, change, next(lines, []))

    def _variant(self, template: list[str], language: str, change: str, other: list[str]) -> str:
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
            return joined(words[:at] + other + words[at:], language)
        if change == "moved":
            third = len(words) // 3
            parts = [words[:third], words[third : 2 * third], words[2 * third :]]
            return "\n\n".join(joined(parts[at], language) for at in rng.permutation(3))
        share = float(change.split()[0]) / 100
        return joined(
            [o if rng.random() < share else w for w, o in zip(words, other, strict=True)], language
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

    def noise(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield the language and text of ``count`` messages that belong to nothing."""
        ends = np.rint(np.cumsum(list(SHARES.values())) * count).astype(int)
        for language, wanted in zip(SHARES, np.diff(ends, prepend=0).tolist(), strict=True):
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


def write(path: Path, count: int, seed: int, folder: str, jobs: int = 0) -> list[Planted]:
    """Write ``count`` messages as conversations (Parquet), their ids in random order; return those
    of the families, which come first.

    Chatter is made in blocks, each with a seed of its own, by ``jobs`` processes; the file is the
    same with any number of them.
    """
    maker = Generator(seed, folder)
    planted = list(maker.families(int(count * IN_FAMILIES)))[:count]
    ids = [f"m{each}" for each in np.random.default_rng(seed).permutation(count)]
    planted = [each._replace(id=name) for each, name in zip(planted, ids, strict=False)]
    left = range(len(planted), count, ROWS)
    blocks = [(seed, folder, at, ids[at : at + ROWS]) for at in left]
    writer = None
    for first in range(0, len(planted), ROWS):
        writer = _flush(table(planted[first : first + ROWS]), path, writer)
    with ProcessPoolExecutor(jobs or os.cpu_count()) as pool:
        for found in pool.map(_block, blocks):
            writer = _flush(found, path, writer)
    if writer is not None:
        writer.close()
    return planted


@cache
def _maker(seed: int, folder: str) -> Generator:
    return Generator(seed, folder)


def _block(wanted: tuple[int, str, int, list[str]]) -> pa.Table:
    """Return chatter that is the same wherever it is made; ``wanted``: seed, folder, number, ids."""
    seed, folder, number, ids = wanted
    maker = _maker(seed, folder)
    maker.rng = np.random.default_rng([seed, number])
    texts = zip(ids, maker.noise(len(ids)), strict=True)
    return table([Planted(name, language, text, -1, "") for name, (language, text) in texts])


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


def _flush(found: pa.Table, path: Path, writer: pq.ParquetWriter | None) -> pq.ParquetWriter:
    writer = writer or pq.ParquetWriter(path, found.schema, compression="zstd")
    writer.write_table(found)
    return writer
