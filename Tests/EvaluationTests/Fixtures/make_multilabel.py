"""Makes multilabel.json: sets, predictions and scores of several classes a sample, and what scikit-learn says.

Run in this folder, with NumPy and scikit-learn: python3 make_multilabel.py
"""
import json
import os
import warnings

import numpy as np
from sklearn import metrics

HERE = os.path.dirname(os.path.abspath(__file__))
warnings.filterwarnings("ignore")


def drawn(generator, number):
    """Truth, predictions and scores; the scores are whole numbers of 1/unit, exact in 32 bits."""
    classes = [1, 2, 3, 5, 8, 12, 30][number % 7]
    samples = int(generator.integers(1, 61 if classes < 30 else 31))
    often = generator.beta(0.7, 2, classes)
    truth = generator.random((samples, classes)) < often
    noise = generator.random()
    unit = [4, 16, 65536][number % 3]  # many, some, hardly any equal scores
    weights = np.clip(0.5 + (truth - 0.5) * generator.random() + noise * generator.normal(size=truth.shape) / 2, 0, 1)
    scores = np.round(weights * unit).astype(int)
    predicted = np.where(generator.random(truth.shape) < noise, generator.random(truth.shape) < often, truth)
    # Classes that nothing has, that all have, that aren't predicted; samples without classes, with all of them.
    for column in range(classes):
        draw = generator.random()
        if draw < 0.06:
            truth[:, column] = False
        elif draw < 0.12:
            truth[:, column] = True
        elif draw < 0.18:
            predicted[:, column] = False
        elif draw < 0.22:
            truth[:, column] = predicted[:, column] = False
    for row in range(samples):
        draw = generator.random()
        if draw < 0.05:
            truth[row] = False
        elif draw < 0.1:
            predicted[row] = False
        elif draw < 0.13:
            truth[row] = True
        elif draw < 0.16:
            scores[row] = scores[row, 0]
    return truth.astype(int), predicted.astype(int), scores, unit


def bits(table):
    return "".join(map(str, table.ravel()))


def scored(truth, predicted, average):
    return [float(figure) for figure in metrics.precision_recall_fscore_support(
        truth, predicted, average=average, zero_division=0)[:3]]


def sets(truth, predicted):
    """Measures of predicted sets."""
    row = {}
    # scikit-learn takes one column for a class and its opposite: a second column that's empty, and averages
    # without it.
    only = truth.shape[1] == 1
    if only:
        binary = scored(truth[:, 0], predicted[:, 0], "binary")
        row["each"] = [[figure] for figure in binary]
        row["macro"] = row["micro"] = binary
        row["weighted"] = binary if truth.any() else [0, 0, 0]
        row["jaccards"] = [float(metrics.jaccard_score(truth[:, 0], predicted[:, 0], zero_division=0))]
        row["macroJaccard"] = row["microJaccard"] = row["jaccards"][0]
        truth, predicted = (np.hstack([table, np.zeros_like(table)]) for table in [truth, predicted])
    else:
        each = metrics.precision_recall_fscore_support(truth, predicted, average=None, zero_division=0)
        row["each"] = [list(map(float, part)) for part in each[:3]]
        for average in ["macro", "micro", "weighted"]:
            row[average] = scored(truth, predicted, average)
        row["jaccards"] = metrics.jaccard_score(truth, predicted, average=None, zero_division=0).tolist()
        for average in ["macro", "micro"]:
            row[average + "Jaccard"] = float(
                metrics.jaccard_score(truth, predicted, average=average, zero_division=0))
    row["samples"] = scored(truth, predicted, "samples")
    row["samplesJaccard"] = float(metrics.jaccard_score(truth, predicted, average="samples", zero_division=0))
    row["hamming"] = float(metrics.hamming_loss(truth, predicted)) * (2 if only else 1)
    row["exact"] = float(metrics.accuracy_score(truth, predicted))
    return row


def ranked(truth, scores):
    """Measures of scores; null where they aren't defined."""
    row = {"precisions": [], "areas": []}
    for own, score in zip(truth.T, scores.T):
        row["precisions"].append(float(metrics.average_precision_score(own, score)) if own.any() else None)
        row["areas"].append(float(metrics.roc_auc_score(own, score)) if 0 < own.sum() < len(own) else None)
    known = [precision for precision in row["precisions"] if precision is not None]
    row["macroPrecision"] = float(np.mean(known)) if known else None
    if truth.shape[1] == 1:
        row["microPrecision"] = row["weightedPrecision"] = row["precisions"][0]
        # One class: nothing is ranked.
        row["lrap"], row["coverage"], row["rankingLoss"] = 1, float(truth.mean()), 0
        return row
    if len(known) == truth.shape[1]:
        row["macroPrecision"] = float(metrics.average_precision_score(truth, scores, average="macro"))
    for average in ["micro", "weighted"]:
        row[average + "Precision"] = (
            float(metrics.average_precision_score(truth, scores, average=average)) if truth.any() else None)
    row["lrap"] = float(metrics.label_ranking_average_precision_score(truth, scores))
    row["coverage"] = float(metrics.coverage_error(truth, scores))
    row["rankingLoss"] = float(metrics.label_ranking_loss(truth, scores))
    return row


def thresholds(truth, scores):
    """The highest threshold with the best F1 of each class, null for none, and the best F1 of one for all."""
    best = []
    for own, score in zip(truth.T, scores.T):
        found = [(metrics.f1_score(own, score >= step, zero_division=0), step) for step in np.unique(score)]
        f1, step = max(found)
        best.append(int(step) if f1 > 0 else None)
    row = {"thresholds": best}
    for average in ["macro", "micro"]:
        if truth.shape[1] == 1:  # one class is its own average
            found = [metrics.f1_score(truth[:, 0], scores[:, 0] >= step, zero_division=0) for step in np.unique(scores)]
        else:
            found = [metrics.f1_score(truth, scores >= step, average=average, zero_division=0)
                     for step in np.unique(scores)]
        row[average + "Best"] = float(max(found))
    return row


def main():
    generator = np.random.default_rng(14)
    rows = []
    while len(rows) < 200:
        truth, predicted, scores, unit = drawn(generator, len(rows))
        if len(np.unique(scores)) > 70:
            scores = scores // (unit // 64) * (unit // 64)  # few enough to try each as a threshold
        row = {"classes": truth.shape[1], "truth": bits(truth), "predicted": bits(predicted),
               "scores": scores.ravel().tolist(), "unit": unit}
        rows.append(row | sets(truth, predicted) | ranked(truth, scores) | thresholds(truth, scores))
    with open(os.path.join(HERE, "multilabel.json"), "w") as file:
        file.write("[" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "]\n")


if __name__ == "__main__":
    main()
