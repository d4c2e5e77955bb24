#!/usr/bin/env python3
"""SIGTERM and SIGINT end heddle wherever it is: exit code 130, no file half written. Each command is one that would go on for
minutes or hours; the test's own time limit (ctest's TIMEOUT) is what a program that does not hear would run into."""
import argparse
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECIPE = """
[train]
objective = "vae"
steps = 100000
learning_rate = 1e-3
[data]
world = "first"
seed = 1
pool = 200
stages = [{ crop = 64, batch = 8, crops_a_scene = 1 }]
[model]
block_out_channels = [16, 32, 64, 128]
layers_per_block = 1
norm_num_groups = 2
"""


def loading(process):
    """Until LibTorch is being loaded."""
    maps = Path(f"/proc/{process.pid}/maps")
    while process.poll() is None and "libheddle_program" not in maps.read_text():
        time.sleep(0.01)


def leftovers(folder):
    return [path.name for path in folder.rglob("*.part")]


def end(name, command, sent, folder, wait_for):
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wait_for(process)
    if process.poll() is not None:
        sys.exit(f"{name}: it ended by itself: {process.stderr.read()}")
    process.send_signal(sent)
    said = process.communicate()[1]
    if process.returncode != 130:
        sys.exit(f"{name}: exit code {process.returncode} after {sent.name}, not 130: {said}")
    if leftovers(folder):
        sys.exit(f"{name}: left {leftovers(folder)}")
    if any(folder.glob("*.png")):
        sys.exit(f"{name}: wrote a picture though it was cancelled")
    print(f"{name}: ended by {sent.name}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle

    def pause(seconds):
        return lambda process: time.sleep(seconds)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "recipe.toml").write_text(RECIPE)
        large = ["generate", "--prompt", "a red ball", "--width", "2048", "--height", "2048", "--steps", "1000", "-o", "a.png"]
        end("a step of minutes", [heddle, *large], signal.SIGTERM, folder, pause(4))
        end("the same by Ctrl+C", [heddle, *large], signal.SIGINT, folder, pause(4))
        end("while it starts", [heddle, *large], signal.SIGTERM, folder, loading)
        end("training", [heddle, "train", "recipe.toml"], signal.SIGTERM, folder, pause(4))
        end("drawing scenes", [heddle, "scenes", "--count", "1000000", "-o", "scenes"], signal.SIGINT, folder, pause(2))


main()
