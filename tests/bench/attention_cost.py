"""What it costs a step to keep its attention: runs of Bobbin with and without `--attention-maps`, interleaved.

Run: python tests/bench/attention_cost.py --heddle build/release/bin/heddle [--rounds 5] [--steps 30]
Times are from the end of the first step to the end of the last one, as their reports arrive. Prints each round, the medians and what
is added; the goal is under 10 %.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).parents[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        def sampling(*extra):
            run = subprocess.Popen([options.heddle, "generate", "--prompt", "a mushroom on the beach at dusk", "--image",
                                    str(ROOT / "resources/graphs/first_reference.png"), "--steps", str(options.steps), "--seed", "1", "--json", *extra,
                                    "-o", f"{folder}/a.png"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            ends = []
            for line in run.stdout:
                event = json.loads(line)
                if event["event"] == "node_progress" and event["text"].startswith("step "):
                    ends.append(time.monotonic())
            if run.wait() != 0 or len(ends) != options.steps:
                raise SystemExit(f"{extra}: {len(ends)} steps, exit {run.returncode}")
            return ends[-1] - ends[0]

        without, kept = [], []
        for number in range(options.rounds):
            without.append(sampling())
            kept.append(sampling("--attention-maps", f"{folder}/maps"))
            print(f"round {number + 1}: without {without[-1]:.3f} s, kept {kept[-1]:.3f} s", flush=True)
        a, b = statistics.median(without), statistics.median(kept)
        print(f"medians: without {a:.3f} s, kept {b:.3f} s: {100 * (b / a - 1):+.1f} %")


if __name__ == "__main__":
    main()
