"""Makes Tests/Fixtures/evaluation/cases.json: random scores and labels, and what scikit-learn and SciPy say of them.

    python3 Tests/Fixtures/scripts/make_evaluation_cases.py [--check]

--check compares with the file instead of writing it. Needs numpy, scipy and scikit-learn (made with 1.9.1).
"""
import argparse
import json
import pathlib
import sys
import warnings

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp, softmax
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

FILE = pathlib.Path(__file__).resolve().parents[1] / "evaluation/cases.json"


def finite(value):
    return None if np.isnan(value) else float(value)


def columns(function, positives, scores):
    """A figure of each class against the rest; none where it is not defined."""
    found = []
    for index in range(scores.shape[1]):
        column = positives[:, index]
        is_defined = 0 < column.sum() < len(column) if function is metrics.roc_auc_score else column.sum() > 0
        found.append(finite(function(column, scores[:, index])) if is_defined else None)
    return found


def expected_calibration_error(confidence, is_right, count):
    """As Guo et al. define it, bin by bin with its edges, unlike the program, which finds a bin by multiplication."""
    edges = np.linspace(0, 1, count + 1)
    total = 0
    for lower, upper in zip(edges[:-1], edges[1:]):
        inside = (confidence > lower) & (confidence <= upper)
        if inside.any():
            total += inside.mean() * abs(confidence[inside].mean() - is_right[inside].mean())
    return float(total)


def nearest_neighbours(embeddings, labels, k, temperature):
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    right = []
    for index in range(len(labels)):
        if np.count_nonzero(labels == labels[index]) == 1:
            continue
        others = np.delete(np.arange(len(labels)), index)
        model = KNeighborsClassifier(
            k, metric="cosine", algorithm="brute", weights=lambda distance: np.exp((1 - distance) / temperature))
        right.append(int(model.fit(unit[others], labels[others]).predict(unit[[index]])[0] == labels[index]))
    return right


def linear_probe(embeddings, labels, folds):
    """Classes that logistic regression gives the rows it has learned from, and how many unseen ones it gets right."""
    unit = embeddings.astype(np.float64) / np.linalg.norm(embeddings.astype(np.float64), axis=1, keepdims=True)

    def fit(rows, c):
        # For two classes scikit-learn has one vector of weights, whose penalty is twice that of two that point away from each other.
        c *= 2 if len(np.unique(labels[rows])) == 2 else 1
        return LogisticRegression(C=c, tol=1e-8, max_iter=10_000).fit(unit[rows], labels[rows])

    everything = np.arange(len(labels))
    fold = np.array([np.count_nonzero(labels[:index] == labels[index]) % folds for index in everything])
    used = np.array([np.count_nonzero(labels == label) > 1 for label in labels])
    right = {}
    for number in range(folds):
        seen, unseen = everything[used & (fold != number)], everything[used & (fold == number)]
        if len(seen) and len(unseen):
            for index, found in zip(unseen, fit(seen, 100).predict(unit[unseen])):
                right[index] = int(found == labels[index])
    return fit(everything, 1).predict(unit).tolist(), [right[index] for index in sorted(right)]


def case(name, seed, samples, classes, digits, sharpness):
    random = np.random.default_rng(seed)
    labels = random.integers(0, classes, samples)
    logits = random.standard_normal((samples, classes))
    logits[np.arange(samples), labels] += sharpness
    logits = np.round(logits, digits).astype(np.float32)
    several = random.random((samples, classes)) < 0.3
    several[0] = False
    probabilities = softmax(logits.astype(np.float64), axis=1)
    # Ties are broken towards the lower index on both sides: by a stable sort.
    order = np.argsort(-logits, axis=1, kind="stable")
    predicted = order[:, 0]
    scores = np.round(random.random((samples, classes)), digits).astype(np.float32)
    embeddings = random.standard_normal((samples, 5)).astype(np.float32)
    embeddings[:, 0] += labels
    threshold = 0.6
    decided = scores >= np.float32(threshold)
    known = (several | decided).any(axis=0)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(labels, predicted, average="macro", zero_division=0)

    def loss(logarithm):
        scaled = logits.astype(np.float64) / np.exp(logarithm)
        return float(np.mean(logsumexp(scaled, axis=1) - scaled[np.arange(samples), labels]))

    fit = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded", options={"xatol": 1e-10})
    counted = several.sum(axis=1)
    share = [float(np.mean(np.isin(order[row, :counted[row]], np.flatnonzero(several[row])))) for row in range(samples) if counted[row]]
    probed, probed_unseen = linear_probe(embeddings, labels, 5)
    f1_options = {"zero_division": 0}
    return {
        "name": name, "classes": classes, "labels": labels.tolist(), "logits": logits.ravel().tolist(),
        "scores": scores.ravel().tolist(), "several": [np.flatnonzero(row).tolist() for row in several],
        "embeddings": embeddings.ravel().tolist(), "threshold": threshold,
        "expected": {
            "top1": float(metrics.accuracy_score(labels, predicted)),
            "top3": float(np.mean([labels[row] in order[row, :3] for row in range(samples)])),
            "real": float(np.mean([several[row, predicted[row]] for row in range(samples) if counted[row]])),
            "variable_top_k": float(np.mean(share)),
            "precision": float(precision), "recall": float(recall), "f1": float(f1),
            "calibration_error": expected_calibration_error(
                probabilities.max(axis=1).astype(np.float32).astype(np.float64), predicted == labels, 15),
            "temperature": float(np.exp(fit.x)), "negative_log_likelihood": float(metrics.log_loss(
                labels, probabilities, labels=np.arange(classes))),
            "auroc": columns(metrics.roc_auc_score, several, scores),
            "average_precision": columns(metrics.average_precision_score, several, scores),
            "f1_micro": float(metrics.f1_score(several, decided, average="micro", **f1_options)),
            "f1_macro": float(metrics.f1_score(
                several[:, known], decided[:, known], average="macro", **f1_options)),
            "f1_samples": float(metrics.f1_score(several, decided, average="samples", **f1_options)),
            "linear_probe": probed, "linear_probe_unseen": probed_unseen,
            "nearest_neighbours": nearest_neighbours(embeddings, labels, 5, 0.07),
        },
    }


def differences(made, kept, place=""):
    if isinstance(made, dict):
        return [entry for key in made for entry in differences(made[key], kept[key], f"{place}.{key}")]
    if isinstance(made, list):
        if len(made) != len(kept):
            return [place]
        return [entry for index, value in enumerate(made) for entry in differences(value, kept[index], f"{place}[{index}]")]
    if isinstance(made, float) and isinstance(kept, (float, int)):
        return [] if abs(made - kept) < 1e-7 else [f"{place}: {kept}, now {made}"]
    return [] if made == kept else [f"{place}: {kept}, now {made}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    warnings.simplefilter("error")
    cases = [
        case("smooth", 1, 80, 6, 5, 1.5), case("many ties", 2, 80, 5, 0, 2.0), case("two classes", 3, 50, 2, 2, 1.0),
        case("more classes than samples", 4, 12, 30, 3, 3.0),
    ]
    if arguments.check:
        found = differences(cases, json.loads(FILE.read_text()))
        if found:
            sys.exit("the figures have changed:\n" + "\n".join(found[:20]))
        print(f"{len(cases)} cases as before")
        return
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in cases) + "\n]\n")


if __name__ == "__main__":
    main()
