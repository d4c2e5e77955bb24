#!/usr/bin/env python3
"""A sheet that is killed at random goes on in its folder: every picture once, the bits of a sheet that was never killed, a table
and a page with all of them. With a shared folder, other axes are refused. check_sheet.py --heddle PROGRAM [--side N --kills K]"""
import argparse
import csv
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
MODEL = GOLDEN / "pipeline/model"


def graph():
    """The random model, one image prompt, 64 x 48."""
    nodes = [("model.load", {"model": str(MODEL)}), ("text.encode", {"text": "red ball"}), ("image.load", {"image": "reference.png"}),
             ("adapter.load", {"adapter": str(MODEL / "ip-adapter.safetensors")}), ("image_encoder.load", {"encoder": str(MODEL / "image_encoder")}),
             ("image_prompt", {"scale": 0.6}), ("sample", {"steps": 3, "width": 64, "height": 48, "seed": "1"}), ("latent.decode", {}),
             ("image.save", {"name": "p.png"})]
    links = [(1, "text_encoder", 2, "text_encoder"), (3, "image", 6, "image"), (4, "adapter", 6, "adapter"), (5, "image_encoder", 6, "image_encoder"),
             (1, "model", 7, "model"), (2, "conditioning", 7, "positive"), (6, "image_prompt", 7, "image_prompt"), (7, "latent", 8, "latent"),
             (1, "vae", 8, "vae"), (8, "image", 9, "image")]
    return {"format": "heddle-graph", "version": 1,
            "nodes": [{"id": i + 1, "type": kind, "version": 1, "params": params} for i, (kind, params) in enumerate(nodes)],
            "links": [{"from": [a, out], "to": [b, into]} for a, out, b, into in links]}


def pictures(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "pictures").iterdir())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--side", type=int, default=4, help="the sheet has side x side pictures")
    parser.add_argument("--kills", type=int, default=3)
    options = parser.parse_args()
    side, chance = options.side, random.Random(20)
    last = (side - 1) / 10

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(GOLDEN / "pipeline/reference.png", folder / "reference.png")
        (folder / "graph.json").write_text(json.dumps(graph()))
        command = [options.heddle, "sheet", str(folder / "graph.json"), "--x", f"image_prompt.scale=0:{last:g}:0.1", "--y", f"seed=1:{side}",
                   "--judge", str(GOLDEN / "evaluation/clip"), "--threads", "1", "-o"]

        def whole(out):
            done = subprocess.run([*command, str(out)], capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(done.stderr)

        begin = time.monotonic()
        whole(folder / "whole")
        takes = time.monotonic() - begin
        if len(pictures(folder / "whole")) != side * side:
            sys.exit(f"{len(pictures(folder / 'whole'))} pictures instead of {side * side}")

        killed, seen = 0, {}
        while killed < options.kills:
            process = subprocess.Popen([*command, str(folder / "killed")], stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=chance.uniform(0.2, 1.0) * max(0.5, 2 * takes / (options.kills + 1)))
                if process.returncode != 0:
                    sys.exit("a sheet that went on failed")
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            killed += 1
            if (folder / "killed/pictures").is_dir():
                times = {path.name: path.stat().st_mtime_ns for path in (folder / "killed/pictures").iterdir() if not path.name.startswith(".")}
                for one, when in seen.items():
                    if times.get(one) != when:
                        sys.exit(f"{one} was there and was made again, or is gone")
                seen = times
        whole(folder / "killed")
        if pictures(folder / "killed") != pictures(folder / "whole"):
            sys.exit("the pictures differ from those of a sheet that was not killed")
        for file in ("sheet.csv", "sheet.json", "index.html"):
            if (folder / "killed" / file).read_bytes() != (folder / "whole" / file).read_bytes():
                sys.exit(f"{file} differs")

        rows = list(csv.DictReader(open(folder / "whole/sheet.csv", newline="")))
        if len(rows) != side * side or len({row["file"] for row in rows}) != side * side:
            sys.exit("the table has not every picture once")
        if (rows[1]["image_prompt.scale"], rows[1]["seed"]) != ("0.1", "1") or not all(-1 <= float(row["clip_i"]) <= 1 for row in rows):
            sys.exit(f"the table says {rows[1]}")
        page = (folder / "whole/index.html").read_text()
        if any(page.count(f'src="{row["file"]}"') != 1 for row in rows):
            sys.exit("the page has not every picture once")

        other = subprocess.run([options.heddle, "sheet", str(folder / "graph.json"), "--x", "seed=1,2", "-o", str(folder / "whole")],
                               capture_output=True, text=True)
        if other.returncode != 1 or "another graph or other axes" not in other.stderr:
            sys.exit(f"another sheet in the same folder: {other.returncode} {other.stderr}")
    print(f"{side * side} pictures, {killed} kills, the same bits")


main()
