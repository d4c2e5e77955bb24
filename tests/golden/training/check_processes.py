"""`heddle train` under torchrun, two processes, gives the curve and the weights of one process; also when the number changes
between two sittings, and when one process is killed.

Run: python tests/golden/training/check_processes.py --heddle build/release/bin/heddle   (needs torch, for torchrun)
A batch is summed in another order, and a network's training makes much of little: the first rows of the log must agree to
1e-4, and the whole run must not stray further than three times what one process strays from itself when it sums in another
order (its batch in two shards). Exit code 1 otherwise.
"""
import argparse
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np

import small_run

EARLY = 3  # rows of four steps


def torchrun(heddle, processes, recipe, folder, *extra):
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--no-python", f"--nproc-per-node={processes}", heddle,
               "train", str(recipe), "--run-folder", str(folder), *extra]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})


def finish(run):
    _, errors = run.communicate(timeout=300)
    if run.returncode != 0:
        print(errors[-3000:])
    return run.returncode


def differences(one, other):
    """The largest relative difference of a cell in the log's first rows, in all of it, and of a tensor."""
    rows = [max(abs(float(a[k]) - float(b[k])) / max(abs(float(a[k])), 1e-3) for k in a)
            for a, b in zip(small_run.curve(one), small_run.curve(other), strict=True)]
    ours, theirs = small_run.final_tensors(one), small_run.final_tensors(other)
    assert ours.keys() == theirs.keys()
    tensors = []
    for name, data in ours.items():
        a, b = np.frombuffer(data, np.float32), np.frombuffer(theirs[name], np.float32)
        if name.startswith(("master.", "average.")):
            tensors.append(np.abs(a - b).max() / max(np.abs(a).max(), 1e-3))
    return max(rows[:EARLY]), max(rows), max(tensors)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle
    fine = True
    with tempfile.TemporaryDirectory(prefix="heddle-processes-") as name:
        folder = pathlib.Path(name)
        recipe = small_run.write_recipe(folder)
        assert subprocess.run([heddle, "train", str(recipe), "--run-folder", str(folder / "one"), "--threads", "1"],
                              stderr=subprocess.DEVNULL).returncode == 0
        in_shards = folder / "shards.toml"
        in_shards.write_text(recipe.read_text().replace("[train]", "[train]\nshards = 2"))
        assert subprocess.run([heddle, "train", str(in_shards), "--run-folder", str(folder / "shards"), "--threads", "1"],
                              stderr=subprocess.DEVNULL).returncode == 0
        assert finish(torchrun(heddle, 2, recipe, folder / "two")) == 0
        assert finish(torchrun(heddle, 2, recipe, folder / "changed", "--stop-after", "50")) == 0
        assert subprocess.run([heddle, "train", str(recipe), "--run-folder", str(folder / "changed"), "--threads", "1"],
                              stderr=subprocess.DEVNULL).returncode == 0
        early, log_strays, weights_stray = differences(folder / "one", folder / "shards")
        print(f"one process in two shards: first rows {early:.1e}, log {log_strays:.1e}, weights {weights_stray:.1e}")
        for other in ("two", "changed"):
            early, log, weights = differences(folder / "one", folder / other)
            print(f"{other}: first rows {early:.1e}, log {log:.1e}, weights {weights:.1e}")
            fine = fine and early < 1e-4 and log < 3 * log_strays and weights < 3 * weights_stray

        run = torchrun(heddle, 2, recipe, folder / "killed")
        while not list((folder / "killed").glob("step-*")):
            time.sleep(0.05)
        ranks = subprocess.run(["ps", "-o", "pid=", "--ppid", str(run.pid)], capture_output=True, text=True).stdout.split()
        os.kill(int(ranks[-1]), signal.SIGKILL)
        begun = time.monotonic()
        code = run.wait(timeout=60)
        print(f"a killed process: torchrun ended with {code} after {time.monotonic() - begun:.1f} s")
        fine = fine and code != 0
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
