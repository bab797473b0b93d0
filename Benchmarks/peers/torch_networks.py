"""PyTorch's side of the comparison: images per second of training steps and of inference on Fashion-MNIST.

python torch_networks.py --network svgg --threads 2 --mode channels_last [--batch 128] [--steps 60]
Prints one JSON line. Networks are those of ../*.fovea; modes: eager, channels_last, compile, compile_channels_last,
bf16_channels_last. Batches are gathered by index from normalised tensors in memory; inference takes 256 at a time.
"""
import argparse, gzip, json, resource, time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

FOLDER = "/usr/share/datasets/fashion-mnist/"


def conv(i, o):
    return [nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU()]


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def svgg():
    return nn.Sequential(
        *conv(1, 32), *conv(32, 32), nn.MaxPool2d(2), *conv(32, 64), *conv(64, 64), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(64 * 49, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 10))


class Block(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.a, self.an = nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o)
        self.b, self.bn = nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o)
        same = stride == 1 and i == o
        self.skip = nn.Identity() if same else nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        return F.relu(self.bn(self.b(F.relu(self.an(self.a(x))))) + self.skip(x))


def resnet20():
    layers, width = [*conv(1, 16)], 16
    for stage in range(3):
        for block in range(3):
            out = 16 * 2**stage
            layers.append(Block(width, out, 2 if block == 0 and stage else 1))
            width = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, 10))


def read(name, skip):
    return np.frombuffer(gzip.open(FOLDER + name).read(), np.uint8, offset=skip).copy()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--network", default="svgg")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--mode", default="channels_last")
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--steps", type=int, default=60)
    a = p.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(a.threads)
    x = torch.from_numpy(read("train-images-idx3-ubyte.gz", 16)).reshape(-1, 1, 28, 28).float().div_(255).sub_(0.286).div_(0.353)
    y = torch.from_numpy(read("train-labels-idx1-ubyte.gz", 8)).long()
    net = {"lenet": lenet, "svgg": svgg, "resnet20": resnet20}[a.network]().train()
    last = "channels_last" in a.mode
    if last:
        net = net.to(memory_format=torch.channels_last)
    forward = torch.compile(net) if "compile" in a.mode else net
    opt = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9, foreach=True)
    order = torch.randperm(len(x))

    def step(i):
        at = (i * a.batch) % (len(x) - a.batch)
        pick = order[at:at + a.batch]
        bx, by = x[pick], y[pick]
        if last:
            bx = bx.contiguous(memory_format=torch.channels_last)
        opt.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled="bf16" in a.mode):
            out = forward(bx)
        loss = F.cross_entropy(out.float(), by)
        loss.backward()
        opt.step()
        return loss

    for i in range(5):
        step(i)
    rounds = []
    for r in range(3):
        start = time.perf_counter()
        for i in range(a.steps):
            loss = step(5 + r * a.steps + i)
        rounds.append(a.batch * a.steps / (time.perf_counter() - start))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    net.eval()
    inference = []
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled="bf16" in a.mode):
        forward(x[:256])
        for r in range(3):
            start = time.perf_counter()
            for at in range(0, 10240, 256):
                bx = x[at:at + 256]
                forward(bx.contiguous(memory_format=torch.channels_last) if last else bx).argmax(1)
            inference.append(10240 / (time.perf_counter() - start))
    print(json.dumps({
        "peer": "torch " + torch.__version__, "network": a.network, "threads": a.threads, "mode": a.mode,
        "batch": a.batch, "images_per_second": round(sorted(rounds)[1], 1), "loss": round(loss.item(), 4),
        "inference_images_per_second": round(sorted(inference)[1], 1), "peak_mb": peak}))


main()
