"""`heddle train` under torchrun, two processes, gives the curve and the weights of one process; also when the number changes
between two sittings, and when one process is killed.

Run: python tests/golden/training/check_processes.py --heddle build/release/bin/heddle   (needs torch, for torchrun)
Rounding differs, because a batch is summed in another order: rows of the log must agree to 1e-3, weights to 1e-3 of their
range. Exit code 1 otherwise.
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
    """The largest relative difference of a log's cell, and of a tensor."""
    rows = [[abs(float(a[k]) - float(b[k])) / max(abs(float(a[k])), 1e-3) for k in a] for a, b in zip(small_run.curve(one), small_run.curve(other), strict=True)]
    ours, theirs = small_run.final_tensors(one), small_run.final_tensors(other)
    assert ours.keys() == theirs.keys()
    tensors = []
    for name, data in ours.items():
        a, b = np.frombuffer(data, np.float32), np.frombuffer(theirs[name], np.float32)
        if name.startswith(("master.", "average.")):
            tensors.append(np.abs(a - b).max() / max(np.abs(a).max(), 1e-3))
    return max(map(max, rows)), max(tensors)


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
        assert finish(torchrun(heddle, 2, recipe, folder / "two")) == 0
        assert finish(torchrun(heddle, 2, recipe, folder / "changed", "--stop-after", "50")) == 0
        assert subprocess.run([heddle, "train", str(recipe), "--run-folder", str(folder / "changed"), "--threads", "1"],
                              stderr=subprocess.DEVNULL).returncode == 0
        for other in ("two", "changed"):
            log, weights = differences(folder / "one", folder / other)
            print(f"{other}: log differs by {log:.1e}, weights by {weights:.1e}")
            fine = fine and log < 1e-3 and weights < 1e-3

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
