"""Makes the files that the tests of Datasets read, and the values that they expect.

Run in this folder, with NumPy and Pillow: python3 make_fixtures.py
"""
import csv, gzip, hashlib, json, os, shutil, struct
import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
DIGITS = os.path.join(HERE, "../../../Sources/Datasets/Resources/digits.csv.gz")
CLOTHES = "/usr/share/datasets/fashion-mnist"


def write(path, content):
    path = os.path.join(HERE, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def pack(content):
    return gzip.compress(content, 9, mtime=0)


def idx(array, kind=8):
    return bytes([0, 0, kind, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def pairs():
    train = np.arange(6 * 2 * 3, dtype=np.uint8).reshape(6, 2, 3)
    test = np.arange(100, 100 + 3 * 2 * 3, dtype=np.uint8).reshape(3, 2, 3)
    images, labels = idx(train), idx(np.array([0, 1, 2, 0, 1, 2], np.uint8))
    tests, answers = idx(test), idx(np.array([2, 1, 0], np.uint8))

    def case(name, images=images, labels=labels, tests=None, answers=None):
        for file, content in [("train-images-idx3-ubyte", images), ("train-labels-idx1-ubyte", labels),
                              ("t10k-images-idx3-ubyte", tests), ("t10k-labels-idx1-ubyte", answers)]:
            if content is not None:
                packed = content[:2] == b"\x1f\x8b"
                write(f"idx/{name}/{file}" + (".gz" if packed else ""), content)

    case("good", images, pack(labels), pack(tests), answers)
    # gzip allows several members in a row: one content.
    case("members", pack(images[:20]) + pack(images[20:]), pack(labels))
    damaged = bytearray(pack(images))
    damaged[-8] ^= 1  # a bit of the checksum
    case("checksum", bytes(damaged))
    case("cut-gzip", pack(images)[:-12])
    case("after-gzip", pack(images) + b"more")
    case("cut", images[:-5])
    case("header", images[:9])
    case("trailing", pack(images + b"x"))
    case("magic", b"P5 2 3")
    case("type", idx(train.astype(">f4"), 13))
    case("dimensions", images, idx(np.zeros((6, 1, 1), np.uint8)))
    case("count", images, idx(np.zeros(5, np.uint8)))
    case("zero", bytes([0, 0, 8, 3]) + struct.pack(">3I", 0, 2, 3))
    case("huge", bytes([0, 0, 8, 3]) + struct.pack(">3I", 2**31, 2**20, 2**10) + b"abc")
    case("overflow", bytes([0, 0, 8, 3]) + struct.pack(">3I", 2**32 - 1, 2**32 - 1, 2**32 - 1))
    case("range", images, labels, tests, idx(np.array([2, 7, 0], np.uint8)))
    case("sizes", images, labels, idx(test.reshape(3, 3, 2)), answers)
    case("lonely", images, None)
    case("one-class", images, idx(np.zeros(6, np.uint8)))


def picture(path, colour, size, mode, **options):
    path = os.path.join(HERE, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Image.new(mode, size, colour).save(path, **options)


def folders():
    # "Z" comes before "a" in bytes.
    picture("folders/mixed/Zebra/2.png", 10, (4, 3), "L")
    picture("folders/mixed/Zebra/10.PNG", (255, 0, 0, 128), (5, 3), "RGBA")
    picture("folders/mixed/Zebra/deep/1.png", (1, 2, 3), (4, 3), "RGB")
    picture("folders/mixed/Zebra/.hidden.png", 10, (4, 3), "L")
    picture("folders/mixed/apple/1.jpg", (200, 100, 50), (8, 8), "RGB", quality=95)
    picture("folders/mixed/apple/half.png", (0, 0), (4, 3), "LA")
    write("folders/mixed/apple/empty.png", b"")
    write("folders/mixed/apple/notes.txt", b"no picture")
    write("folders/mixed/apple/wrong.jpg", b"this is text")
    write("folders/mixed/papers/list.txt", b"no pictures here")
    picture("folders/mixed/loose.png", 10, (4, 3), "L")
    for number, (part, name) in enumerate(
            [("train", "cat"), ("train", "dog"), ("val", "cat"), ("val", "dog"), ("test", "dog")]):
        for copy in range(2):
            picture(f"folders/parts/{part}/{name}/{copy}.png", number * 20 + copy, (4, 3), "L")
    picture("folders/parts/extra/cat/1.png", 0, (4, 3), "L")
    picture("folders/stranger/train/cat/1.png", 0, (4, 3), "L")
    picture("folders/stranger/train/dog/1.png", 0, (4, 3), "L")
    picture("folders/stranger/test/bird/1.png", 0, (4, 3), "L")
    picture("folders/flat/1.png", 0, (4, 3), "L")
    picture("folders/flat/2.png", 0, (4, 3), "L")
    picture("folders/single/cat/1.png", 0, (4, 3), "L")


class Fingerprint:
    def __init__(self, classes):
        self.hash = hashlib.sha256()
        self.text("fovea data 1")
        self.numbers(len(classes))
        for name in classes:
            self.text(name)

    def numbers(self, *values):
        self.hash.update(np.array(values, "<i8").tobytes())

    def text(self, text):
        self.numbers(len(text.encode()))
        self.hash.update(text.encode())

    def part(self, name, images, labels):
        self.text(name)
        self.numbers(len(images))
        self.numbers(len(images), images.shape[2], images.shape[1], 1)
        self.hash.update(images.tobytes())
        self.hash.update(labels.astype("<i8").tobytes())


def expected():
    with gzip.open(DIGITS, "rt") as file:
        table = np.array([[int(value) for value in row] for row in csv.reader(file)])
    pixels = ((table[:, :64] * 255 + 8) // 16).astype(np.uint8).reshape(-1, 8, 8)
    labels = table[:, 64]
    values = pixels[:1437] / 255
    digits = Fingerprint([str(n) for n in range(10)])
    digits.part("train", pixels[:1437], labels[:1437])
    digits.part("test", pixels[1437:], labels[1437:])
    result = {
        "digits": {
            "fingerprint": "sha256:" + digits.hash.hexdigest(),
            "mean": values.mean(), "deviation": values.std(),
            "counts": np.bincount(labels[:1437]).tolist(),
            "normalizedTest": ((pixels[1437] / 255 - values.mean()) / values.std()).ravel().tolist(),
        }
    }
    if os.path.isdir(CLOTHES):
        def content(name):
            return gzip.open(os.path.join(CLOTHES, name + ".gz")).read()
        clothes = Fingerprint(["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
                               "Ankle boot"])
        for part, prefix in [("train", "train"), ("test", "t10k")]:
            images = np.frombuffer(content(prefix + "-images-idx3-ubyte")[16:], np.uint8).reshape(-1, 28, 28)
            clothes.part(part, images, np.frombuffer(content(prefix + "-labels-idx1-ubyte")[8:], np.uint8))
            if part == "train":
                mean, deviation = images.mean() / 255, images.std() / 255
        result["clothes"] = {"fingerprint": "sha256:" + clothes.hash.hexdigest(), "mean": mean, "deviation": deviation}
    write("expected.json", (json.dumps(result, indent=1) + "\n").encode())


for folder in ["idx", "folders"]:
    shutil.rmtree(os.path.join(HERE, folder), ignore_errors=True)
pairs()
folders()
expected()
