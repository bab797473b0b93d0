"""Makes variants.json: what the writers of PNG and JPEG files may choose, with what Pillow reads from each.

Run in this folder, with NumPy and Pillow 13: python3 make_variants.py
"""
import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms

from make_images import PASSES, chunk, exif, levels, packed, pixels_of, png, read, refused, scaled, segment, write


def filtered(line, before, step, kind):
    """A row of bytes behind one of PNG's five filters, as its specification says."""
    result = bytearray([kind])
    for i, byte in enumerate(line):
        a, b = line[i - step] if i >= step else 0, before[i]
        c = before[i - step] if i >= step else 0
        nearest = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
        result.append((byte - [0, a, b, (a + b) // 2, nearest][kind]) & 255)
    return bytes(result)


def png_by_filters(samples, colour, depth, kinds, interlaced=False):
    height, width, channels = samples.shape
    data = b""
    for x, y, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        part = samples[y::dy, x::dx]
        before = bytes(len(packed(part[0].ravel(), depth))) if part.size else b""
        for number, row in enumerate(part if part.size else []):
            line = packed(row.ravel(), depth)
            data += filtered(line, before, max(1, channels * depth // 8), kinds[number % len(kinds)])
            before = line
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def filters_of_png():
    for kind in range(5):
        for colour, depth, channels in [(0, 1, 1), (0, 8, 1), (2, 8, 3), (4, 16, 2)]:
            samples = levels(4, 11, channels, depth=depth)
            expected = scaled(samples) if depth == 16 else samples * 255 if depth == 1 else samples
            read(f"filter {kind}, {depth} bits, {channels} channels", png_by_filters(samples, colour, depth, [kind]), expected)
    samples = levels(9, 7, 4)
    read("all filters", png_by_filters(samples, 6, 8, [4, 3, 2, 1, 0]))
    read("all filters, interlaced", png_by_filters(samples, 6, 8, [4, 3, 2, 1, 0], interlaced=True))
    refused("a filter that isn't", png_by_filters(samples, 6, 8, [0]).replace(
        zlib.compress(b"".join(b"\0" + packed(row.ravel(), 8) for row in samples)),
        zlib.compress(b"".join(b"\5" + packed(row.ravel(), 8) for row in samples))))


def transparency_of_png():
    for depth in [1, 2, 4, 8]:
        colours = 1 << depth
        samples = levels(6, 7, 1, depth=depth)
        palette = chunk(b"PLTE", levels(colours, 3).astype(np.uint8).tobytes())
        read(f"interlaced palette of {depth} bits", png(samples, 3, depth, True, before=palette))
        alpha = chunk(b"tRNS", levels(max(1, colours // 2)).astype(np.uint8).tobytes())
        read(f"palette of {depth} bits, half with alpha", png(samples, 3, depth, before=palette + alpha))
        read(f"interlaced palette of {depth} bits with alpha", png(samples, 3, depth, True, before=palette + alpha))
    # By the specification the sample of the file is what is transparent, not the level that it becomes; Pillow
    # compares levels where there are 2 or 4 bits, and with 16 takes what is near.
    for depth in [1, 2, 4, 8, 16]:
        samples = levels(5, 6, 1, depth=depth)
        samples[0, :2], wanted = [[(1 << depth) - 1], [(1 << depth) - 1]], (1 << depth) - 1
        gray = scaled(samples) if depth == 16 else samples * (255 // wanted)
        if depth == 16:
            samples[1, 0], gray[1, 0] = wanted - 1, 255
        expected = np.dstack([gray, np.where(samples == wanted, 0, 255)])
        for interlaced in [False, True]:
            file = png(samples, 0, depth, interlaced, before=chunk(b"tRNS", struct.pack(">H", wanted)))
            read(f"a transparent gray of {depth} bits" + ", interlaced" * interlaced, file, expected)
    for depth in [8, 16]:
        samples = levels(4, 5, 3, depth=depth)
        samples[2, 3] = samples[1, 1]
        samples[2, 4] = samples[1, 1] - [0, 0, 1]
        colours = scaled(samples) if depth == 16 else samples
        expected = np.dstack([colours, np.where((samples == samples[1, 1]).all(2), 0, 255)])
        mark = chunk(b"tRNS", struct.pack(">HHH", *samples[1, 1]))
        read(f"a transparent colour of {depth} bits", png(samples, 2, depth, before=mark), expected)


def chunks_of_png():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    chunks = {
        "gAMA": struct.pack(">I", 100000), "sRGB": b"\1", "iCCP": b"a\0\0" + zlib.compress(profile, 9),
        "cHRM": struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000),
        "pHYs": struct.pack(">IIB", 1, 3, 1), "tIME": struct.pack(">H5B", 2024, 2, 29, 1, 2, 3), "prVt": b"?"}
    samples = {2: levels(3, 4, 3), 4: levels(3, 4, 2), 6: levels(3, 4, 4)}
    for name, content in chunks.items():
        read(f"a chunk {name}", png(samples[2], 2, before=chunk(name.encode(), content)), samples[2])
        read(f"a chunk {name} before alpha", png(samples[6], 6, before=chunk(name.encode(), content)), samples[6])
    deep = levels(3, 4, 1, depth=16)
    gamma = chunk(b"gAMA", struct.pack(">I", 45455))
    read("a gamma of 16 bits", png(deep, 0, 16, before=gamma), scaled(deep))
    read("significant bits", png(samples[2], 2, before=chunk(b"sBIT", b"\3\4\5")), samples[2])
    read("a background", png(samples[4], 4, before=chunk(b"bKGD", b"\0\7")), samples[4])
    read("a palette that is only a proposal", png(samples[2], 2, before=chunk(b"PLTE", bytes(9))), samples[2])
    parts, data = b"", zlib.compress(b"".join(b"\0" + packed(row.ravel(), 8) for row in samples[2]))
    for byte in data:
        parts += chunk(b"IDAT", bytes([byte])) + chunk(b"IDAT", b"") * (byte % 7 == 0)
    whole = png(samples[2], 2)
    read("pixels in chunks of one byte", whole[:33] + parts + chunk(b"IEND", b""), samples[2])
    for height, width in [(1, 1), (2, 3), (3, 2), (1, 9), (9, 1), (4, 5), (5, 4), (8, 8)]:
        small = levels(height, width, 1, depth=4)
        read(f"interlaced, {width}x{height}", png(small, 0, 4, interlaced=True), small * 17)


def jpeg(mode, size, **options):
    # Noise, so that each step of decoding shows: integers all, and the same in every libjpeg-turbo.
    channels = {"L": 1, "RGB": 3, "CMYK": 4}[mode]
    samples = levels(*size, channels).astype(np.uint8)
    target = io.BytesIO()
    image = Image.fromarray(samples[..., 0] if mode == "L" else samples, mode)
    image.save(target, "JPEG", **({"quality": 40} | options))
    return target.getvalue()


def without(file, marker):
    """The file without its first segment of a kind."""
    start = file.index(bytes([255, marker]))
    return file[:start] + file[start + 2 + struct.unpack(">H", file[start + 2: start + 4])[0]:]


def adobe(file, transform):
    """The file with another way of storing colours in Adobe's marker."""
    place = file.index(b"Adobe") + 11
    return file[:place] + bytes([transform]) + file[place + 1:]


def variants_of_jpeg():
    for name, options in [
        ("gray", {}), ("progressive gray", {"progressive": True}), ("gray with restarts", {"restart_marker_blocks": 1})]:
        read(f"noise, {name}", jpeg("L", (11, 13), **options))
    for subsampling in ["4:4:4", "4:2:2", "4:2:0"]:
        sizes = {"subsampling": subsampling}
        read(f"noise, {subsampling}", jpeg("RGB", (19, 21), **sizes))
        read(f"noise, progressive {subsampling}", jpeg("RGB", (9, 35), progressive=True, **sizes))
        read(f"noise, {subsampling} with restarts", jpeg("RGB", (35, 18), restart_marker_rows=1, **sizes))
    # As many blocks in another order: what Pillow doesn't write.
    for name, old, new in [("4:1:1", 2, 0x41), ("4:4:0", 1, 0x12)]:
        for progressive in [False, True]:
            file = jpeg("RGB", (32, 32), subsampling=old, quality=20, progressive=progressive)
            place = file.index(struct.pack(">HHB", 32, 32, 3)) + 6
            file = file[:place] + bytes([new]) + file[place + 1:]
            read(f"noise, {'progressive ' * progressive}{name}", file)
    for quality in [5, 75, 100]:
        read(f"noise, quality {quality}", jpeg("RGB", (9, 10), quality=quality, optimize=True))
    for height, width in [(1, 2), (2, 1), (8, 8), (7, 16), (16, 17)]:
        read(f"noise, {width}x{height}", jpeg("RGB", (height, width), subsampling=2))


def colours_of_jpeg():
    inks = jpeg("CMYK", (10, 11))
    read("inks by Adobe", inks)
    read("YCCK", adobe(inks, 2))
    read("progressive YCCK", adobe(jpeg("CMYK", (10, 9), progressive=True), 2))
    read("YCCK with restarts", adobe(jpeg("CMYK", (10, 20), restart_marker_blocks=1), 2))
    read("YCCK, 4:2:0", adobe(jpeg("CMYK", (18, 11), subsampling=2), 2))
    read("inks with EXIF", segment(inks, b"Exif\0\0" + exif(6)))
    # Pillow takes all inks for inverted; without Adobe's marker they are what the standard says.
    plain = without(inks, 0xEE)
    stored = 255 - np.asarray(Image.open(io.BytesIO(plain)))
    read("inks without Adobe's marker", plain, pixels_of(Image.fromarray(stored, "CMYK")))
    kept = jpeg("RGB", (10, 9), keep_rgb=True)
    read("RGB by Adobe", kept)
    read("RGB by the names of its components", without(kept, 0xEE))
    read("YCbCr by Adobe", adobe(kept, 1))
    read("YCbCr without JFIF", without(jpeg("RGB", (10, 9)), 0xE0))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    read("a profile in a JPEG", jpeg("RGB", (9, 9), icc_profile=profile, comment=b"hello"))


filters_of_png()
transparency_of_png()
chunks_of_png()
variants_of_jpeg()
colours_of_jpeg()
write("variants.json")
