"""Makes archives/: ZIP archives of two arrays that are packed in odd ways, or say of themselves what isn't so.

Run in this folder, with NumPy: python3 make_archives.py
"""
import io
import os
import struct
import zipfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "archives")
CENTRAL, END = b"PK\1\2", b"PK\5\6"
METHOD, SIZES, COUNTS = 10, 20, 8


def archive(method=zipfile.ZIP_STORED, names=("X.npy", "y.npy"), file=None):
    """Features and labels; the same bytes each time."""
    file = file or io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, array in zip(names, [np.arange(12, dtype="<f4").reshape(3, 4), np.array([0, 1, 0])]):
            content = io.BytesIO()
            np.save(content, array)
            archive.writestr(zipfile.ZipInfo(name), content.getvalue(), method)
    return bytearray(file.getvalue()) if isinstance(file, io.BytesIO) else file.content


class Pipe(io.RawIOBase):
    """Where nobody can go back: sizes stand behind the content."""

    def __init__(self):
        self.content = bytearray()

    def writable(self):
        return True

    def write(self, content):
        self.content += bytes(content)
        return len(content)


def write(name, content):
    with open(os.path.join(FOLDER, name + ".npz"), "wb") as file:
        file.write(content)


def changed(content, mark, place, values):
    """Numbers at a place behind the first mark."""
    start = content.index(mark) + place
    content[start:start + len(values)] = values
    return content


def zip64(count, size=None, start=None):
    """With a second directory's end, for what doesn't fit into 32 bits."""
    content = archive()
    end, directory = content.index(END), content.index(CENTRAL)
    size, start = size or end - directory, directory if start is None else start
    head = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, start)
    return content[:end] + head + b"PK\6\7" + struct.pack("<IQI", 0, end, 1) + content[end:]


os.makedirs(FOLDER, exist_ok=True)
packed = zipfile.ZIP_DEFLATED
write("stored", archive())
write("deflated", archive(packed))
write("streamed", archive(packed, file=Pipe()))
write("bzip2", archive(zipfile.ZIP_BZIP2))
write("encrypted", changed(archive(), CENTRAL, 8, b"\1\0"))
write("behind", bytes(archive()) + b"x" * 1000)
write("zip64", zip64(2))
# Lies.
write("long", changed(archive(packed), CENTRAL, SIZES + 4, struct.pack("<I", 0x7FFFFFFF)))
write("cut", changed(archive(), CENTRAL, SIZES, struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF)))
write("short", changed(archive(), CENTRAL, SIZES, struct.pack("<I", 100)))
write("checksum", changed(archive(), b"NUMPY", 124, b"\7"))
write("unpackable", changed(archive(packed), b"X.npy", 5, b"\xff\xff\xff"))
write("count", changed(archive(), END, COUNTS, struct.pack("<HH", 9, 9)))
write("many", zip64(1 << 40))
write("far", zip64(1 << 40, 1 << 62, 0))
write("prefix", b"x" * 100 + bytes(archive()))
write("empty", b"")
write("zeros", bytes(1000))
