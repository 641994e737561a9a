"""Writes test/fixtures/heads/logistic-regression.json: converged figures of scikit-learn that src/heads is tested against.

    pip install scikit-learn==1.9.1 && python scripts/make-sklearn-fixture.py

The data is made here by a linear congruential generator, so that it needs no file.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

ROWS, DIMENSIONS, CLASSES, C = 60, 4, 3, 2.0

state = 1


def random() -> float:
    global state
    state = (state * 1664525 + 1013904223) % 2**32
    return state / 2**32


labels = [row % CLASSES for row in range(ROWS)]
# Classes overlap, so that the optimum is finite and curved.
rows = [
    [round(random() * 2 - 1 + 0.6 * (column == label), 3) for column in range(DIMENSIONS)] for label in labels
]
x, y = np.array(rows), np.array(labels)
exact = dict(tol=1e-12, max_iter=100_000)
many = LogisticRegression(C=C, **exact).fit(x, y)
two = LogisticRegression(C=C, **exact).fit(x, y == 0)
fixture = {
    "madeBy": f"scripts/make-sklearn-fixture.py with scikit-learn {sklearn.__version__}",
    "c": C,
    "rows": rows,
    "labels": labels,
    "softmax": {
        "weights": many.coef_.T.tolist(),
        "probabilities": many.predict_proba(x).tolist(),
    },
    "logistic": {"weights": two.coef_[0].tolist(), "bias": float(two.intercept_[0])},
}
path = pathlib.Path(__file__).parent.parent / "test/fixtures/heads/logistic-regression.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(fixture, indent=1) + "\n")
