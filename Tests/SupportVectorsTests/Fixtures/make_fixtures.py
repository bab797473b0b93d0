"""Makes the values that the tests of SupportVectors expect.

Run in this folder, with NumPy and scikit-learn (whose SVC is LIBSVM): python3 make_fixtures.py
It reads Debian's dataset-fashion-mnist and takes two minutes.
"""
import gzip
import json
import os

import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.svm import SVC

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = "/usr/share/datasets/fashion-mnist/"


def write(name, content):
    with open(os.path.join(HERE, name), "w") as file:
        rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in content)
        file.write("[" + rows + "]\n")


def digits():
    """The digits as Fovea ships them: bytes, the first 1,437 for training."""
    data = load_digits()
    x = np.floor((255 * data.images.reshape(-1, 64) + 8) / 16) / 255
    return x[:1437], data.target[:1437], x[1437:], data.target[1437:]


def fashion():
    """The first 1,000 training images of each class, in order, and all test images."""
    def read(name, skip):
        return np.frombuffer(gzip.open(FOLDER + name).read(), np.uint8, offset=skip)

    x, y = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 784) / 255, read("train-labels-idx1-ubyte.gz", 8)
    kept = np.sort(np.concatenate([np.flatnonzero(y == label)[:1000] for label in range(10)]))
    test = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784) / 255
    return x[kept], y[kept], test, read("t10k-labels-idx1-ubyte.gz", 8)


def objective(model, x, y):
    """The sum over all pairs of 1/2 a'Qa - sum a."""
    classes = len(model.classes_)
    vectors, coefficients = model.support_vectors_, model.dual_coef_
    gamma, inner = model._gamma, vectors @ vectors.T
    if model.kernel == "rbf":
        squares = np.diag(inner)
        kernel = np.exp(-gamma * (squares[:, None] + squares[None, :] - 2 * inner))
    elif model.kernel == "poly":
        kernel = (gamma * inner + model.coef0) ** model.degree
    elif model.kernel == "sigmoid":
        kernel = np.tanh(gamma * inner + model.coef0)
    else:
        kernel = inner
    starts = np.concatenate([[0], np.cumsum(model.n_support_)])
    total = 0.0
    for i in range(classes):
        for j in range(i + 1, classes):
            a, b = slice(starts[i], starts[i + 1]), slice(starts[j], starts[j + 1])
            weights = np.concatenate([coefficients[j - 1, a], coefficients[i, b]])
            places = np.r_[a, b]
            total += weights @ kernel[np.ix_(places, places)] @ weights / 2 - np.abs(weights).sum()
    return total


CASES = {
    "digits": [
        dict(kernel="rbf", C=10, gamma="scale"), dict(kernel="linear", C=1),
        dict(kernel="poly", C=1, gamma="scale", degree=3, coef0=1), dict(kernel="sigmoid", C=1, gamma=0.01, coef0=0)],
    "fashion": [
        dict(kernel="rbf", C=10, gamma=0.02), dict(kernel="linear", C=0.1),
        dict(kernel="poly", C=1, gamma=0.01, degree=3, coef0=1), dict(kernel="sigmoid", C=1, gamma=0.001, coef0=0)],
}


def machines():
    for name, data in [("digits", digits()), ("fashion", fashion())]:
        x, y, test, truth = data
        shown = test[:8]
        for standard in [False, True]:
            if standard:
                mean, deviation = x.mean(axis=0), x.std(axis=0)
                deviation[deviation == 0] = 1
                x, test, shown = (x - mean) / deviation, (test - mean) / deviation, (shown - mean) / deviation
            # Standardised features are no bytes any more, and go another way: one kernel of that.
            for case in CASES[name] if not standard else [dict(kernel="rbf", C=10, gamma="scale")]:
                model = SVC(**case, cache_size=2000, decision_function_shape="ovo").fit(x, y)
                labels = model.predict(test)
                yield {
                    "data": name, "kernel": case["kernel"], "cost": case["C"],
                    "gamma": None if case.get("gamma", "scale") == "scale" else case["gamma"],
                    "coef0": case.get("coef0", 0), "standard": standard, "objective": objective(model, x, y),
                    "vectors": int(model.n_support_.sum()), "accuracy": float((labels == truth).mean()),
                    "decisions": [round(float(v), 5) for v in model.decision_function(shown).ravel()],
                    "labels": "".join(map(str, labels))}
                print(name, case, standard, "done", flush=True)


def components():
    x, _, test, _ = digits()
    model = PCA(n_components=12, svd_solver="full").fit(x)
    signs = np.sign(model.components_[np.arange(12), np.abs(model.components_).argmax(axis=1)])
    yield {
        "shares": model.explained_variance_ratio_.tolist(),
        "coordinates": [round(float(v), 8) for v in (model.transform(test[:10]) * signs).ravel()]}


write("components.json", components())
write("machines.json", machines())
