"""Writes learning.json: what PyTorch and fastai say of optimizers, schedules, losses and rate searches.

Made with Python 3.11, torch 2.15.0, fastai 2.8.12:  python learning.py > learning.json
"""

import json
import math

import numpy as np
import torch
from fastai.callback.schedule import SchedCos, combined_cos, minimum, slide, steep, valley
from torch.nn import functional as F
from torch.optim import lr_scheduler as ls


def optimizers():
    """100 steps on a noisy bowl: g = a (w - c) + noise, a gradient that every optimizer has to follow."""
    count = 16
    a = torch.tensor([0.2 + 0.1 * i for i in range(count)], dtype=torch.float64)
    c = torch.tensor([((i * 29) % 17) / 8 - 1 for i in range(count)], dtype=torch.float64)
    start = [((i * 13) % 11) / 5 - 1 for i in range(count)]
    cases = {
        "sgd": (torch.optim.SGD, dict(lr=0.1)),
        "momentum": (torch.optim.SGD, dict(lr=0.05, momentum=0.9)),
        "momentum decay": (torch.optim.SGD, dict(lr=0.05, momentum=0.8, weight_decay=0.01)),
        "nesterov": (torch.optim.SGD, dict(lr=0.05, momentum=0.9, nesterov=True)),
        "adam": (torch.optim.Adam, dict(lr=0.01)),
        "adam decay": (torch.optim.Adam, dict(lr=0.01, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)),
        "adamw": (torch.optim.AdamW, dict(lr=0.01)),
        "rmsprop": (torch.optim.RMSprop, dict(lr=0.01)),
        "rmsprop momentum": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, momentum=0.5, weight_decay=0.01)),
        "adagrad": (torch.optim.Adagrad, dict(lr=0.1)),
        "momentum cycle": (torch.optim.SGD, dict(lr=0.05, momentum=0.9)),
        "adam cycle": (torch.optim.Adam, dict(lr=0.01)),
    }
    result = {}
    for name, (kind, options) in cases.items():
        w = torch.tensor(start, dtype=torch.float32, requires_grad=True)
        optimizer = kind([w], foreach=False, **options)
        trace = {}
        for step in range(1, 101):
            noise = torch.tensor([((step * 37 + i * 101) % 97) / 97 - 0.5 for i in range(count)], dtype=torch.float64)
            if name.endswith("cycle"):
                momentum = 0.95 - ((step * 7) % 10) / 100
                group = optimizer.param_groups[0]
                group.update({"betas": (momentum, 0.999)} if "betas" in group else {"momentum": momentum})
            w.grad = (a * (w.detach().double() - c) + noise).float()
            optimizer.step()
            if step in (1, 2, 10, 100):
                trace[step] = w.detach().double().tolist()
        result[name] = trace
    return result


def rates(make, steps, epoch_steps=None):
    """The rate of each step; the scheduler steps after every step, or after every `epoch_steps`."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = make(optimizer)
    found = []
    for step in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if epoch_steps is None or (step + 1) % epoch_steps == 0:
            scheduler.step()
    return found


def schedules():
    """7 epochs of 5 steps from a rate of 0.1; one cycle from 0.001, because fastai's shares of it are 32-bit numbers."""
    result = {
        "constant": [0.1] * 35,
        "step": rates(lambda o: ls.StepLR(o, step_size=2, gamma=0.3), 35, 5),
        "exponential": rates(lambda o: ls.ExponentialLR(o, gamma=0.8), 35, 5),
        "cosine": rates(lambda o: ls.CosineAnnealingLR(o, T_max=35, eta_min=0.001), 35),
        "restarts": rates(lambda o: ls.CosineAnnealingWarmRestarts(o, T_0=5, T_mult=2, eta_min=0.002), 35),
        "even restarts": rates(lambda o: ls.CosineAnnealingWarmRestarts(o, T_0=10), 35),
        "onecycle": [combined_cos(0.25, 0.001 / 25, 0.001, 0.001 / 1e5)(i / 35) for i in range(35)],
        # The shares of fastai's combined_cos, in 64 bits.
        "onecycle momentum": [
            SchedCos(0.95, 0.85)(i / 35 / 0.25) if i / 35 < 0.25 else SchedCos(0.85, 0.95)((i / 35 - 0.25) / 0.75)
            for i in range(35)
        ],
        "warm cosine": rates(
            lambda o: ls.SequentialLR(
                o,
                [ls.LinearLR(o, start_factor=0.1, total_iters=9), ls.CosineAnnealingLR(o, T_max=25)],
                milestones=[10],
            ),
            35,
        ),
        "warm step": rates(
            lambda o: ls.SequentialLR(
                o, [ls.LinearLR(o, start_factor=0.2, total_iters=4), ls.StepLR(o, step_size=10, gamma=0.3)], milestones=[5]
            ),
            35,
        ),
    }
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    plateau = ls.ReduceLROnPlateau(optimizer, factor=0.5, patience=1, min_lr=0.02)
    losses = [1, 0.9, 0.91, 0.89995, 0.95, 0.8, 0.85, 0.81, 0.8, 0.79, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]
    found = []
    for loss in losses:
        plateau.step(loss)
        found.append(optimizer.param_groups[0]["lr"])
    result["plateau losses"] = losses
    result["plateau"] = found
    return result


def losses():
    """Values and gradients by the logits, for a batch of five samples of four classes."""
    samples = [
        [0.5, -1.25, 2.0, 0.1],
        [3.0, 2.5, -0.5, 0.0],
        [-0.75, 0.25, 0.3, 1.1],
        [1e4, -1e4, 0.0, 9990.0],
        [-20.0, 40.0, 39.5, -1e4],
    ]
    labels = torch.tensor([2, 1, 0, 3, 1])
    weights = torch.tensor([0.5, 2.0, 1.0, 1.5], dtype=torch.float64)
    hot = F.one_hot(labels, 4).double()

    def mean(each):
        """The weighted mean over the samples."""
        w = weights[labels]
        return (each * w).sum() / w.sum()

    def focal(z, gamma):
        log_p = F.log_softmax(z, 1)[range(5), labels]
        return -((1 - log_p.exp()) ** gamma) * log_p

    def smooth(e):
        return hot * (1 - e) + e / 4

    cases = {
        "cross_entropy": lambda z: F.cross_entropy(z, labels),
        "cross_entropy weights": lambda z: F.cross_entropy(z, labels, weight=weights),
        "cross_entropy smoothing": lambda z: F.cross_entropy(z, labels, label_smoothing=0.1),
        "cross_entropy smoothing weights": lambda z: F.cross_entropy(z, labels, weight=weights, label_smoothing=0.1),
        "bce": lambda z: F.binary_cross_entropy_with_logits(z, hot),
        "bce weights": lambda z: mean(F.binary_cross_entropy_with_logits(z, hot, reduction="none").mean(1)),
        "focal": lambda z: focal(z, 2).mean(),
        "focal weights": lambda z: mean(focal(z, 1.5)),
        "mse": lambda z: F.mse_loss(z, hot),
        "mae": lambda z: F.l1_loss(z, hot),
        "huber": lambda z: F.huber_loss(z, hot, delta=0.7),
        "hinge": lambda z: F.multi_margin_loss(z, labels),
        "squared_hinge": lambda z: F.multi_margin_loss(z, labels, p=2),
        "squared_hinge weights": lambda z: mean(F.multi_margin_loss(z, labels, p=2, reduction="none")),
        "kl": lambda z: F.kl_div(F.log_softmax(z, 1), smooth(0.2), reduction="batchmean"),
    }
    found = {}
    for name, case in cases.items():
        z = torch.tensor(samples, dtype=torch.float32).double().requires_grad_()
        value = case(z)
        value.backward()
        found[name] = {"value": value.item(), "gradient": z.grad.flatten().tolist()}
    return {"samples": samples, "labels": labels.tolist(), "weights": weights.tolist(), "cases": found}


def searches():
    """Rate searches over three curves: falling and exploding, noisy, flat with a dip."""
    rates = [1e-7 * (10 / 1e-7) ** (i / 100) for i in range(100)]
    curves = {
        "explodes": [2.3 - 2 / (1 + math.exp(-(i - 60) / 6)) + math.exp((i - 88) / 3) for i in range(95)],
        "noisy": [2.3 - 1.5 * max(0, i - 40) / 60 + 0.02 * math.sin(i * 1.7) + math.exp((i - 93) / 2) for i in range(95)],
        "dip": [1.0 + 0.3 * math.cos(i / 9) + i / 300 for i in range(100)],
    }
    result = {"rates": rates, "curves": {}}
    for name, curve in curves.items():
        lrs = torch.tensor(rates[: len(curve)])[10:-5]
        values = torch.tensor(curve)[10:-5]
        suggestions = {f.__name__: f(lrs, values, 100)[0] for f in (valley, slide, minimum, steep)}
        result["curves"][name] = {"losses": curve, "suggestions": suggestions}
    return result


found = {"optimizers": optimizers(), "schedules": schedules(), "losses": losses(), "searches": searches()}
print("{" + ",\n".join(json.dumps(name) + ": " + json.dumps(part) for name, part in found.items()) + "}")
