"""What is known of every sentence of annotated examples, for thresholds to be chosen on."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from counterpitch.model.match import Match
from counterpitch.recognisers.context import OWNER, carries
from counterpitch.recognisers.reading import Reading
from counterpitch.training.corpus import Example
from counterpitch.training.labels import Labels


class Judged(msgspec.Struct):
    """What is known of every sentence and indicator: log-odds, found by a rule, marked."""

    names: tuple[str, ...]
    odds: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    ruled: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    marked: np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def judged(
    examples: Sequence[Example],
    matches: Mapping[str, Sequence[Match]],
    readings: Mapping[str, Reading],
    labels: Labels,
) -> Judged:
    """Lay out every sentence of annotated examples, of the side that an indicator is about."""
    own = [example for example in examples if example.marked]
    column = {name: n for n, name in enumerate(labels.indicators)}
    odds, ruled, marked = [], [], []
    for example in own:
        shape = (len(example.sentences), len(column))
        hit, gold = np.zeros(shape, bool), np.zeros(shape, bool)
        for number, name in example.evidence():
            if name in column:
                gold[number, column[name]] = True
        for match in matches[example.id]:
            if match.indicator in column:
                for number, sentence in enumerate(example.sentences):
                    if any(
                        q.end and carries(sentence, q.message, q.start, q.end) for q in match.quotes
                    ):
                        hit[number, column[match.indicator]] = True
        about = np.array(
            [
                [(s.sender == "owner") == n.startswith(OWNER) for n in column]
                for s in example.sentences
            ],
            bool,
        ).reshape(shape)
        scores = readings[example.id].labels[:, : len(column)].astype(np.float64)
        odds.append(np.where(about, scores, -30.0))
        ruled.append(hit & about)
        marked.append(gold & about)
    return Judged(
        labels.indicators, np.concatenate(odds), np.concatenate(ruled), np.concatenate(marked)
    )
