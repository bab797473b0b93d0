"""Makes comparison.json: two models' scores of several classes a sample, how scikit-learn judges each, and
how they differ by SciPy and by a bootstrap whose random numbers are Fovea's.

Run in this folder, with NumPy, SciPy and scikit-learn: python3 make_comparison.py
"""
import json
import os
import warnings

import numpy as np
import scipy.stats
from sklearn import metrics

HERE = os.path.dirname(os.path.abspath(__file__))
UNIT = 16
STREAM = 17  # StreamName.bootstrap
warnings.filterwarnings("ignore")


def philox(index, sample, epoch, stream, seed):
    """Philox4x32-10, by its paper (doi:10.1145/2063384.2063405); `sample` is an array."""
    low = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    counter = [np.full(sample.shape, word, np.uint64) for word in (index, 0, epoch, stream)]
    counter[1] = sample.astype(np.uint64)
    key = [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        first = np.uint64(0xD2511F53) * counter[0]
        second = np.uint64(0xCD9E8D57) * counter[2]
        counter = [
            (second >> shift) ^ counter[1] ^ np.uint64(key[0]), second & low,
            (first >> shift) ^ counter[3] ^ np.uint64(key[1]), first & low,
        ]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return counter


def drawn(count, resample, seed):
    """How often each sample is in a resample."""
    words = philox(0, np.arange(count), resample, STREAM, seed)
    # The upper half of 64 random bits times the count.
    numbers = (words[0] * np.uint64(count) + ((words[1] * np.uint64(count)) >> np.uint64(32))) >> np.uint64(32)
    return np.bincount(numbers.astype(int), minlength=count)


def macro(truth, scores, weights):
    """Macro AP over the classes that have samples; None where none has."""
    known = [metrics.average_precision_score(own, score, sample_weight=weights)
             for own, score in zip(truth.T, scores.T) if (own * weights).any()]
    return float(np.mean(known)) if known else None


def judged(truth, scores):
    predicted = (scores >= UNIT // 2).astype(int)
    return {
        "scores": scores.ravel().tolist(),
        "subset": float(metrics.accuracy_score(truth, predicted)),
        "macroPrecision": macro(truth, scores, np.ones(len(truth), int)),
        "microF1": float(metrics.f1_score(truth, predicted, average="micro", zero_division=0)),
        "hamming": float(metrics.hamming_loss(truth, predicted)),
    }, (predicted == truth).all(1)


def interval(differences):
    return [float(end) for end in np.quantile(differences, [0.025, 0.975])]


def case(generator, number):
    classes, samples = [2, 3, 5, 4][number % 4], [12, 30, 60, 200][number // 4 % 4]
    truth = (generator.random((samples, classes)) < generator.beta(1, 2, classes)).astype(int)
    truth[0, 0] = 1
    if number % 5 == 4:
        truth[:, -1] = 0  # a class without samples
    if number == 3:
        truth[1:] = 0  # resamples without any class

    def scored(noise):
        return np.round(np.clip(truth * 0.5 + 0.25 + noise * generator.normal(size=truth.shape), 0, 1) * UNIT).astype(int)

    (first, right), (second, others) = judged(truth, scored(0.2)), judged(truth, scored(0.2 + 0.3 * generator.random()))
    if number == 7:
        second, others = first, right
    only_first, only_second = int((right & ~others).sum()), int((others & ~right).sum())
    exact = scipy.stats.binomtest(only_first, only_first + only_second).pvalue if only_first + only_second else 1
    row = {"classes": classes, "truth": "".join(map(str, truth.ravel())), "unit": UNIT, "first": first,
           "second": second, "onlyFirst": only_first, "onlySecond": only_second, "exact": float(exact)}
    seed, resamples = int(generator.integers(2**63)), 200
    tables = [np.array(model["scores"]).reshape(truth.shape) for model in (first, second)]

    def difference(weights):
        values = [macro(truth, table, weights) for table in tables]
        return None if values[0] is None else values[0] - values[1]

    differences = [difference(drawn(samples, resample, seed)) for resample in range(resamples)]
    differences = np.array([value for value in differences if value is not None])
    # Equal ones are apart by rounding.
    beyond = min((differences <= 1e-12).sum(), (differences >= -1e-12).sum())
    row |= {"seed": seed, "resamples": resamples, "difference": difference(np.ones(samples, int)),
            "interval": interval(differences), "p": float(min(1, 2 * (beyond + 1) / (len(differences) + 1)))}
    if samples == 200:
        # SciPy with random numbers of its own.
        found = scipy.stats.bootstrap(
            (np.arange(samples),), lambda index: difference(np.bincount(index, minlength=samples)), n_resamples=2000,
            vectorized=False, method="percentile", confidence_level=0.95, rng=number)
        row["scipy"] = [float(found.confidence_interval.low), float(found.confidence_interval.high)]
    return row


def main():
    generator = np.random.default_rng(17)
    rows = [case(generator, number) for number in range(16)]
    with open(os.path.join(HERE, "comparison.json"), "w") as file:
        file.write("[" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "]\n")


if __name__ == "__main__":
    main()
