"""One reading of bench/parts/reading.mjs: read_csv as its users call it. `pandas_read.py FILE default|round_trip AGAIN`."""

import json
import resource
import sys
import time

import pandas

file, precision, times = sys.argv[1:]
options = {} if precision == "default" else {"float_precision": precision}


def measure():
    cpu, wall = time.process_time(), time.perf_counter()
    pandas.read_csv(file, engine="c", **options)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return wall * 1000, cpu * 1000


first, processor = measure()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
again = min([measure()[0] for _ in range(int(times))], default=first)
print(json.dumps({"first": first, "again": again, "processor": processor, "peak": peak}))
