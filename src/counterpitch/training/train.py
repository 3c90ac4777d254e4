"""The end of training: weights, thresholds and gate from readings, and the artefact that ships."""

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterpitch.assessment.assess import Assessor
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.verdict import Verdict
from counterpitch.recognisers.encoder import NETWORK
from counterpitch.recognisers.gate import WEIGHTS
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.sentences import contact_texts
from counterpitch.training import gating
from counterpitch.training.closing import Closed, Material, closed, verdicts
from counterpitch.training.corpus import Example
from counterpitch.training.folds import FOLDS, folds_of
from counterpitch.training.labels import Labels
from counterpitch.training.readall import read_all
from counterpitch.training.recipe import Recipe
from counterpitch.training.sets import Sets
from counterpitch.training.store import store_card

HONEST_WEIGHT: Final = 0.5
"""Weight of an honest text beside a labelled conversation, where weights are fitted."""
GATE_EVIDENCE: Final = 6.0
"""Log-odds found by the rules from which a conversation is read closely in any case."""
GATE_SHARE: Final = 0.5
"""Share of what the rules found that is added to the log-odds of the gate."""
Tell = Callable[[str], None]


def finish(
    sets: Sets, matcher: Matcher, labels: Labels, readings: Mapping[str, Reading], recipe: Recipe,
    folder: Path, tell: Tell, jobs: int = 1,
) -> tuple[Closed, Iterator[tuple[Example, Verdict]]]:  # fmt: skip
    """Fit card, weights and gate, complete the artefact, and yield out-of-fold verdicts.

    ``folder`` holds the exported network of everything; ``jobs`` processes read honest texts.
    """
    every = dict(readings) | read_all(folder, sets.weighed, jobs)
    tell(f"{len(sets.weighed)} honest texts read")
    for example in sets.weighed:
        example.weight = HONEST_WEIGHT
    used = [*sets.judged, *sets.unseen, *sets.weighed]
    matches = {example.id: matcher.match(example.conversation) for example in used}
    material = Material(matcher, labels, matches, every)
    note = _note(sets)
    final = closed([*sets.judged, *sets.weighed], material, note, sets.unseen)
    gate, odds = _gate(sets, matcher, recipe.seed, folder, tell)
    card = msgspec.structs.replace(
        final.card, gate=round(gate, 3), evidence=GATE_EVIDENCE,
        evidence_share=GATE_SHARE,
        version=_version(folder), made=_made(sets, recipe, note, odds),
    )  # fmt: skip
    store_card(folder, card)
    return msgspec.structs.replace(final, card=card), _out_of_fold(
        sets, material, recipe.seed, note, tell
    )


def _out_of_fold(
    sets: Sets, material: Material, seed: int, note: str, tell: Tell
) -> Iterator[tuple[Example, Verdict]]:
    folds = folds_of(sets.judged, seed)
    for number in range(FOLDS):
        known = [e for e, fold in zip(sets.judged, folds, strict=True) if fold != number]
        closing = closed([*known, *sets.weighed], material, note, sets.unseen)
        tell(f"weights without fold {number + 1} fitted")
        unknown = [e for e, fold in zip(sets.judged, folds, strict=True) if fold == number]
        yield from verdicts(unknown, material, closing)
    for author in sorted({example.file for example in sets.unseen}):
        others = [e for e in sets.unseen if e.file != author]
        closing = closed([*sets.judged, *sets.weighed], material, note, others)
        tell(f"weights without {author} fitted")
        yield from verdicts([e for e in sets.unseen if e.file == author], material, closing)


def _gate(
    sets: Sets, matcher: Matcher, seed: int, folder: Path, tell: Tell
) -> tuple[float, dict[str, float]]:
    """Fit and store the gate; return its threshold and what it lets through out of fold.

    Labelled honest conversations are left out: whether an approach is an honest one is for the
    close reading to say, and the gate only knows whether anybody is approached at all.
    """
    labelled = (*sets.judged, *sets.also, *sets.unseen)
    every = [*(e for e in labelled if e.label != "legitimate"), *sets.honest]
    x = gating.matrix([contact_texts(e.conversation, matcher.texts(e.conversation)) for e in every])
    wanted = np.array([float(example.label != "legitimate") for example in every])
    weight = np.ones(len(every))
    folds = np.array(folds_of(every, seed))
    odds = np.zeros(len(every))
    for number in range(FOLDS):
        out = folds == number
        v = gating.fitted_gate(x[~out], wanted[~out], weight[~out])
        odds[out] = gating.log_odds(x[out], v)
    rules = Assessor(matcher)
    odds += GATE_SHARE * np.array([rules.evidence(each.conversation) for each in every])
    least = gating.threshold(odds, wanted)
    gating.store(gating.fitted_gate(x, wanted, weight), folder / WEIGHTS)
    rates = {
        "approaches and scams let through": _share(odds[wanted > 0.5] >= least),
        "honest public texts let through": _share(odds[wanted < 0.5] >= least),
    }
    tell(f"gate at {least:.2f}: {rates}")
    return least, rates


def _share(true: NDArray[np.bool_]) -> float:
    return float(true.mean()) if true.size else 0.0


def _version(folder: Path) -> str:
    return hashlib.sha256((folder / NETWORK).read_bytes()).hexdigest()[:16]


def _note(sets: Sets) -> str:
    return (
        f"out-of-fold readings of {len(sets.judged)} labelled development conversations,"
        f" {len(sets.unseen)} by authors no network learned from and"
        f" {len(sets.weighed)} public honest texts at weight {HONEST_WEIGHT}"
    )


def _made(sets: Sets, recipe: Recipe, note: str, gate: dict[str, float]) -> dict[str, Any]:
    return {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "encoder": "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned",
        "judged": _counts(sets.judged),
        "also": _counts(sets.also),
        "unseen": _counts(sets.unseen),
        "honest texts": len(sets.read),
        "weights": note,
        "recipe": msgspec.to_builtins(recipe),
        "gate, out of fold": gate,
    }


def _counts(examples: Sequence[Example]) -> dict[str, int]:
    files = sorted({example.file for example in examples})
    return {file: sum(example.file == file for example in examples) for file in files}
