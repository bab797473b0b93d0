"""Makes gradients.json: histograms of oriented gradients of bytes as scikit-image computes them.

Run in this folder, with NumPy and scikit-image 0.26: python3 make_gradients.py
"""
import json
import os

import numpy as np
from skimage import data
from skimage.feature import hog

HERE = os.path.dirname(os.path.abspath(__file__))


def images():
    random = np.random.default_rng(7)
    photo, other, camera = data.astronaut(), data.coffee(), data.camera()
    yield "crop of a colour photo", photo[130:151, 200:223]
    yield "another colour crop", other[40:56, 300:320]
    yield "crop of a gray photo", camera[100:121, 220:239]
    # Few levels: gradients of equal length in several channels and directions on the edges of bins are the rule here.
    yield "colours of four levels", random.integers(0, 4, (17, 15, 3)).astype(np.uint8)
    yield "gray of three levels", (random.integers(0, 3, (15, 18)) * 127).astype(np.uint8)
    yield "blocks of colour", random.integers(0, 256, (6, 7, 3)).repeat(3, 0).repeat(3, 1).astype(np.uint8)
    yield "noise", random.integers(0, 256, (29, 31)).astype(np.uint8)


def cases(count):
    random = np.random.default_rng(3)
    # Every number of directions up to 36, on gray and on colours; then sizes of cells and blocks; then many directions.
    for directions in range(1, 37):
        for image in [0, 4] if directions % 2 else [3, 2]:
            yield image, 5, 1, directions
    for directions in [4, 8, 9, 12, 16, 20, 28, 36]:
        for image in range(count):
            yield image, int(random.integers(4, 8)), int(random.integers(1, 3)), directions
    for cell, block in [(1, 1), (2, 3), (3, 4), (4, 3), (6, 2), (7, 2), (8, 1), (14, 1), (15, 1)]:
        yield (6 if cell in (4, 6, 7, 8, 14, 15) else 3), cell, block, 4 if cell < 4 else 9
    for directions in [45, 78, 156, 338, 1024]:
        yield 4, 15, 1, directions


def rows():
    pictures = [picture for _, picture in images()]
    for image, cell, block, directions in cases(len(pictures)):
        picture = pictures[image]
        if min(picture.shape[:2]) // cell < block:
            continue
        features = hog(
            picture, orientations=directions, pixels_per_cell=(cell, cell), cells_per_block=(block, block),
            block_norm="L2-Hys", channel_axis=-1 if picture.ndim == 3 else None)
        yield {
            "image": image, "cell": cell, "block": block, "orientations": directions,
            "features": [round(float(value), 8) for value in features]}


with open(os.path.join(HERE, "gradients.json"), "w") as file:
    shown = [
        {"name": name, "height": picture.shape[0], "width": picture.shape[1],
         "channels": picture.shape[2] if picture.ndim == 3 else 1, "pixels": picture.tobytes().hex()}
        for name, picture in images()]
    lines = [json.dumps(image, separators=(",", ":")) for image in shown]
    file.write('[{"images":[' + ",\n".join(lines) + '],\n"cases":[')
    file.write(",\n".join(json.dumps(row, separators=(",", ":")) for row in rows()) + "]}]\n")
