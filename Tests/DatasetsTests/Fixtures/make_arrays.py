"""Writes arrays/ and arrays.json: arrays as NumPy saves them, and what NumPy reads from them.

Needs NumPy 2. Run in this folder: python3 make_arrays.py
"""

import io
import json
import os
import zipfile

import numpy as np

os.makedirs("arrays", exist_ok=True)
random = np.random.RandomState(7)
expected = {}


def save(name, array, version=None, **more):
    """One array, and its elements in the order of C."""
    with open(f"arrays/{name}.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version, **more)
    loaded = np.load(f"arrays/{name}.npy")
    elements = loaded.ravel(order="C").tolist()
    expected[name] = {
        "shape": list(loaded.shape),
        "elements": [float(e) if not isinstance(e, (str, bytes)) else (e if isinstance(e, str) else e.decode()) for e in elements],
    }


base = np.arange(24).reshape(2, 3, 4)
for type_name in ["|u1", "|i1", "|b1", "<u2", ">u2", "<i2", ">i2", "<u4", ">i4", "<i8", ">u8", "<f2", ">f2",
                  "<f4", ">f4", "<f8", ">f8"]:
    values = base % 2 if type_name == "|b1" else base * (0.3125 if "f" in type_name else 1)
    values = values - 7 if type_name[1] in "if" else values
    key = type_name.replace("|", "n").replace("<", "l").replace(">", "b")
    save(f"type-{key}", values.astype(type_name))
    save(f"fortran-{key}", np.asfortranarray(values.astype(type_name)))
for version in [(1, 0), (2, 0), (3, 0)]:
    save(f"version-{version[0]}", base.astype("<f4"), version)
save("tiny-f2", np.array([[6e-8, 6.1e-5, -65504.0, 0.0]], "<f2"))
save("one-dimension", np.arange(5))
save("texts", np.array(["cat", "dog", "Elefant", "é\U0001F600"]))
save("texts-big", np.array(["cat", "dog"]).astype(">U5"))
save("bytes", np.array([b"cat", b"a dog", b""]))

images = random.randint(0, 256, (6, 4, 5), "uint8")
colours = random.randint(0, 256, (6, 4, 5, 3), "uint8")
labels = np.array([0, 2, 1, 0, 2, 1])
features = random.standard_normal((6, 10)).astype("float32")


def pack(name, packed=False, **arrays):
    (np.savez_compressed if packed else np.savez)(f"arrays/{name}.npz", **arrays)


# As Keras has MNIST, MedMNIST its sets, and scikit-learn its own.
pack("keras", x_train=images, y_train=labels, x_test=images[:2], y_test=labels[:2])
pack("medmnist", True, train_images=colours, train_labels=labels[:, None], val_images=colours[:3],
     val_labels=labels[:3, None], test_images=colours[:2], test_labels=labels[:2, None])
pack("chest", True, train_images=images, train_labels=random.randint(0, 2, (6, 4)), test_images=images[:2],
     test_labels=np.array([[0, 1, 1, 0], [0, 0, 0, 0]]))
pack("sklearn", data=features, target=labels, target_names=np.array(["setosa", "versicolor", "virginica"]))
np.savez("arrays/unnamed.npz", features, labels)
pack("onehot", X=features, y=np.eye(3)[labels])
np.save("arrays/pair_images.npy", np.moveaxis(colours, -1, 1))
np.save("arrays/pair_labels.npy", np.array(["b", "a", "b", "a", "c", "c"]))
expected["images"] = images.tolist()
expected["colours"] = colours.tolist()
expected["features"] = [[float(v) for v in row] for row in features]

# numpy.savez writes Zip64 headers only for what is large; zipfile does when it is told to.
with zipfile.ZipFile("arrays/zip64.npz", "w", zipfile.ZIP_DEFLATED) as archive:
    for key, array in [("X", features), ("y", labels)]:
        data = io.BytesIO()
        np.save(data, array)
        with archive.open(key + ".npy", "w", force_zip64=True) as entry:
            entry.write(data.getvalue())
    archive.comment = b"a comment behind the end"

json.dump(expected, open("arrays.json", "w"), indent=None, separators=(",", ":"))
