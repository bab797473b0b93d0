"""Writes deep/ and deep.json: PNG files of 16 bits a channel, their values, and Pillow's resizing of them.

Needs NumPy and Pillow. Run in this folder: python3 make_deep.py
"""

import json
import os
import struct
import zlib

import numpy as np
from PIL import Image

random = np.random.RandomState(3)
os.makedirs("deep/gray/low", exist_ok=True)
os.makedirs("deep/gray/high", exist_ok=True)
os.makedirs("deep/odd", exist_ok=True)


def png(values, colour):
    """A PNG file of 16 bits a channel: height x width x channels."""
    height, width, _ = values.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


expected = {}
for kind, base in [("low", 0), ("high", 30000)]:
    for number in range(4):
        values = base + random.randint(0, 30000, (6, 7, 1))
        open(f"deep/gray/{kind}/{number}.png", "wb").write(png(values, 0))
        expected[f"gray/{kind}/{number}"] = values.ravel().tolist()
for name, channels, colour in [("gray-alpha", 2, 4), ("rgb", 3, 2), ("rgba", 4, 6)]:
    values = random.randint(0, 65536, (5, 4, channels))
    open(f"deep/odd/{name}.png", "wb").write(png(values, colour))
    expected[f"odd/{name}"] = values.ravel().tolist()

picture = np.array(expected["gray/low/0"], "float32").reshape(6, 7) / np.float32(65535)
expected["resized"] = {
    name: {
        f"{width}x{height}": [float(v) for v in np.asarray(
            Image.fromarray(picture, "F").resize((width, height), getattr(Image.Resampling, name.upper()))).ravel()]
        for width, height in [(3, 3), (14, 9), (7, 2), (20, 6)]
    }
    for name in ["nearest", "box", "bilinear", "bicubic", "lanczos"]
}
json.dump(expected, open("deep.json", "w"), separators=(",", ":"))
