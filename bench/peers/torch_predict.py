"""Prediction with the pain task's network in PyTorch, one thread: `torch_predict.py FILE LARGE_FILE`.

Prints a line of JSON, in ms: `one` sample by a loaded model, `sample`: one of many from a file to their probabilities; `peak` in MB.
"""

import json
import resource
import statistics
import sys
import time

import numpy
import pandas
import torch

from torch_step import Network

file, large = sys.argv[1:]
torch.set_num_threads(1)
STEPS = 160
JOINTS = [f"joint_{i:02d}" for i in range(30)]
CODES = [*(f"pain_survey_{i}" for i in range(1, 5)), "n_legs", "n_hands", "n_eyes"]
TABLES = [{"rows": 6, "size": 4 if i < 4 else 2} for i in range(7)] + [{"rows": STEPS + 1, "size": 4}]
network = Network(
    {
        "shortest": 1, "continuous": 30, "tables": TABLES, "cell": "gru", "hidden": 64, "layers": 2, "bidirectional": True,
        "layerNorm": True, "attention": True, "dropout": 0.3, "headUnits": 64, "classes": 3,
    }
).eval()  # fmt: skip


def prepare(data):
    x = data[JOINTS].to_numpy(numpy.float32)
    x[:, 13:26] = numpy.arcsinh(x[:, 13:26])
    x = (x - 0.5) / 2
    codes = [data[name].astype("category").cat.codes.to_numpy(numpy.int64) for name in CODES]
    codes.append(numpy.tile(numpy.arange(STEPS), len(data) // STEPS))
    return torch.from_numpy(x).view(-1, STEPS, 30), torch.from_numpy(numpy.stack(codes, -1)).view(-1, STEPS, 8)


def predict(x, codes):
    with torch.no_grad():
        parts = [
            network(x[i : i + 32], codes[i : i + 32], torch.full((min(32, len(x) - i),), STEPS))
            for i in range(0, len(x), 32)
        ]
        return torch.softmax(torch.cat(parts), -1).numpy()


data = pandas.read_csv(file, engine="c", nrows=100 * STEPS)
times = []
for i in range(100):
    start = time.perf_counter()
    predict(*prepare(data.iloc[i * STEPS : (i + 1) * STEPS]))
    times.append((time.perf_counter() - start) * 1000)

start = time.perf_counter()
samples = 0
for part in pandas.read_csv(large, engine="c", chunksize=STEPS * 1000):
    samples += len(predict(*prepare(part)))
sample = (time.perf_counter() - start) * 1000 / samples
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"one": statistics.median(times), "sample": sample, "peak": peak}))
