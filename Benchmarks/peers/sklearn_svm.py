"""The peers' side of the comparison of support vector machines on Fashion-MNIST: a fit and a prediction of 10,000 images.

sklearn_svm.py --peer intelex|sklearn --features pixels|standard|linear [--limit 60000] [--threads 2]

pixels: RBF, C=10, gamma=0.02 on pixels / 255. standard: RBF, C=10, gamma 1/(features x variance) on standardised pixels.
linear: LinearSVC, C=0.01, on standardised pixels. Prints one JSON line; times leave out reading and standardising.
"""
import argparse
import gzip
import json
import os
import resource
import time

parser = argparse.ArgumentParser()
parser.add_argument("--peer", choices=["intelex", "sklearn"], default="intelex")
parser.add_argument("--features", choices=["pixels", "standard", "linear"], default="pixels")
parser.add_argument("--limit", type=int, default=60000)
parser.add_argument("--threads", type=int, default=2)
a = parser.parse_args()
# Before the libraries count the processors.
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: a.threads])

import numpy as np  # noqa: E402

if a.peer == "intelex":
    from sklearnex import patch_sklearn

    patch_sklearn()
from sklearn.svm import SVC, LinearSVC  # noqa: E402

FOLDER = "/usr/share/datasets/fashion-mnist/"


def read(name, skip):
    return np.frombuffer(gzip.open(FOLDER + name).read(), np.uint8, offset=skip)


def share(x, y, count):
    """The first `count` images, each class in proportion, in order: what `limit=` of ours keeps."""
    kept = np.concatenate([np.flatnonzero(y == label)[: count // 10] for label in range(10)])
    kept.sort()
    return x[kept], y[kept]


x = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 784).astype(np.float32) / 255
y = read("train-labels-idx1-ubyte.gz", 8)
test = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784).astype(np.float32) / 255
truth = read("t10k-labels-idx1-ubyte.gz", 8)
x, y = share(x, y, a.limit)
if a.features != "pixels":
    mean, deviation = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
    deviation[deviation == 0] = 1
    x, test = ((v - mean) / deviation for v in (x, test))
    x, test = x.astype(np.float32), test.astype(np.float32)
if a.features == "linear":
    model = LinearSVC(C=0.01)
else:
    model = SVC(C=10, kernel="rbf", gamma=0.02 if a.features == "pixels" else "scale", cache_size=4000)
start = time.perf_counter()
model.fit(x, y)
fit = time.perf_counter() - start
start = time.perf_counter()
predicted = model.predict(test)
predict = time.perf_counter() - start
print(json.dumps({
    "fit": fit, "predict": predict, "accuracy": float((predicted == truth).mean()),
    "support_vectors": int(model.n_support_.sum()) if a.features != "linear" else 0,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
