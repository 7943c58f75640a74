"""The five folds of the pain task as a PyTorch script trains them: reading, scaling, epochs with scores, out-of-fold predictions.

    torch_folds.py FOLDER EPOCHS THREADS FOLD [FOLD ...]

Prints a line of JSON: seconds of the whole, without the imports. THREADS 0 is PyTorch's default.
"""

import json
import sys
import time
from types import SimpleNamespace

import numpy
import pandas
import torch
from torch import nn

from torch_step import Network

folder, epochs, threads, *folds = sys.argv[1:]
if int(threads) > 0:
    torch.set_num_threads(int(threads))
start = time.perf_counter()
BATCH = 32
CLASSES = ["no_pain", "low_pain", "high_pain"]
JOINTS = [f"joint_{i:02d}" for i in range(30)]
SURVEYS = [f"pain_survey_{i}" for i in range(1, 5)]
BODY = ["n_legs", "n_hands", "n_eyes"]


def read():
    data = pandas.read_csv(f"{folder}/data/pirate_pain_train.csv", dtype={"sample_index": str}, engine="c")
    labels = pandas.read_csv(f"{folder}/data/pirate_pain_train_labels.csv", dtype=str)
    samples = len(labels)
    steps = len(data) // samples
    joints = data[JOINTS].to_numpy(numpy.float32)
    joints[:, 13:26] = numpy.arcsinh(joints[:, 13:26])
    codes = [data[name].astype("category").cat.codes.to_numpy() for name in SURVEYS + BODY]
    codes.append(numpy.tile(numpy.arange(steps), samples))
    return SimpleNamespace(
        x=joints.reshape(samples, steps, -1),
        codes=numpy.stack(codes, -1).astype(numpy.int64).reshape(samples, steps, -1),
        y=numpy.array([CLASSES.index(label) for label in labels["label"]]),
        steps=steps,
    )


def split(labels, k):
    """Stratified, by turns: fit, select and score part of fold k of five."""
    part = numpy.empty(len(labels), int)
    for c in range(len(CLASSES)):
        own = numpy.flatnonzero(labels == c)
        part[own] = numpy.arange(len(own)) % 5
    train = numpy.flatnonzero(part != k)
    select = train[:: int(round(1 / 0.15))]
    return numpy.setdiff1d(train, select), select, numpy.flatnonzero(part == k)


def train(data, k):
    fit, select, score = split(data.y, k)
    mean = data.x[fit].mean((0, 1))
    spread = data.x[fit].std((0, 1))
    x = torch.from_numpy((data.x - mean) / numpy.where(spread > 0, spread, 1))
    codes = torch.from_numpy(data.codes)
    y = torch.from_numpy(data.y)
    tables = [{"rows": int(data.codes[..., i].max()) + 2, "size": 4 if i < 4 else 2} for i in range(7)]
    shape = {
        "shortest": 1, "continuous": x.shape[-1], "tables": [*tables, {"rows": data.steps + 1, "size": 4}],
        "cell": "gru", "hidden": 64, "layers": 2, "bidirectional": True, "layerNorm": True, "attention": True,
        "dropout": 0.3, "headUnits": 64, "classes": 3,
    }  # fmt: skip
    torch.manual_seed(k)
    network = Network(shape)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-4)
    loss_of = nn.CrossEntropyLoss()
    counts = numpy.bincount(data.y[fit], minlength=3)
    weights = torch.from_numpy(1 / counts[data.y[fit]])
    lengths = torch.full((BATCH,), data.steps)

    def probabilities(part):
        network.eval()
        with torch.no_grad():
            logits = [network(x[i], codes[i], lengths[: len(i)]) for i in torch.from_numpy(part).split(BATCH)]
        return torch.softmax(torch.cat(logits), -1)

    for _ in range(int(epochs)):
        network.train()
        order = torch.from_numpy(fit)[torch.multinomial(weights, len(fit), replacement=True)]
        for batch in order.split(BATCH):
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(network(x[batch], codes[batch], lengths[: len(batch)]), y[batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
        probabilities(select).argmax(-1).eq(y[select]).float().mean().item()
    return score, probabilities(score).numpy()


data = read()
out_of_fold = numpy.zeros((len(data.y), 3), numpy.float32)
for k in map(int, folds):
    score, out_of_fold[score] = train(data, k)
print(json.dumps({"seconds": time.perf_counter() - start}))
