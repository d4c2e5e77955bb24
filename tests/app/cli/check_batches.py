#!/usr/bin/env python3
"""Each picture of a batch carries its own seed and a graph that makes it again alone, and A1111's names; JPEG and WebP too."""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

MODEL = Path(__file__).resolve().parents[2] / "golden/pipeline/model"


def pixels(png):
    """The packed pixels: equal for equal pictures."""
    place, packed = 8, b""
    while place < len(png):
        length = int.from_bytes(png[place:place + 4], "big")
        if png[place + 4:place + 8] == b"IDAT":
            packed += png[place + 8:place + 8 + length]
        place += 12 + length
    return packed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle

    def run(*arguments):
        done = subprocess.run([heddle, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{arguments}: {done.stderr}")
        return done.stdout

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for ending, count in (("png", 3), ("jpg", 2), ("webp", 2)):
            run("generate", "--model", MODEL, "--prompt", "red ball", "--steps", 3, "--width", 64, "--height", 48, "--seed", 5, "--count", count,
                "-o", folder / f"p.{ending}")
            for index in range(count):
                path = folder / f"p-{index + 1}.{ending}"
                texts = json.loads(run("inspect", "--json", path))["texts"]
                sampler, = (node for node in json.loads(texts["heddle"])["nodes"] if node["type"] == "sample")
                if sampler["params"]["seed"] != str(5 + index) or sampler["params"]["count"] != 1:
                    sys.exit(f"{path.name}: its graph has {sampler['params']}")
                wanted = f"Steps: 3, Sampler: DDIM, Schedule type: DDIM, CFG scale: 7.5, Seed: {5 + index}, Size: 64x48, Model: model, RNG: CPU"
                if texts["parameters"].splitlines()[-1] != wanted:
                    sys.exit(f"{path.name}: {texts['parameters']}")
        (folder / "again").mkdir()
        run("render", folder / "p-2.png", "-o", folder / "again")
        again, = (folder / "again").iterdir()
        if pixels(again.read_bytes()) != pixels((folder / "p-2.png").read_bytes()):
            sys.exit("the second picture's graph makes another one")
    print("each has its own seed and graph")


main()
