#!/usr/bin/env python3
"""How long a picture takes alone, beside two busy loops, and beside a second Heddle: medians of rounds in turn. A fair share
of two cores beside two busy loops is twice the time; a second Heddle beside the first makes both take twice as long.
  tests/bench/fair_share.py build/release/bin/heddle [--rounds 5] [-- OPTIONS OF GENERATE]"""
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUSY = "while True: pass"


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def picture(heddle, options, folder, name):
    return [heddle, "generate", "--prompt", "a red ball on the beach at dusk", "-o", str(Path(folder) / name), *options]


def timed(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return time.perf_counter() - start


def beside(others, command):
    running = [subprocess.Popen(other, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for other in others]
    try:
        time.sleep(0.3)
        return timed(command)
    finally:
        for process in running:
            process.kill()
            process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("heddle")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("options", nargs="*", default=[])
    arguments = parser.parse_args()
    seconds = {"alone": [], "beside two busy loops": [], "beside a second heddle": []}
    with tempfile.TemporaryDirectory() as folder:
        one = picture(arguments.heddle, arguments.options, folder, "one.png")
        endless = picture(arguments.heddle, [*arguments.options, "--count", "64", "--steps", "1000"], folder, "two.png")
        timed(one)  # warm files
        for _ in range(arguments.rounds):
            seconds["alone"].append(timed(one))
            seconds["beside two busy loops"].append(beside([[sys.executable, "-c", BUSY]] * 2, one))
            seconds["beside a second heddle"].append(beside([endless], one))
    alone = statistics.median(seconds["alone"])
    print(f"{processor()}, {len(os.sched_getaffinity(0))} processors, {arguments.rounds} rounds in turn")
    for name, values in seconds.items():
        middle = statistics.median(values)
        print(f"{name:26}{middle:7.2f} s  ({min(values):.2f} to {max(values):.2f}), {middle / alone:.2f} times as long as alone")
    print(json.dumps(seconds))


main()
