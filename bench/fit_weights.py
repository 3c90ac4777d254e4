"""Fits rules/weights.yml on labelled conversations, and tells honestly how well it does.

Usage: ``python -m bench.fit_weights CORPUS_DIR [--write]``. The weights of the rules alone,
by the regressions of ``counterpitch.training.regression``. Figures come from cross-validation
(twins in one fold) and from leaving whole files out.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bench.public_corpora import is_fitted_on, is_honest, texts
from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.weigh import probability
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.jsonl import read
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Indicator
from counterpitch.model.message import Message
from counterpitch.rulebook.book import Stages, Weights, rulebook, rules_folder
from counterpitch.training.observed import Observed, observed
from counterpitch.training.regression import Fitted, Regression, Shape, both
from counterpitch.training.staging import fitted_stages, labelled

Array = NDArray[np.float64]
CAP = 2.0
ALONE = Shape(cap=CAP, least=-1.5, share=1.0, critical_share=1.0, leans=False)
"""Rules that nothing stands beside: drawn to the whole default of their level, and no leans."""
FOLDS = 5
PUBLIC_WEIGHT = 0.15
"""Weight of one text of the public honest corpora beside one development conversation."""


class Data(msgspec.Struct):
    """What was observed in every conversation, with its group (twins share one) and file."""

    seen: Observed
    group: list[str]
    file: list[str]


def conversations(folder: Path) -> list[tuple[str, Conversation]]:
    """Return (file, conversation) of every labelled conversation under ``folder``."""
    found: list[tuple[str, Conversation]] = []
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem.endswith("evidence"):
            continue
        origin = Origin.of_file(path)
        found += [(path.stem, c) for c in read(origin, Notices())]
    return found


PUBLIC = "public"


def honest_texts(folder: Path) -> list[tuple[str, Conversation]]:
    """Return the half of the public honest texts that is fitted on (by hash of the id).

    The other half is what bench.false_alarms measures on.
    """
    found: list[tuple[str, Conversation]] = []
    for group, key, text in texts(folder):
        if is_honest(group) and is_fitted_on(key):
            extra: dict[str, object] = {"label": "legitimate"}
            message = Message("contact", text)
            found.append((PUBLIC, Conversation(f"{group}/{key}", "other", (message,), extra=extra)))
    return found


def observe(rules: list[Indicator], rows: list[tuple[str, Conversation]], matcher: Matcher) -> Data:
    """Match every conversation once."""
    talks = [conversation for _, conversation in rows]
    file = [stem for stem, _ in rows]
    seen = observed(
        rules, [list(matcher.names(each)) for each in talks], [()] * len(rows),
        [str(each.extra.get("label", "")) for each in talks],
        [PUBLIC_WEIGHT if stem == PUBLIC else 1.0 for stem in file],
    )  # fmt: skip
    group = [f"{stem}/{each.extra.get('pair') or each.id}" for stem, each in rows]
    return Data(seen, group, file)


def judged(rules: list[Indicator], data: Observed, known: Any, unknown: Any) -> Array:
    """Return the log-odds of an approach of the rows ``unknown``, fitted on the rows ``known``."""
    _, approach = both(rules, data.only(known), ALONE)
    reader = Regression(rules, data.only(unknown), "approach", approach.weights, ALONE)
    return reader.log_odds(approach)


def auc(y: Array, s: Array) -> float:
    """Return the area under the ROC curve; ties count half."""
    pos, neg = s[y > 0.5], s[y < 0.5]
    if not len(pos) or not len(neg):
        return float("nan")
    more = (pos[:, None] > neg[None, :]).mean() + 0.5 * (pos[:, None] == neg[None, :]).mean()
    return float(more)


def recall_at(y: Array, s: Array, rate: float) -> float:
    """Return the recall at a false-alarm rate of at most ``rate``."""
    neg = np.sort(s[y < 0.5])[::-1]
    limit = neg[min(len(neg) - 1, int(rate * len(neg)))]
    return float((s[y > 0.5] > limit).mean())


def report(title: str, data: Data, y: Array, z: Array, rows: Any) -> None:
    """Print one line of figures."""
    pairs: dict[str, dict[float, float]] = {}
    for i in rows:
        pairs.setdefault(data.group[i], {})[y[i]] = z[i]
    twins = [p for p in pairs.values() if len(p) == 2]
    order = sum(p[1.0] > p[0.0] for p in twins) / len(twins) if twins else float("nan")
    yy, zz = y[rows], z[rows]
    print(
        f"{title:<34} n {len(yy):>4} covert {int(yy.sum()):>3}  AUC {auc(yy, zz):.3f}"
        f"  recall@1% {recall_at(yy, zz, 0.01):.2f}  @5% {recall_at(yy, zz, 0.05):.2f}"
        f"  pairs {order:.2f} ({len(twins)})"
    )


def write_out_of_fold(path: Path, rows: list[tuple[str, Conversation]], z: Array) -> None:
    """Write id and probability of every conversation, each judged by a fit that never saw it."""
    lines = (
        json.dumps({"id": conversation.id, "probability": probability(float(value))})
        for (_, conversation), value in zip(rows, z, strict=True)
    )
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Fit, evaluate, and with ``--write`` store the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--public", type=Path, help="corpora of honest texts, half of which count")
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--hold-out", default="sectors-b,pairs-voices")
    parser.add_argument("--out-of-fold", type=Path, help="write verdicts for counterpitch evaluate")
    args = parser.parse_args()
    book = rulebook(args.rules)
    rules = [r for r in book.indicators if r.kind != "owner" and r.status != "deprecated"]
    rows = conversations(args.folder) + (honest_texts(args.public) if args.public else [])
    data = observe(rules, rows, Matcher(book))
    y = np.array([v == "covert_approach" for v in data.seen.label], float)
    groups = sorted(set(data.group))
    order = np.random.default_rng(7).permutation(len(groups))
    fold = {groups[g]: int(n % FOLDS) for n, g in enumerate(order)}
    folds = np.array([fold[g] for g in data.group])
    z = np.zeros(len(y))
    for k in range(FOLDS):
        z[folds == k] = judged(rules, data.seen, folds != k, folds == k)
    if args.out_of_fold:
        write_out_of_fold(args.out_of_fold, rows, z)
    development = np.flatnonzero(np.array(data.file) != PUBLIC)
    report("cross-validated, development", data, y, z, development)
    for stem in sorted(set(data.file)):
        report(f"  {stem}", data, y, z, np.array([i for i, f in enumerate(data.file) if f == stem]))
    held = np.array([f in args.hold_out.split(",") for f in data.file])
    if held.any():
        zz = np.zeros(len(y))
        zz[held] = judged(rules, data.seen, ~held, held)
        report(f"held out: {args.hold_out}", data, y, zz, np.flatnonzero(held))
    p = 1 / (1 + np.exp(-z[development]))
    y = y[development]
    print(f"Brier {float(np.mean((p - y) ** 2)):.4f}; share of covert by band of p:")
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (p >= low) & (p < high)
        if inside.any():
            print(
                f"  {low:.1f}-{high:.1f}: {inside.sum():>4} conversations, {y[inside].mean():.2f} covert"
            )
    if args.write:
        found = both(rules, data.seen, ALONE)
        write(data, rules, *found, Stages())
        write(data, rules, *found, staged(rows))


def staged(rows: list[tuple[str, Conversation]]) -> Stages:
    """Return what each stage asks for, fitted with the weights that were just written."""
    ready = Assessor(Matcher(rulebook()))
    told = labelled((each, ready.assess(each)) for _, each in rows if each.extra.get("stage"))
    return fitted_stages(told, Stages())


def write(
    data: Data, rules: list[Indicator], scam: Fitted, approach: Fitted, stages: Stages
) -> None:
    """Store the weights where the program finds them."""
    known = Weights()
    public = data.file.count(PUBLIC)
    fitted = (
        f"{len(data.file) - public} labelled development conversations"
        f" and {public} public honest texts at weight {PUBLIC_WEIGHT}"
    )
    lines = [
        "# Weights in log-odds, one screen. Written by: python -m bench.fit_weights CORPUS_DIR --write",
        "# approach = bias + sum(approach) + max(-benign_cap, sum(benign)) - min(1.5, sum(scam) / 2)",
        "# scam = scam_bias + sum(scam) + max(-benign_cap, sum(benign))",
        'version: "1"',
        f"fitted_on: {json.dumps(fitted)}",
        f"bias: {approach.bias:.3f}",
        f"scam_bias: {scam.bias:.3f}",
        f"benign_cap: {CAP:.1f}",
        f"bands: {{low: {known.bands.low}, elevated: {known.bands.elevated}, high: {known.bands.high}}}",
        "stages:",
        *(f"  {name}: {getattr(stages, name)}" for name in stages.__struct_fields__),
        "levels:",
        *(f"  {name}: {getattr(known.levels, name)}" for name in known.levels.__struct_fields__),
        "indicators:",
        *(f"  {rule.name}: {abs(approach.weights[i]):.3f}"
          for i, rule in enumerate(rules) if data.seen.x[:, i].sum() >= 3),
    ]  # fmt: skip
    path = rules_folder() / "weights.yml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"written: {path}")


if __name__ == "__main__":
    main()
