"""Figures against the number of training conversations.

Usage: ``python -m bench.learning_curve CORPUS… [--also …] [--honest …] --to FILE`` (needs the
extra ``train``). One fold is judged, a second one gives thresholds and weights, and a network is
fitted on growing shares of the other three (twins together, a larger share holds the smaller
one). So nothing is judged by what it was fitted on. ``--unseen`` takes files by authors of whom nothing
is learned, judged beside the fold. ``FILE`` is written after every point, and points that it holds
already are not made again.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from bench.learning_plot import Curve, Point, plotted
from counterpitch.evaluation.interval import estimate, resamples
from counterpitch.evaluation.ranking import Ranking, Scored
from counterpitch.indicators.matcher import Matcher
from counterpitch.pipeline.assessed import assessor
from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.lean import amounts
from counterpitch.recognisers.reading import Reading
from counterpitch.training.closing import Closed, Material, closed, verdicts
from counterpitch.training.corpus import Example, examples
from counterpitch.training.encoder import starting_folder
from counterpitch.training.fit import repeatable
from counterpitch.training.fitted import Beginning, fitted
from counterpitch.training.folds import folds_of
from counterpitch.training.labels import Labels, labels_of
from counterpitch.training.naming import Naming
from counterpitch.training.recipe import Recipe
from counterpitch.training.sets import HONEST_READ
from counterpitch.training.train import HONEST_WEIGHT

SHARES: Final = (0.25, 0.12, 0.5, 1.0)
"""Shares of the training conversations, in the order in which they are tried."""
JUDGED, WEIGHED = 0, 1
"""The fold that is judged, and the one on which thresholds and weights are fitted."""
HONEST_WEIGHED: Final = 300
"""Honest texts on which weights are fitted beside that fold."""
TIMES: Final = 1_000


class Halves(msgspec.Struct):
    """What is learned from (judged files, other files, honest texts) and what is held out."""

    own: list[Example]
    also: list[Example]
    honest: list[Example]
    weighed: list[Example]
    judged: list[Example]
    unseen: list[Example]


def halves(corpus: Sequence[Path], also: Sequence[Path], honest: Sequence[Path],
           unseen: Sequence[Path], matcher: Matcher, seed: int) -> Halves:  # fmt: skip
    """Return the conversations, each for its purpose."""
    every = examples(corpus, matcher)
    by_fold = list(zip(every, folds_of(every, seed), strict=True))
    texts = {e.id: e for e in reversed(examples(honest, matcher) if honest else [])}
    plain = list(reversed(texts.values()))
    for example in plain:
        example.weight = 0.5
    for example in plain[HONEST_READ:]:
        example.weight = HONEST_WEIGHT
    return Halves(
        [e for e, fold in by_fold if fold not in (JUDGED, WEIGHED)],
        examples(also, matcher) if also else [],
        plain[:HONEST_READ],
        [e for e, fold in by_fold if fold == WEIGHED]
        + plain[HONEST_READ : HONEST_READ + HONEST_WEIGHED],
        [e for e, fold in by_fold if fold == JUDGED],
        examples(unseen, matcher) if unseen else [],
    )


def part(every: Sequence[Example], share: float, seed: int) -> list[Example]:
    """Return a share of conversations, twins together; a larger share holds the smaller one."""
    groups = sorted({example.group for example in every})
    random.Random(seed).shuffle(groups)
    kept = set(groups[: round(share * len(groups))])
    return [example for example in every if example.group in kept]


def point(name: str, train: list[Example], sets: Halves, labels: Labels, matcher: Matcher,
          recipe: Recipe, start: Path) -> Point:  # fmt: skip
    """Fit on ``train`` and judge the held-out fold."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        network = Path(scratch)

        def tell(line: str) -> None:
            print(f"{name}: {line}", flush=True)

        fitted([*train, *sets.honest], Beginning(labels, recipe, start), network, tell)
        Naming(network, labels, recipe, tell).name(train, [], network / "named")
        encoder = Encoder(network / "named")
        used = [*sets.weighed, *sets.judged, *sets.unseen]
        readings = {e.id: encoder.read(e.sentences) for e in used}
    matches = {e.id: matcher.match(e.conversation) for e in used}
    material = Material(matcher, labels, matches, readings)
    closing = closed(sets.weighed, material, "one fold")
    auc, recall = _judged(sets.judged, material, closing)
    unseen, _ = _judged(sets.unseen, material, closing) if sets.unseen else ([], [])
    lean, _ = _ranked([(e, _leaned(readings[e.id])) for e in sets.judged])
    return Point(
        name, len(train), sum(len(e.gold) for e in train), auc, lean, recall,
        _marked(sets.judged, readings, labels), round(time.monotonic() - began), unseen,
    )  # fmt: skip


def _judged(
    some: Sequence[Example], material: Material, closing: Closed
) -> tuple[list[float], list[float]]:
    return _ranked([(e, v.probability) for e, v in verdicts(some, material, closing)])


def _leaned(reading: Reading) -> float:
    leans = reading.lean.tolist()
    towards, against = (sum(amounts(leans, towards=way).values()) for way in (True, False))
    return towards - against


def _ranked(scored: Sequence[tuple[Example, float]]) -> tuple[list[float], list[float]]:
    """Return AUC and recall at 5 % false alarms, each with its 95 % interval, twins together."""
    known = [(e, s) for e, s in scored if e.label != "scam"]
    groups = {group: n for n, group in enumerate(sorted({e.group for e, _ in known}))}
    ranking = Ranking([Scored(s, e.label == "covert_approach", groups[e.group]) for e, s in known])
    drawn = [s for w in resamples(len(groups), TIMES, 1) if (s := ranking.summary(w)) is not None]
    whole = ranking.summary()
    if whole is None:
        return [], []
    made = (
        estimate(whole.auc, [s.auc for s in drawn]),
        estimate(whole.recalls[1], [s.recalls[1] for s in drawn]),
    )
    both = [[round(v or 0.0, 4) for v in (e.value, e.low, e.high)] for e in made]
    return both[0], both[1]


def _marked(judged: Sequence[Example], readings: dict[str, Reading], labels: Labels) -> float:
    """Return the average precision of marked sentences among all, every indicator together."""
    known = [e for e in judged if e.marked]
    width = len(labels.indicators)
    odds = np.concatenate([readings[e.id].labels[:, :width].ravel() for e in known])
    gold = np.concatenate([labels.targets(e)[:, :width].ravel() for e in known])[np.argsort(-odds)]
    precision = np.cumsum(gold) / np.arange(1, len(gold) + 1)
    return round(float((precision * gold).sum() / max(1.0, gold.sum())), 4)


def main() -> None:
    """Make the points that are missing, smallest first, and draw the curve."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--also", nargs="*", default=[], type=Path)
    parser.add_argument("--honest", nargs="*", default=[], type=Path)
    parser.add_argument("--unseen", nargs="*", default=[], type=Path)
    parser.add_argument("--encoder", type=Path, help="folder of starting weights")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--shares", nargs="*", type=float, default=SHARES)
    parser.add_argument("--epochs", type=int, default=3)
    given = parser.parse_args()
    torch.set_num_threads(1)
    repeatable()
    recipe = Recipe(epochs=given.epochs)
    matcher, start = assessor().matcher, starting_folder(given.encoder)
    sets = halves(given.corpus, given.also, given.honest, given.unseen, matcher, recipe.seed)
    whole = [*sets.own, *sets.also]
    labels = labels_of([*whole, *sets.weighed, *sets.judged], matcher.book.moves)
    plan = {f"{share:.0%}": part(whole, share, recipe.seed) for share in given.shares}
    if sets.also:
        plan["without the other files"] = sets.own
    curve = _read(given.to) or Curve(len(sets.judged), len(sets.weighed), len(sets.honest), [])
    for name, train in plan.items():
        if all(name != made.name for made in curve.points):
            curve.points.append(point(name, train, sets, labels, matcher, recipe, start))
            print(curve.points[-1], flush=True)
            given.to.write_bytes(msgspec.json.format(msgspec.json.encode(curve), indent=1) + b"\n")
    if given.svg is not None:
        given.svg.write_text(plotted(curve), "utf-8")


def _read(path: Path) -> Curve | None:
    return msgspec.json.decode(path.read_bytes(), type=Curve) if path.is_file() else None


if __name__ == "__main__":
    main()
