"""Makes sparse.json: svmlight files with label sets, and what scikit-learn reads in them.

Run in this folder, with NumPy and scikit-learn: python3 make_sparse.py
"""
import io
import json
import os

import numpy as np
from sklearn import datasets

HERE = os.path.dirname(os.path.abspath(__file__))

# By hand: no label, several spaces, a comment, a query, labels twice and in any order, an empty line, CRLF.
ODD = [
    "1,3 1:5 2:200\n 1:7\n3 2:9\n",
    "2,1,2 qid:4 1:5 # 9:9\r\n\r\n\t3:7\nqid:1 2:8\n-1,0.5 1:1 3:255",
    "10 1:3\n9,10,11 2:4\n1:255\n+9\n7,1e1\n",
]


def written(generator, number):
    """What scikit-learn writes of any number of labels a sample."""
    classes, samples, features = [2, 5, 70][number % 3], int(generator.integers(3, 30)), int(generator.integers(2, 12))
    labels = (generator.random((samples, classes)) < [0.5, 0.3, 0.05][number % 3]).astype(int)
    labels[0, :2] = 1
    pixels = generator.integers(0, 256, (samples, features)) * (generator.random((samples, features)) < 0.6)
    # A sample without a label and without a feature is an empty line, which no reader takes for a sample.
    pixels[:, 0] = np.maximum(pixels[:, 0], 1)
    pixels[0, -1] = 2
    file = io.BytesIO()
    datasets.dump_svmlight_file(pixels, labels, file, zero_based=False, multilabel=True)
    return file.getvalue().decode()


def main():
    generator = np.random.default_rng(21)
    rows = []
    for text in ODD + [written(generator, number) for number in range(12)]:
        found, labels = datasets.load_svmlight_file(io.BytesIO(text.encode()), multilabel=True, zero_based=False)
        names = sorted({label for own in labels for label in own})
        rows.append({
            "text": text, "classes": [str(int(name)) if name == int(name) else str(name) for name in names],
            "sets": [sorted({names.index(label) for label in own}) for own in labels],
            "pixels": found.toarray().astype(int).tolist()})
    with open(os.path.join(HERE, "sparse.json"), "w") as file:
        file.write("[" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "]\n")


main()
