"""Accuracies of an independent library on problems of the archive, on the archive's own split.

    archive.py minirocket|dtw FOLDER PROBLEM [PROBLEM ...]

FOLDER holds <problem>_TRAIN.ts and <problem>_TEST.ts. Needs the package aeon (in an environment of its own: it brings numba).
Prints a line of JSON a problem. Samples of unequal length, which the library's MiniRocket does not take, are made equal in two
ways: zeros after their end, and stretched to the longest one.
"""

import json
import sys
from pathlib import Path

import aeon
import numpy
from aeon.classification.convolution_based import MiniRocketClassifier
from aeon.classification.distance_based import KNeighborsTimeSeriesClassifier
from aeon.datasets import load_from_ts_file
from aeon.transformations.collection.unequal_length import Padder, Resizer

method, folder, *problems = sys.argv[1:]


def equal(train, test):
    """Pairs of training and test data with samples of one length, by how they were made so."""
    if isinstance(train, numpy.ndarray) and isinstance(test, numpy.ndarray):
        return {"as they are": (train, test)}
    longest = max(sample.shape[1] for sample in train)
    # Test samples longer than every training sample are cut, as a model in use would have to.
    test = [sample[:, :longest] for sample in test]
    ways = {"zeros after the end": Padder(padded_length=longest), "stretched": Resizer(resized_length=longest)}
    return {name: (way.fit_transform(list(train)), way.transform(test)) for name, way in ways.items()}


def models():
    """MiniRocket with five seeds and a ridge; the nearest neighbour by dynamic time warping over the whole length draws nothing."""
    if method == "dtw":
        return [KNeighborsTimeSeriesClassifier(n_neighbors=1, distance="dtw")]
    return [MiniRocketClassifier(random_state=seed) for seed in range(1, 6)]


for problem in problems:
    train, labels = load_from_ts_file(str(Path(folder) / f"{problem}_TRAIN.ts"))
    test, truth = load_from_ts_file(str(Path(folder) / f"{problem}_TEST.ts"))
    pairs = {"as they are": (train, test)} if method == "dtw" else equal(train, test)
    for way, (one, other) in pairs.items():
        found = [float(numpy.mean(model.fit(one, labels).predict(other) == truth)) for model in models()]
        print(json.dumps({"library": f"aeon {aeon.__version__}", "method": method, "problem": problem, "lengths": way,
                          "accuracies": found}), flush=True)
