"""One reading of bench/read.mjs: read_csv as its users call it. `pandas_worker.py FILE default|round_trip`."""

import json
import resource
import sys
import time

import pandas

file, precision = sys.argv[1:]
options = {} if precision == "default" else {"float_precision": precision}


def measure():
    cpu, wall = time.process_time(), time.perf_counter()
    pandas.read_csv(file, engine="c", **options)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return wall * 1000, cpu * 1000


first, first_cpu = measure()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
again = [measure() for _ in range(3)]
print(
    json.dumps(
        {
            "first": first,
            "again": min(wall for wall, _ in again),
            "firstProcessor": first_cpu,
            "againProcessor": min(cpu for _, cpu in again),
            "peak": peak,
        }
    )
)
