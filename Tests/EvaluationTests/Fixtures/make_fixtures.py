"""Makes the values that the tests of Evaluation expect.

Run in this folder, with NumPy, SciPy, scikit-learn and statsmodels: python3 make_fixtures.py
"""
import json
import math
import os
import warnings

import numpy as np
import scipy.stats
from sklearn import metrics, model_selection
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

HERE = os.path.dirname(os.path.abspath(__file__))
warnings.filterwarnings("ignore")


def write(name, content):
    with open(os.path.join(HERE, name), "w") as file:
        rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in content)
        file.write("[" + rows + "]\n")


def digits(labels):
    return "".join(str(label) for label in labels)


def classification():
    """Truth and calls of up to 8 classes, some of which never occur; what scikit-learn says of them."""
    generator = np.random.default_rng(11)
    cases = [([0], [0], 1), ([0], [1], 2), ([1, 1], [1, 1], 3), ([0, 1, 2], [0, 0, 0], 3), ([2, 2, 2], [0, 1, 2], 4)]
    while len(cases) < 120:
        classes = int(generator.integers(2, 9))
        count = int(generator.integers(1, 40))
        truth = generator.choice(generator.permutation(classes)[: generator.integers(1, classes + 1)], count)
        called = np.where(generator.random(count) < generator.random(), truth, generator.integers(0, classes, count))
        cases.append((truth, called, classes))
    rows = []
    for truth, called, classes in cases:
        row = {"truth": digits(truth), "called": digits(called), "classes": classes}
        each = metrics.precision_recall_fscore_support(truth, called, labels=range(classes), zero_division=0)
        row["precision"], row["recall"], row["f1"], row["support"] = (list(map(float, part)) for part in each)
        for mean in ["macro", "weighted", "micro"]:
            figures = metrics.precision_recall_fscore_support(truth, called, average=mean, zero_division=0)
            row[mean] = [float(figure) for figure in figures[:3]]
        row["accuracy"] = metrics.accuracy_score(truth, called)
        row["balanced"] = metrics.balanced_accuracy_score(truth, called)
        row["matthews"] = metrics.matthews_corrcoef(truth, called)
        kappa = metrics.cohen_kappa_score(truth, called)
        row["kappa"] = None if math.isnan(kappa) else kappa
        row["confusion"] = metrics.confusion_matrix(truth, called, labels=range(classes)).tolist()
        for rule in ["true", "pred", "all"]:
            row[rule] = metrics.confusion_matrix(truth, called, labels=range(classes), normalize=rule).ravel().tolist()
        rows.append(row)
    write("classification.json", rows)


def ranking():
    """Probabilities in sixteenths, so that many are equal; what scikit-learn says of each class against the others."""
    generator = np.random.default_rng(12)
    rows = []
    while len(rows) < 60:
        classes = int(generator.integers(2, 6))
        count = int(generator.integers(classes * 2, 50))
        truth = generator.integers(0, classes, count)
        weights = generator.random((count, classes)) + (np.arange(classes) == truth[:, None]) * generator.random()
        parts = np.floor(16 * weights / weights.sum(1, keepdims=True)).astype(int)
        parts[np.arange(count), parts.argmax(1)] += 16 - parts.sum(1)
        if set(truth) != set(range(classes)):
            continue
        shares = parts / 16
        row = {"truth": digits(truth), "classes": classes, "sixteenths": parts.ravel().tolist()}
        areas, precisions = [], []
        for index in range(classes):
            positive = truth == index
            areas.append(metrics.roc_auc_score(positive, shares[:, index]))
            precisions.append(metrics.average_precision_score(positive, shares[:, index]))
        row["areas"], row["averagePrecisions"] = areas, precisions
        rates = metrics.roc_curve(truth == 0, shares[:, 0], drop_intermediate=False)
        row["falsePositiveRates"], row["truePositiveRates"] = rates[0].tolist(), rates[1].tolist()
        precision, recall, _ = metrics.precision_recall_curve(truth == 0, shares[:, 0])
        row["precisions"], row["recalls"] = precision[::-1].tolist(), recall[::-1].tolist()
        # Equally probable classes: the lower comes first.
        order = np.argsort(-shares, axis=1, kind="stable")
        row["top2"] = float((order[:, :2] == truth[:, None]).any(1).mean())
        called, confidence = shares.argmax(1), shares.max(1)
        row["brier"] = float(((shares - np.eye(classes)[truth]) ** 2).sum(1).mean())
        # The bins of calibration_curve, n of them of equal width.
        accuracies, confidences = _bins(called == truth, confidence, 10)
        row["binAccuracies"], row["binConfidences"] = accuracies, confidences
        rows.append(row)
    write("ranking.json", rows)


def _bins(right, confidence, count):
    from sklearn.calibration import calibration_curve

    accuracies, confidences = calibration_curve(right, confidence, n_bins=count)
    return accuracies.tolist(), confidences.tolist()


def folds():
    """Held-out rounds of KFold and StratifiedKFold; null where scikit-learn refuses."""
    generator = np.random.default_rng(13)
    rows = []
    while len(rows) < 120:
        classes = int(generator.integers(1, 6))
        count = int(generator.integers(2, 60))
        labels = generator.choice(classes, count, p=generator.dirichlet(np.ones(classes)))
        if generator.random() < 0.3:
            labels = np.sort(labels)
        splits = int(generator.integers(2, 8))
        row = {"labels": digits(labels), "folds": splits}
        for name, kind in [("none", model_selection.KFold), ("class", model_selection.StratifiedKFold)]:
            rounds = np.zeros(count, int)
            try:
                for number, (_, held) in enumerate(kind(splits).split(np.zeros(count), labels)):
                    rounds[held] = number
                row[name] = digits(rounds)
            except ValueError:
                row[name] = None
        rows.append(row)
    write("folds.json", rows)


def significance():
    """McNemar's test by statsmodels, with SciPy's chi-square, and Wilson's interval."""
    rows = []
    pairs = [(0, 0), (0, 1), (1, 0), (5, 5), (10, 3), (3, 10), (0, 20), (25, 24), (60, 20), (150, 90), (1200, 1000), (3000, 2000)]
    for first, second in pairs:
        exact = mcnemar([[7, first], [second, 9]], exact=True)
        row = {"first": first, "second": second, "exact": float(exact.pvalue)}
        if first + second:
            test = mcnemar([[7, first], [second, 9]], exact=False, correction=True)
            row["statistic"] = float(test.statistic)
            row["corrected"] = float(scipy.stats.chi2.sf(test.statistic, 1))
        rows.append(row)
    write("mcnemar.json", rows)
    rows = []
    for successes, count in [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (50, 100), (9123, 10000), (9999, 10000), (59999, 60000)]:
        lower, upper = proportion_confint(successes, count, alpha=0.05, method="wilson")
        rows.append({"successes": successes, "count": count, "lower": float(lower), "upper": float(upper)})
    write("wilson.json", rows)


if __name__ == "__main__":
    classification()
    ranking()
    folds()
    significance()
