"""Fits what a resemblance weighs: ``python -m bench.link.calibrate`` writes data/text-weights.json.

On generated messages whose families come from ``dev``, never from what is measured on. Candidate
pairs are those that linking itself proposes; the target is whether both are of one family.
"""

import argparse
import tempfile
from pathlib import Path

import msgspec
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bench.link.generate import write
from counterpitch.campaigns.engines.comparing import compared
from counterpitch.campaigns.engines.database import Database
from counterpitch.campaigns.engines.reading import read_pieces
from counterpitch.campaigns.reuse.resemblance import TextWeights, resemblance
from counterpitch.campaigns.source.pieces import pieces
from counterpitch.campaigns.source.rows import node
from counterpitch.campaigns.state import Manifest, State

TARGET = Path(__file__).parents[2] / "src/counterpitch/campaigns/data/text-weights.json"
PRIOR = 1.0
"""A ridge on the slope, so that a clean split does not make it infinite."""


def fit(x: NDArray[np.float64], y: NDArray[np.bool_], rounds: int = 60) -> tuple[float, float]:
    """Return intercept and slope of a logistic regression, by Newton's method."""
    design = np.stack([np.ones(len(x)), x], axis=1)
    beta = np.zeros(2)
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -40, 40)))
        slope = design.T @ (y - chance) - PRIOR * np.array([0, beta[1]]) / len(x)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.eye(2) * 1e-6
        beta += np.linalg.solve(curve, slope)
    return float(beta[0]), float(beta[1])


def candidates(
    messages: int, seed: int, folder: Path
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the resemblance of every pair that is proposed, and whether it is of one family."""
    path = folder / "messages.parquet"
    family = {node(each.id): each.family for each in write(path, messages, seed, "dev")}
    part = folder / "part-000001"
    part.mkdir()
    wanted = pieces(path)
    list(read_pieces(wanted, part, 0, frozenset({"text"})))
    state = State(folder, Manifest(parts=(part.name,), units=len(wanted)))
    with Database(folder) as db:
        compared(db, state, 0, folder)
    near = pq.read_table(folder / "near.000000.parquet")
    uses = [pq.read_table(each) for each in state.files("uses")]
    owner: dict[int, int] = {}
    for table in uses:
        for number, text in zip(table["node"].to_pylist(), table["text"].to_pylist(), strict=True):
            owner[text] = max(owner.get(text, -1), family.get(number, -1))
    a, b = (np.array([owner[each] for each in near[side].to_pylist()]) for side in ("a", "b"))
    return resemblance(np.asarray(near["matches"], np.int64)), (a == b) & (a >= 0)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        x, y = candidates(args.messages, args.seed, Path(folder))
    intercept, slope = fit(x, y)
    source = f"bench.link.calibrate, {args.messages} messages, seed {args.seed}: {len(x)} pairs"
    # Kept from one in a hundred on: a weak reason that another may complete.
    least = round((np.log(0.01) - intercept) / slope, 3)
    found = TextWeights(round(intercept, 2), round(slope, 2), float(least), source)
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    for low in np.arange(0.1, 0.6, 0.05):
        inside = (x >= low) & (x < low + 0.05)
        told = 1 / (1 + np.exp(-(intercept + slope * x[inside])))
        if inside.any():
            print(
                f"{low:.2f} {inside.sum():>8} observed {y[inside].mean():.4f} told {told.mean():.4f}"
            )
    print(TARGET.read_text())


if __name__ == "__main__":
    main()
