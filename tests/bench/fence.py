"""A fence against slow kernels: how near each class of operators comes to the processor's peak, against tests/bench/shares.json.

Run: ./test --bench, or python3 tests/bench/fence.py --heddle build/release/bin/heddle [--record]
Shares of the peak that is measured in the same run differ little between processors of one level; the limit is wide (0.6 times the
committed share of a class, the median of its shapes), and a class that fails is measured again, twice. Not part of CI: other work on
the machine makes it fail. --record writes what it finds.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

SHARES = pathlib.Path(__file__).with_name("shares.json")
LIMIT = 0.6


def measured(heddle, level, dtype):
    command = [heddle, "bench", "--operators", "--dtype", dtype, "--width", "256", "--height", "256", "--repeats", "5", "--json", "--threads", "1",
               "--processor-time"]
    environment = dict(os.environ, HEDDLE_CPU=level) if level != "all" else os.environ
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    classes = {}
    for row in json.loads(done.stdout)["operators"]:
        if "share_of_peak" in row:
            classes.setdefault(row["class"], []).append(row["share_of_peak"])
    return {name: round(statistics.median(shares), 2) for name, shares in classes.items()}


def levels():
    """What this processor has, each with the type that it is judged in."""
    flags = set(pathlib.Path("/proc/cpuinfo").read_text().split("flags", 1)[1].split("\n", 1)[0].split())
    if {"avx2", "fma", "f16c"} <= flags:
        yield "avx2", "fp32"
    if {"avx512f", "avx512bw", "avx512vl", "avx512dq"} <= flags:
        yield "avx512", "fp32"
    if "avx512_bf16" in flags:
        yield "all", "bf16"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    committed = json.loads(SHARES.read_text()) if SHARES.exists() else {}
    failed = []
    for level, dtype in levels():
        name = f"{level} {dtype}"
        found = measured(arguments.heddle, level, dtype)
        if arguments.record:
            committed[name] = found
            continue
        wanted = committed.get(name, {})
        for _ in range(2):
            if all(found.get(kind, 0) >= LIMIT * share for kind, share in wanted.items()):
                break
            again = measured(arguments.heddle, level, dtype)
            found = {kind: max(share, again.get(kind, 0)) for kind, share in found.items()}
        for kind, share in wanted.items():
            is_slow = found.get(kind, 0) < LIMIT * share
            print(f"{'SLOW' if is_slow else 'ok  '} {name:<12} {kind:<24} {found.get(kind, 0):.2f} of the peak, committed {share:.2f}")
            failed += [kind] if is_slow else []
    if arguments.record:
        SHARES.write_text(json.dumps(committed, indent=2) + "\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
