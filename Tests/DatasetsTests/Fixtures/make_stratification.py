"""Makes stratification.json: label sets, and how well scikit-multilearn divides them.

Run in this folder, with NumPy, SciPy, scikit-learn and scikit-multilearn: python3 make_stratification.py
"""
import json, os, warnings
import numpy as np
from skmultilearn.model_selection import IterativeStratification
from skmultilearn.model_selection.measures import label_combination_distribution

HERE = os.path.dirname(os.path.abspath(__file__))
SHARES = [[1] * 5, [1] * 10, [9, 1], [70, 15, 15], [1, 1]]
RUNS = 5  # scikit-multilearn breaks ties at random
warnings.filterwarnings("ignore")


def independent(rng, samples, classes):
    """Classes that don't know of each other, most of them rare; many samples have none."""
    return rng.random((samples, classes)) < rng.beta(0.5, 4, classes)


def correlated(rng, samples, classes):
    """Classes that follow three hidden topics."""
    topics = rng.normal(size=(samples, 3)) @ rng.normal(size=(3, classes))
    return rng.random((samples, classes)) < 1 / (1 + np.exp(-1.2 * topics - rng.normal(-2, 1, classes)))


def photographs(rng, samples, classes):
    """At least one class a sample, mostly no more, as in Pascal VOC."""
    often = rng.dirichlet(np.ones(classes) * 0.5)
    sets = np.zeros((samples, classes), bool)
    for row in sets:
        count = min(1 + rng.poisson(0.6), (often > 1e-9).sum())
        row[rng.choice(classes, count, replace=False, p=often)] = True
    return sets


def divided(sets, shares, seed):
    np.random.seed(seed)
    parts = IterativeStratification(len(shares), order=1, sample_distribution_per_fold=list(shares))
    return [np.array(held) for _, held in parts.split(np.zeros(len(sets)), sets)]


def measures(sets, folds, shares):
    """LD and ED of the paper; LD is infinite where a fold has nothing but a class."""
    with np.errstate(divide="raise"):
        try:
            distribution = label_combination_distribution(sets, folds, 1)
        except (FloatingPointError, ZeroDivisionError):
            distribution = np.inf
    return distribution, np.mean([abs(len(fold) - share * len(sets)) for fold, share in zip(folds, shares)])


def main():
    rng = np.random.default_rng(21)
    rows = []
    while len(rows) < 120:
        kind = [independent, correlated, photographs][len(rows) % 3]
        shares = SHARES[len(rows) // 3 % len(SHARES)]
        sets = kind(rng, int(rng.integers(60, 500)), int(rng.integers(2, 25))).astype(int)
        parts = np.array(shares) / sum(shares)
        if not sets.any():
            continue
        runs = [measures(sets, divided(sets, parts, seed), parts) for seed in range(RUNS)]
        if not np.isfinite(runs).all():
            continue
        masks = (sets << np.arange(sets.shape[1])).sum(1)
        rows.append({
            "classes": sets.shape[1], "sets": masks.tolist(), "shares": shares,
            "distributions": [float(run[0]) for run in runs], "sizes": [float(run[1]) for run in runs]})
    with open(os.path.join(HERE, "stratification.json"), "w") as file:
        file.write("[" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "]\n")


main()
