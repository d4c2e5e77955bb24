"""Time and peak memory of a picture of 512x512 by a random Stable Diffusion 1.5: fp32 against the low-memory mode, interleaved.

Run: python tests/bench/low_memory.py --heddle build/release/bin/heddle --random-model build/release/bin/random_model
     [--cpu avx2] [--steps 2] [--rounds 2] [--threads 1] [--folder build/bench/random_sd15]
The model (2.1 GB) is made once in the folder. Each run is a process of its own: loading, text, steps, decode, PNG. Fails where
the low-memory mode needs more than 0.65 times the memory or more than 1.1 times the time of fp32: of the clock, or with
--threads 1 of the processor, which other work on the machine changes little.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time


def picture(arguments, dtype):
    """Seconds and peak memory in GiB."""
    threads = ["--threads", str(arguments.threads)] if arguments.threads else []
    command = [arguments.heddle, "generate", "--prompt", "a red ball on the beach", "--model", str(arguments.folder), "--width", "512",
               "--height", "512", "--steps", str(arguments.steps), "--seed", "1", "--dtype", dtype,
               "-o", str(arguments.folder / f"{dtype}.png"), *threads]
    environment = dict(os.environ, **({"HEDDLE_CPU": arguments.cpu} if arguments.cpu else {}))
    start = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with {status}")
    seconds = usage.ru_utime + usage.ru_stime if arguments.threads == 1 else time.perf_counter() - start
    return seconds, usage.ru_maxrss / 2**20


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--random-model", required=True)
    parser.add_argument("--cpu", default="", help="HEDDLE_CPU of the runs")
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/bench/random_sd15"))
    arguments = parser.parse_args()
    if not (arguments.folder / "model_index.json").exists():
        subprocess.run([arguments.random_model, str(arguments.folder)], check=True)
    rows = {"fp32": [], "bf16": []}
    for _ in range(arguments.rounds):
        for dtype, row in rows.items():
            row.append(picture(arguments, dtype))
            print("%s %.1f s, %.2f GiB" % (dtype, *row[-1]), flush=True)
    (seconds, memory), (low_seconds, low_memory) = ([statistics.median(column) for column in zip(*row)] for row in rows.values())
    print(f"medians: fp32 {seconds:.1f} s and {memory:.2f} GiB, low-memory {low_seconds:.1f} s ({low_seconds / seconds:.2f} times) "
          f"and {low_memory:.2f} GiB ({low_memory / memory:.2f} times)")
    sys.exit(0 if low_seconds <= 1.1 * seconds and low_memory <= 0.65 * memory else 1)


if __name__ == "__main__":
    main()
