#!/usr/bin/env python3
"""Four styles of Bobbin with one image prompt in lock step: the bits of four separate runs; steps taken in turn; words, reference
and its keys computed once. Values of a parameter likewise. A likeness is found or refused. check_compare.py --heddle PROGRAM"""
import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STYLES = ["bobbin", "bobbin:ink", "bobbin:pastel", "bobbin:neon"]
RUN = ["--prompt", "a mushroom on the beach at dusk", "--image", str(ROOT / "resources/graphs/first_reference.png"), "--scale", "0.6", "--steps", "3",
       "--width", "128", "--height", "128", "--seed", "7"]


def pixels(png):
    """The packed pixels: equal for equal pictures."""
    place, packed = 8, b""
    while place < len(png):
        length = int.from_bytes(png[place:place + 4], "big")
        if png[place + 4:place + 8] == b"IDAT":
            packed += png[place + 8:place + 8 + length]
        place += 12 + length
    return packed


def steps_of(events):
    """Which pane took which step, in order."""
    taken = []
    for event in events:
        if event["event"] == "node_progress" and event["text"].startswith("step ") and " of " in event["text"]:
            step = (event["pane"], int(event["text"].split()[1]))
            if step not in taken:
                taken.append(step)
    return taken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle

    def run(*arguments, code=0):
        done = subprocess.run([heddle, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != code:
            sys.exit(f"{arguments}: {done.returncode} {done.stderr}")
        return done

    def compared(out, *arguments):
        lines = run("compare", *arguments, *RUN, "--json", "-o", out).stdout.splitlines()
        return [json.loads(line) for line in lines]

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = [word for style in STYLES for word in ("--model", style)]
        events = compared(folder / "styles.png", *models)
        wanted = [(pane, step) for step in (1, 2, 3) for pane in (1, 2, 3, 4)]
        if steps_of(events) != wanted:
            sys.exit(f"the steps came as {steps_of(events)}")
        made = [(event["type"], event["pane"]) for event in events if event["event"] == "node_finished" and not event["cached"]]
        for kind, times in (("text.encode", 2), ("image_prompt", 1), ("adapter.load", 1), ("image_encoder.load", 1), ("sample", 4)):
            if sum(one == kind for one, _ in made) != times:
                sys.exit(f"{kind} ran other than {times} times: {made}")
        for index, style in enumerate(STYLES):
            alone = folder / f"alone{index}.png"
            run("generate", "--model", style, *RUN, "-o", alone)
            if pixels(alone.read_bytes()) != pixels((folder / f"styles-{index + 1:02}.png").read_bytes()):
                sys.exit(f"{style} differs from a run of its own")
        rows = list(csv.DictReader(open(folder / "styles.csv", newline="")))
        if [row["model"] for row in rows] != STYLES or not all(-1 < float(row["clip_i"]) < 1 and -1 < float(row["clip_t"]) < 1 for row in rows):
            sys.exit(f"the table says {rows}")

        # Values of a parameter share the model, and memory that is too small makes whole runs of it.
        events = compared(folder / "values.png", "--vary", "sample.guidance=3,7", "--memory", "0.00001", "--no-scores", "--judge", "unused")
        if steps_of(events) != [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]:
            sys.exit(f"the whole runs came as {steps_of(events)}")
        if not any(event.get("id") == "compare.one_after_another" for event in events):
            sys.exit("whole runs without a note")
        if not any(event.get("id") == "compare.judge_unused" for event in events):
            sys.exit("a judge that is not used without a note")
        run("generate", *RUN, "--guidance", "7", "-o", folder / "seven.png")
        if pixels((folder / "seven.png").read_bytes()) != pixels((folder / "values-02.png").read_bytes()):
            sys.exit("guidance 7 differs from a run of its own")

        refused = run("compare", "--vary", "sample.seed=1:40", *RUN, "-o", folder / "many.png", code=1)
        if "heddle sheet" not in refused.stderr:
            sys.exit(refused.stderr)

        # Leave one out: each is a run of its own without it, measured against all references, with its distance from the whole.
        compared(folder / "without.png", "--leave-one-out")
        rows = list(csv.DictReader(open(folder / "without.csv", newline="")))
        if [row["without"] for row in rows] != ["nothing", "the words", "reference 1"] or not all(row["clip_i"] and row["clip_t"] for row in rows):
            sys.exit(f"leave one out says {rows}")
        if float(rows[0]["difference"]) != 0 or not all(float(row["difference"]) > 0.1 for row in rows[1:]):
            sys.exit(f"the distances from the whole: {rows}")
        run("generate", *[word for word in RUN if word not in RUN[2:6]], "-o", folder / "plain.png")
        if pixels((folder / "plain.png").read_bytes()) != pixels((folder / "without-03.png").read_bytes()):
            sys.exit("the picture without its reference is not the one of the words alone")

        # At Bobbin's own size, where likeness rises with the scale.
        search = ["--prompt", "a mushroom on the beach at dusk", "--image", ROOT / "resources/graphs/first_reference.png", "--steps", "8", "--guidance", "3",
                  "--seed", "7"]

        def found_at(likeness, code):
            done = run("find-scale", *search, "--likeness", f"{likeness:.4f}", "--json", "--curve", folder / "curve.csv", "-o", folder / "found.png", code=code)
            return json.loads(done.stdout.splitlines()[-1])

        ends = found_at(1, 1)
        low, high = (one["clip_i"] for one in ends["tried"][:2])
        if len(ends["tried"]) != 2 or ends["met"]:
            sys.exit(f"a likeness of 1: {ends}")
        middle = (low + high) / 2
        search += ["--scale", "0.5"]  # without effect, which a note says on stderr or stdout
        found = found_at(middle, 0)
        if not found["met"] or abs(found["clip_i"] - middle) > 0.0101 or len(found["tried"]) > 8:
            sys.exit(f"a likeness of {middle}: {found}")
        if len(list(csv.DictReader(open(folder / "curve.csv", newline="")))) != len(found["tried"]) or not (folder / "found.png").exists():
            sys.exit("the curve or the picture is not there")
    print("side by side as alone")


main()
