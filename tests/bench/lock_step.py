"""Four styles of Bobbin in lock step against four runs of their own, interleaved: what a comparison costs.

Run: python tests/bench/lock_step.py --heddle build/release/bin/heddle [--rounds 5] [--steps 20]
Times are from the end of the first step to the end of the last one, as their reports arrive: without loading, encoding and decoding.
Prints each round, the medians and their ratio; the goal is 1.1 at most.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).parents[2]
MODELS = ["bobbin", "bobbin:ink", "bobbin:pastel", "bobbin:neon"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        common = ["--prompt", "a mushroom", "--image", str(ROOT / "resources/graphs/first_reference.png"), "--scale", "0.6", "--steps",
                  str(options.steps), "--seed", "1", "--json"]

        def sampling(command, models):
            """Seconds from the end of the first step of all panes to the end of the last."""
            words = [option for model in models for option in ("--model", model)]
            run = subprocess.Popen([options.heddle, command, *words, *common, "-o", f"{folder}/{command}.png"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
            ends = []
            for line in run.stdout:
                event = json.loads(line) if line.startswith("{") else {}
                if event.get("event") == "node_progress" and event.get("text", "").startswith("step "):
                    ends.append(time.monotonic())
            if run.wait() != 0 or len(ends) != options.steps * len(models):
                raise SystemExit(f"{command}: {len(ends)} steps, exit {run.returncode}")
            return ends[-1] - ends[len(models) - 1]

        apart, together = [], []
        for number in range(options.rounds):
            apart.append(sum(sampling("generate", [model]) for model in MODELS))
            together.append(sampling("compare", MODELS))
            print(f"round {number + 1}: apart {apart[-1]:.2f} s, in lock step {together[-1]:.2f} s", flush=True)
        a, b = statistics.median(apart), statistics.median(together)
        print(f"medians: apart {a:.2f} s, in lock step {b:.2f} s, ratio {b / a:.3f}")


if __name__ == "__main__":
    main()
