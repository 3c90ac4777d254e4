"""Evidence: does the program quote what an annotator quoted, and for the same reason?"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

import msgspec

from counterpitch.evaluation.case import Judged
from counterpitch.evaluation.gold import GoldQuote
from counterpitch.evaluation.interval import Estimate, Rate, rate, ratio
from counterpitch.evaluation.sentences import Sentences, Span
from counterpitch.model.match import Quote

OWNERS: Final = ("owner-", "disclosure-")
"""Beginnings of indicators that tell what the person approached does."""


MOST: Final = 1_000
"""Quotes of one conversation, gold or not, that are compared: every one with every other."""


class IndicatorFigures(msgspec.Struct, frozen=True):
    """One indicator: share of its gold quotes found, share of its quotes that are gold."""

    indicator: str
    recall: Rate
    precision: Rate


class EvidenceFigures(msgspec.Struct, frozen=True):
    """Recall of gold quotes and precision of the program's, by sentence.

    ``…_any``: right sentence, whatever indicator. ``placeless`` counts quotes that stand
    in no text (an address, a file name) and are left out; ``never_named`` gold quotes whose
    indicator occurs in no verdict on these conversations.
    """

    conversations: int
    gold: int
    quoted: int
    recall: Estimate
    recall_any: Estimate
    precision: Estimate
    precision_any: Estimate
    placeless: int
    never_named: int
    indicators: tuple[IndicatorFigures, ...]


class _Quoted(msgspec.Struct, frozen=True):
    indicator: str
    place: Quote


def evidence_figures(
    judged: Sequence[Judged],
    gold: Mapping[str, Sequence[GoldQuote]],
    *,
    everything: bool,
    times: int,
    seed: int,
) -> EvidenceFigures | None:
    """Compare the quotes of ``judged`` with ``gold``; None where nothing is annotated.

    Only conversations with gold evidence count. Without ``everything``, only quotes from
    the contact's messages count, and none of ``OWNERS``.
    """
    counting = _Counting(everything)
    for each in judged:
        if each.case.id in gold:
            counting.add(each, gold[each.case.id])
    return counting.figures(times, seed) if counting.conversations else None


class _Counting:
    """Counts over conversations: (hits, cases) of each figure, one entry a conversation."""

    def __init__(self, everything: bool) -> None:
        self._everything = everything
        self.conversations = 0
        self.placeless = 0
        self.parts: dict[str, list[tuple[int, int]]] = {
            name: [] for name in ("recall", "recall_any", "precision", "precision_any")
        }
        self.counts: dict[str, Counter[str]] = {
            name: Counter() for name in ("gold", "found", "quoted", "right")
        }

    def add(self, judged: Judged, gold: Sequence[GoldQuote]) -> None:
        """Count one annotated conversation."""
        self.conversations += 1
        counted = (each for each in gold if self._counts(judged, each.message, each.indicator))
        wanted = list(islice(counted, MOST))
        quoted = list(islice(self._quoted(judged), MOST))
        near = _near(judged)
        spans = [near(each.message, each.start, each.end) for each in wanted]
        pairs = [
            (at, number)
            for at, each in enumerate(wanted)
            for number, quote in enumerate(quoted)
            if _touches(each.message, spans[at], quote.place)
        ]
        same = [(a, q) for a, q in pairs if wanted[a].indicator == quoted[q].indicator]
        found, right = {a for a, _ in same}, {q for _, q in same}
        self.parts["recall"].append((len(found), len(wanted)))
        self.parts["recall_any"].append((len({a for a, _ in pairs}), len(wanted)))
        self.parts["precision"].append((len(right), len(quoted)))
        self.parts["precision_any"].append((len({q for _, q in pairs}), len(quoted)))
        self._count("gold", (each.indicator for each in wanted))
        self._count("found", (wanted[at].indicator for at in found))
        self._count("quoted", (each.indicator for each in quoted))
        self._count("right", (quoted[at].indicator for at in right))

    def _count(self, name: str, indicators: Iterable[str]) -> None:
        self.counts[name].update(indicators)

    def _counts(self, judged: Judged, message: int, indicator: str) -> bool:
        if self._everything:
            return True
        by_contact = judged.case.conversation.messages[message].sender == "contact"
        return by_contact and not indicator.startswith(OWNERS)

    def _quoted(self, judged: Judged) -> Iterable[_Quoted]:
        messages = judged.case.conversation.messages
        for finding in judged.verdict.findings:
            for quote in finding.quotes:
                if quote.message >= len(messages) or quote.end <= quote.start:
                    self.placeless += 1
                elif self._counts(judged, quote.message, finding.indicator):
                    yield _Quoted(finding.indicator, quote)

    def figures(self, times: int, seed: int) -> EvidenceFigures:
        """Return the figures, with intervals from resampled conversations."""
        counts = self.counts
        named = counts["quoted"].keys()
        drawn = {name: ratio(parts, times, seed) for name, parts in self.parts.items()}
        return EvidenceFigures(
            self.conversations, counts["gold"].total(), counts["quoted"].total(),
            drawn["recall"], drawn["recall_any"], drawn["precision"], drawn["precision_any"],
            self.placeless, sum(n for name, n in counts["gold"].items() if name not in named),
            tuple(
                IndicatorFigures(
                    name, rate(counts["found"][name], counts["gold"][name]),
                    rate(counts["right"][name], counts["quoted"][name]),
                )
                for name in sorted(
                    counts["gold"].keys() | named, key=lambda n: (-counts["gold"][n], n)
                )
            ),
        )  # fmt: skip


def _near(judged: Judged) -> Callable[[int, int, int], Span]:
    """Return a function that widens a place to the sentences it touches."""
    split: dict[int, Sentences] = {}

    def near(message: int, start: int, end: int) -> Span:
        if message not in split:
            split[message] = Sentences(judged.case.conversation.messages[message].text)
        return split[message].around(start, end)

    return near


def _touches(message: int, span: Span, quote: Quote) -> bool:
    return quote.message == message and quote.start < span[1] and span[0] < quote.end
