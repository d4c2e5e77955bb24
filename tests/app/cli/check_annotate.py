#!/usr/bin/env python3
"""heddle annotate: every annotator writes a map, settings count, and what cannot be is refused in one sentence."""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[2] / "golden/imaging"
REFUSALS = [
    (["cany", "P", "-o", "m.ppm"], "there is no annotator 'cany'; there are blur, canny"),
    (["canny"], "name the picture and, with -o, the map to write"),
    (["canny", "P", "-o", "m.ppm", "--set", "low=5000"], "low may be from 0 to 1000, not 5000"),
    (["canny", "P", "-o", "m.ppm", "--set", "lo=5"], "has no parameter 'lo'"),
    (["canny", "P", "-o", "m.ppm", "--for", "12"], "--for takes WIDTHxHEIGHT"),
    (["canny", "nowhere.png", "-o", "m.ppm"], "nowhere.png"),
    (["pose", "P", "-o", "m.ppm"], "picture.ppm"),
    (["canny", "P", "-o", "m.ppm", "--network", "x.pth"], "canny needs no network"),
    (["canny", "P", "-o", "m.json"], "canny makes a picture, not JSON"),
    (["hed", "P", "-o", "m.ppm", "--network", "nowhere.pth"], "nowhere.pth"),
    (["hed", "P", "-o", "m.ppm", "--network", "P"], "picture.ppm"),
]
# Annotators that are networks, whose files are not here.
NETWORKS = {"hed": "ControlNetHED.pth", "pidinet": "table5_pidinet.pth", "lineart": "sk_model.pth", "lineart_anime": "netG.pth",
            "midas": "dpt_hybrid-midas-501f0c75.pt", "midas_normal": "dpt_hybrid-midas-501f0c75.pt", "openpose": "body_pose_model.pth"}


def size_of(path):
    return tuple(int(n) for n in re.match(rb"P[56]\s(\d+)\s(\d+)\s", path.read_bytes()).groups())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle

    def run(*words):
        return subprocess.run([heddle, "annotate", *map(str, words)], capture_output=True, text=True)

    def wanted(result, code, word=""):
        if result.returncode != code or word not in result.stderr + result.stdout:
            sys.exit(f"{result.args}: exit code {result.returncode}, wanted {code} and '{word}' in:\n{result.stdout}{result.stderr}")

    listed = run("--list")
    wanted(listed, 0, "canny")
    kinds = re.findall(r"^(\w+)", listed.stdout, re.M)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if not NETWORKS.keys() <= set(kinds):
            sys.exit(f"--list names not all of {', '.join(NETWORKS)}")
        for kind in kinds:
            if kind in NETWORKS:
                refused = run(kind, GOLDEN / "picture.ppm", "-o", folder / "no.ppm")
                wanted(refused, 1, NETWORKS[kind])
                wanted(refused, 1, "needs no network")
                continue
            source = "pose.json" if kind == "pose" else "picture.ppm"
            wanted(run(kind, GOLDEN / source, "-o", folder / f"{kind}.ppm"), 0)
            print(kind, size_of(folder / f"{kind}.ppm"))
        own = ("canny", GOLDEN / "picture.ppm", "-o", folder / "own.pgm", "--set", "resolution=40")
        wanted(run(*own), 0)
        if (folder / "own.pgm").read_bytes().split(b"255\n", 1)[0] != (GOLDEN / "canny_at_40.pgm").read_bytes().split(b"255\n", 1)[0]:
            sys.exit("a map at resolution 40 has another size than sd-webui-controlnet's")
        wanted(run("canny", GOLDEN / "picture.ppm", "-o", folder / "fit.pgm", "--for", "256x192"), 0)
        if size_of(folder / "fit.pgm") != (260, 192):  # 84 x 62, its height at 192
            sys.exit(f"pixel perfect gave {size_of(folder / 'fit.pgm')}")
        for words, sentence in REFUSALS:
            words = [str(GOLDEN / "picture.ppm") if word == "P" else word for word in words]
            wanted(run(*words), 1, sentence)


main()
