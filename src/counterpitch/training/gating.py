"""Fitting the gate: a ridge logistic regression over hashed words.

It tells approaches and scams from texts in which nobody is approached; labelled honest
conversations have no part in it, and most of them pass. The threshold is set on out-of-fold
log-odds so that almost nothing is held back.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from counterpitch.recognisers.gate import BITS, features

RIDGE: Final = 0.3
LET_GO: Final = 0.002
"""Share of approaches and scams that gate and rules together may hold back."""
Array = NDArray[np.float64]


def matrix(texts: Sequence[Sequence[str]]) -> Any:
    """Return the hashed words of conversations as a sparse matrix, scaled as the gate does."""
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    for number, own in enumerate(texts):
        found = sorted(features(own))
        rows += [number] * len(found)
        columns += found
        values += [1.0 / np.sqrt(len(found) + 1.0)] * len(found)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), 1 << BITS))


def fitted_gate(x: Any, wanted: Array, weight: Array) -> Array:
    """Return the weights, the constant last."""
    from scipy.optimize import minimize

    sign = 2 * wanted - 1

    def loss(v: Array) -> tuple[float, Array]:
        z = x @ v[:-1] + v[-1]
        r = -sign * weight / (1 + np.exp(sign * z))
        value = float(np.sum(weight * np.logaddexp(0.0, -sign * z))) + RIDGE * 0.5 * float(
            v[:-1] @ v[:-1]
        )
        return value, np.concatenate([x.T @ r + RIDGE * v[:-1], [float(r.sum())]])

    done = minimize(
        loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    return np.asarray(done.x, np.float64)


def log_odds(x: Any, v: Array) -> Array:
    """Return the log-odds of every row."""
    return np.asarray(x @ v[:-1] + v[-1], np.float64)


def threshold(odds: Array, wanted: Array) -> float:
    """Return the log-odds (gate and rules together) at which ``LET_GO`` of the wanted are held."""
    return float(np.quantile(odds[wanted > 0.5], LET_GO))


def store(v: Array, path: Path) -> None:
    """Write the weights as 32-bit numbers."""
    path.write_bytes(array("f", v.astype(np.float32).tolist()).tobytes())
