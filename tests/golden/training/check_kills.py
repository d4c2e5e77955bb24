"""`heddle train`, killed ten times (SIGKILL) at random moments, gives the log and the weights of a run without a break.

Run: python3 tests/golden/training/check_kills.py --heddle build/release/bin/heddle [--seed N]
Every second kill comes while a checkpoint is being written. Compared to the bit; exit code 1 when anything differs.
"""
import argparse
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import small_run

KILLS = 10


def start(heddle: str, recipe: pathlib.Path, folder: pathlib.Path) -> subprocess.Popen:
    return subprocess.Popen([heddle, "train", str(recipe), "--run-folder", str(folder), "--threads", "1"], stderr=subprocess.DEVNULL)


def newest_step(folder: pathlib.Path) -> int:
    return max((int(file.stem[5:]) for file in folder.glob("step-*.safetensors")), default=0)


def wait_for_writing(run: subprocess.Popen, folder: pathlib.Path) -> None:
    while run.poll() is None and not any(name.startswith(".step-") for name in (os.listdir(folder) if folder.exists() else [])):
        pass  # no sleep: a small checkpoint is written in a millisecond


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    dice = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="heddle-kills-") as name:
        folder = pathlib.Path(name)
        recipe, whole, killed = small_run.write_recipe(folder), folder / "whole", folder / "killed"
        begun = time.monotonic()
        run = start(arguments.heddle, recipe, whole)
        while not (whole / "log.csv").exists():
            time.sleep(0.001)
        ready = time.monotonic() - begun
        assert run.wait() == 0
        seconds = time.monotonic() - begun
        unfinished = 0
        for kill in range(KILLS):
            run = start(arguments.heddle, recipe, killed)
            time.sleep(ready + dice.uniform(-0.3 * ready, 0.1 * (seconds - ready)))  # sometimes while it still reads its checkpoint
            if kill % 2 == 1:
                wait_for_writing(run, killed)
            run.send_signal(signal.SIGKILL)
            if run.wait() != -signal.SIGKILL:
                print(f"the run ended before kill {kill + 1}: too short to test")
                return 1
            left = len(list(killed.glob(".step-*"))) if killed.exists() else 0
            unfinished += left
            print(f"kill {kill + 1}: at checkpoint {newest_step(killed)}{', which was being written' if left else ''}")
        assert start(arguments.heddle, recipe, killed).wait() == 0
        same_curve = small_run.curve(whole) == small_run.curve(killed)
        same_weights = small_run.final_tensors(whole) == small_run.final_tensors(killed)
        leftovers = [file.name for file in killed.iterdir() if file.name.startswith(".")]
        print(f"whole run {seconds:.1f} s; {unfinished} kills left a half-written file; log the same: {same_curve}, "
              f"weights and optimiser the same: {same_weights}, left over: {leftovers}")
        return 0 if same_curve and same_weights and not leftovers and len(small_run.curve(whole)) == small_run.STEPS // 4 else 1


if __name__ == "__main__":
    sys.exit(main())
