"""Makes images.json: PNG and JPEG files with what Pillow reads from them, and files that are cut or damaged.

Run in this folder, with NumPy and Pillow 13: python3 make_images.py
"""
import io
import json
import os
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(11)
rows = []


def chunk(name, content, wrong=0):
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body) ^ wrong)


def packed(samples, depth):
    """A row of samples of 1 to 16 bits as bytes."""
    if depth == 16:
        return samples.astype(">u2").tobytes()
    if depth == 8:
        return samples.astype(np.uint8).tobytes()
    bits = "".join(format(int(sample), f"0{depth}b") for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i: i + 8], 2) for i in range(0, len(bits), 8))


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, colour, depth=8, interlaced=False, before=b"", behind=b"", wrong=None, end=True):
    """A PNG file of samples[row, column, channel], with chunks before and behind its pixels."""
    height, width = samples.shape[:2]
    data = b""
    for x, y, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        for row in samples[y::dy, x::dx]:
            if len(row):
                data += b"\0" + packed(row.ravel(), depth)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before
    file += chunk(b"IDAT", zlib.compress(data, 9), wrong=int(wrong == "IDAT")) + behind
    return file + (chunk(b"IEND", b"", wrong=int(wrong == "IEND")) if end else b"")


def levels(*shape, depth=8):
    return random.integers(0, 1 << depth, shape)


def exif(value, order="<", kind=3):
    """A TIFF file of one directory with the tag of the orientation; None leaves the tag out."""
    tag = (0x0112, kind, 1, value) if value is not None else (0x0128, 3, 1, 2)
    content = struct.pack(order + "I", tag[3]) if kind == 4 else struct.pack(order + "HH", tag[3], 0)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(order + "IHHHI", 8, 1, *tag[:3]) + content + struct.pack(order + "I", 0)


def pixels_of(image):
    """What Fovea makes of Pillow's picture, before alpha is laid over white."""
    if image.mode == "P" or image.mode == "PA":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif "transparency" in image.info and image.mode in ("1", "L", "RGB"):
        image = image.convert({"1": "LA", "L": "LA", "RGB": "RGBA"}[image.mode])
    elif image.mode == "1":
        image = image.convert("L")
    if image.mode == "CMYK":
        inks = np.asarray(image).astype(int)
        return (((255 - inks[..., :3]) * (255 - inks[..., 3:]) + 127) // 255).astype(np.uint8)
    return np.asarray(image)


def read(name, file, expected=None, remark=False):
    """A file that is read; its pixels are Pillow's, turned as EXIF says, where none are given."""
    if expected is None:
        image = Image.open(io.BytesIO(file))
        image.load()
        expected = pixels_of(ImageOps.exif_transpose(image))
    expected = np.atleast_3d(expected)
    rows.append({
        "name": name, "file": file.hex(), "height": expected.shape[0], "width": expected.shape[1],
        "channels": expected.shape[2], "pixels": expected.astype(np.uint8).tobytes().hex(), "remark": remark})


def refused(name, file):
    rows.append({"name": name, "file": file.hex()})


def write(name):
    with open(os.path.join(HERE, name), "w") as file:
        file.write("[" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "]\n")
    print(len(rows), "files")


def scaled(samples):
    """16 bits as 8, to the nearest."""
    return (samples * 255 + 32767) // 65535


def kinds_of_png():
    for depth in [1, 2, 4, 8]:
        samples = levels(5, 7, 1, depth=depth)
        gray = samples * (255 // ((1 << depth) - 1))
        read(f"gray of {depth} bits", png(samples, 0, depth), gray)
        read(f"interlaced gray of {depth} bits", png(samples, 0, depth, interlaced=True), gray)
        palette = levels(1 << depth, 3).astype(np.uint8)
        read(f"palette of {depth} bits", png(samples, 3, depth, before=chunk(b"PLTE", palette.tobytes())))
    for colour, channels in [(0, 1), (2, 3), (4, 2), (6, 4)]:
        samples = levels(6, 5, channels)
        read(f"8 bits, {channels} channels", png(samples, colour))
        deep = levels(9, 10, channels, depth=16)
        read(f"16 bits, {channels} channels", png(deep, colour, 16), scaled(deep))
        read(f"interlaced 16 bits, {channels} channels", png(deep, colour, 16, interlaced=True), scaled(deep))
    palette = chunk(b"PLTE", levels(4, 3).astype(np.uint8).tobytes())
    read("palette with alpha", png(levels(5, 5, 1, depth=2), 3, 2, before=palette + chunk(b"tRNS", bytes([0, 128, 255]))))
    read("a transparent gray", png(levels(5, 5, 1, depth=2) * 85, 0, before=chunk(b"tRNS", b"\0\x55")))
    read("a transparent colour", png(levels(5, 5, 3, depth=1), 2, before=chunk(b"tRNS", b"\0\0\0\1\0\0")))
    read("one pixel", png(levels(1, 1, 3), 2))
    read("one pixel, gray and alpha", png(levels(1, 1, 2), 4))
    read("one row", png(levels(1, 300, 1), 0))
    read("one column, interlaced", png(levels(300, 1, 1), 0, interlaced=True))


def orientations_of_png():
    for value in range(0, 10):
        samples = levels(2, 3, 3 if value % 2 else 1)
        colour = 2 if value % 2 else 0
        read(f"eXIf {value}", png(samples, colour, before=chunk(b"eXIf", exif(value))))
        read(f"eXIf {value} behind the pixels, big-endian", png(samples, colour, behind=chunk(b"eXIf", exif(value, ">"))))
    samples = levels(2, 3, 1)
    read("eXIf as a long number", png(samples, 0, before=chunk(b"eXIf", exif(6, kind=4))))
    head = b"Raw profile type exif\0"
    lines = b"\nexif\n%8d\n%s\n" % (len(exif(8)) + 6, (b"Exif\0\0" + exif(8)).hex().encode())
    read("EXIF in a text", png(samples, 0, before=chunk(b"zTXt", head + b"\0" + zlib.compress(lines))))
    text = b"XML:com.adobe.xmp\0\0\0\0\0"
    attribute = b'<x:xmpmeta><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    element = b"<x:xmpmeta><tiff:Orientation>3</tiff:Orientation></x:xmpmeta>"
    read("XMP with an attribute", png(samples, 0, before=chunk(b"iTXt", text + attribute)))
    read("XMP with an element", png(samples, 0, behind=chunk(b"iTXt", text + element)))
    both = chunk(b"iTXt", text + attribute) + chunk(b"eXIf", exif(3))
    read("EXIF wins over XMP", png(samples, 0, before=both))
    without = chunk(b"iTXt", text + attribute) + chunk(b"eXIf", exif(None))
    read("EXIF without the tag, and XMP", png(samples, 0, before=without))
    for name, content in [("empty", b""), ("short", b"II*\0"), ("beyond its end", b"II*\0" + struct.pack("<I", 1 << 30))]:
        read(f"eXIf that is {name}", png(samples, 0, before=chunk(b"eXIf", content)), samples)


def odd_png():
    samples = levels(6, 5, 3)
    whole = png(samples, 2)
    read("bytes behind the end", whole + b"hello")
    read("zeros behind the end", whole + bytes(4096))
    read("no IEND", png(samples, 2, end=False), remark=True)
    read("half of IEND", whole[:-6], remark=True)
    read("no IEND, and no checksum of the pixels", png(samples, 2, end=False)[:-4], remark=True)
    read("no IEND, interlaced", png(samples, 2, interlaced=True, end=False), remark=True)
    read("cut in a text behind the pixels", png(samples, 2, behind=chunk(b"tEXt", b"a\0hello"), end=False)[:-3], remark=True)
    read("a wrong checksum of IEND", png(samples, 2, wrong="IEND"), remark=True)
    # Pillow refuses a wrong checksum before the pixels and ignores one of the pixels; the pixels are what counts here.
    read("a wrong checksum of a text", png(samples, 2, before=chunk(b"tEXt", b"a\0hello", 1)), samples, remark=True)
    read("a wrong checksum of eXIf", png(samples, 2, before=chunk(b"eXIf", exif(6), 1)), samples, remark=True)
    refused("a wrong checksum of the pixels", png(samples, 2, wrong="IDAT"))
    refused("a wrong checksum of transparency", png(samples, 2, before=chunk(b"tRNS", bytes(6), 1)))
    refused("cut in the pixels", whole[: len(whole) // 2])
    refused("cut just before the end of the pixels", png(samples, 2, end=False)[:-9])
    refused("cut before the pixels", whole[:33])
    refused("no pixels", whole[:33] + chunk(b"IEND", b""))
    refused("a row too few", png(samples[:5], 2).replace(struct.pack(">II", 5, 5), struct.pack(">II", 5, 6), 1))
    refused("a gigantic size", whole.replace(struct.pack(">II", 5, 6), struct.pack(">II", 1 << 30, 1 << 30), 1))
    head = struct.pack(">IIBBBBB", 10000, 10000, 8, 6, 0, 0, 0)
    refused("400 MB in a few bytes", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))))


def jpeg(mode, size, **options):
    # Blocks of one tone, so that nothing hangs on the last bit of a transform.
    height, width = size
    channels = {"L": 1, "RGB": 3, "CMYK": 4}[mode]
    samples = levels(height // 8 + 1, width // 8 + 1, channels).repeat(8, 0).repeat(8, 1)[:height, :width]
    target = io.BytesIO()
    samples = samples[..., 0] if mode == "L" else samples
    Image.fromarray(samples.astype(np.uint8), mode).save(target, "JPEG", quality=90, **options)
    return target.getvalue()


def kinds_of_jpeg():
    read("gray JPEG", jpeg("L", (13, 9)))
    read("JPEG 4:4:4", jpeg("RGB", (9, 17), subsampling=0))
    read("JPEG 4:2:2", jpeg("RGB", (9, 17), subsampling=1))
    read("JPEG 4:2:0", jpeg("RGB", (17, 11), subsampling=2))
    read("progressive JPEG", jpeg("RGB", (17, 11), progressive=True))
    read("JPEG with restart markers", jpeg("RGB", (17, 33), restart_marker_blocks=1))
    read("CMYK JPEG", jpeg("CMYK", (9, 9)))
    read("JPEG of one pixel", jpeg("RGB", (1, 1)))


def segment(file, content):
    """A JPEG file with one more APP1 segment."""
    return file[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + file[2:]


def odd_jpeg():
    for value in range(0, 10):
        file = segment(jpeg("L" if value % 2 else "RGB", (10, 19)), b"Exif\0\0" + exif(value, "<>"[value % 2]))
        read(f"JPEG with EXIF {value}", file)
    xmp = b'http://ns.adobe.com/xap/1.0/\0<x tiff:Orientation="8"/>'
    read("JPEG with XMP", segment(jpeg("L", (10, 19)), xmp))
    read("JPEG with XMP and EXIF", segment(segment(jpeg("L", (10, 19)), xmp), b"Exif\0\0" + exif(3)))
    whole = jpeg("RGB", (17, 23))
    pixels = np.asarray(Image.open(io.BytesIO(whole)))
    # The decoder has read a few bytes ahead, which it doesn't count.
    read("bytes behind the end of a JPEG", whole + b"hello", pixels)
    read("stray bytes before the end of a JPEG", whole[:-2] + bytes(50) + whole[-2:], pixels, remark=True)
    refused("a JPEG without its end", whole[:-2])
    refused("half a JPEG", whole[: len(whole) // 2])
    refused("half a progressive JPEG", (lambda file: file[: len(file) // 2])(jpeg("RGB", (17, 23), progressive=True)))
    refused("a JPEG without pixels", whole[:100])
    size = whole.index(struct.pack(">HH", 17, 23))
    refused("a gigantic JPEG", whole[:size] + b"\xff\xff\xff\xff" + whole[size + 4:])
    progressive = jpeg("RGB", (17, 23), progressive=True)
    size = progressive.index(struct.pack(">HH", 17, 23))
    large = struct.pack(">HH", 11585, 11585)
    refused("a progressive JPEG of 134 million pixels in a few bytes", progressive[:size] + large + progressive[size + 4:])


if __name__ == "__main__":
    kinds_of_png()
    orientations_of_png()
    odd_png()
    kinds_of_jpeg()
    odd_jpeg()
    write("images.json")
