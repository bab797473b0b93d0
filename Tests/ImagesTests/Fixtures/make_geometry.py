"""Makes resizing.json and warping.json: what Pillow makes of pictures in other sizes, and scipy of pictures under maps.

Run in this folder, with NumPy, Pillow 13 and scipy 1.17: python3 make_geometry.py
"""
import json
import os

import numpy as np
from PIL import Image
from scipy import ndimage

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(5)
MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
FILTERS = ["nearest", "box", "bilinear", "bicubic", "lanczos"]


def resizing():
    rows = []
    # Larger, smaller, one way each, by whole and by odd factors, from and to one pixel, and the size that it has.
    sizes = [((5, 7), (11, 16)), ((13, 17), (5, 4)), ((6, 9), (12, 3)), ((12, 8), (6, 4)), ((40, 3), (2, 3)),
             ((1, 1), (3, 2)), ((9, 5), (1, 1)), ((6, 4), (6, 4))]
    for (height, width), (new_height, new_width) in sizes:
        for channels, mode in MODES.items():
            samples = random.integers(0, 256, (height, width, channels)).astype(np.uint8)
            if channels in (2, 4):
                # Clear and opaque pixels as well.
                samples[..., -1] = random.choice([0, 1, 100, 254, 255], (height, width))
            picture = Image.fromarray(samples[..., 0] if channels == 1 else samples, mode)
            for name in FILTERS:
                resized = picture.resize((new_width, new_height), getattr(Image.Resampling, name.upper()))
                rows.append({
                    "filter": name, "height": height, "width": width, "channels": channels, "newHeight": new_height,
                    "newWidth": new_width, "pixels": samples.tobytes().hex(),
                    "expected": np.asarray(resized).tobytes().hex()})
    return rows


def warping():
    rows = []
    turn = np.deg2rad(33)
    # [a b c d e f]: source x = a x + b y + c, source y = d x + e y + f, from the centre.
    maps = {
        "nothing": [1, 0, 0, 0, 1, 0], "a quarter turn": [0, -1, 0, 1, 0, 0], "a flip": [-1, 0, 0, 0, 1, 0],
        "a turn by 33 degrees": [np.cos(turn), -np.sin(turn), 0, np.sin(turn), np.cos(turn), 0],
        "larger": [1 / 1.7, 0, 0, 0, 1 / 2.3, 0], "smaller": [1.9, 0, 0, 0, 3.1, 0],
        "a shift by whole pixels": [1, 0, -2, 0, 1, 3], "a shift by parts": [1, 0, 1.25, 0, 1, -0.6],
        "far away": [1, 0, 40.3, 0, 1, -57.8], "all at once": [0.8, 0.5, 1.1, -0.9, 1.3, -2.2],
    }
    for height, width in [(5, 7), (6, 6), (9, 4)]:
        source = random.random((2, height, width)).astype(np.float32)
        centre = np.array([(height - 1) / 2, (width - 1) / 2])
        for name, (a, b, c, d, e, f) in maps.items():
            matrix = np.array([[e, d], [b, a]])
            offset = centre + np.array([f, c]) - matrix @ centre
            for fill in ["constant", "nearest", "reflect", "wrap"]:
                expected = [
                    ndimage.affine_transform(plane.astype(np.float64), matrix, offset, order=1, mode=fill, cval=0.5)
                    for plane in source]
                rows.append({
                    "name": f"{name}, {fill}, {height}x{width}", "map": [a, b, c, d, e, f], "fill": fill,
                    "height": height, "width": width, "source": source.ravel().tolist(),
                    "expected": np.array(expected).ravel().round(7).tolist()})
    return rows


for name, rows in [("resizing", resizing()), ("warping", warping())]:
    with open(os.path.join(HERE, name + ".json"), "w") as file:
        file.write("[" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "]\n")
    print(name, len(rows))
