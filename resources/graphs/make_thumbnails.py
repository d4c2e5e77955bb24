#!/usr/bin/env python3
"""Renders each starter graph and keeps a small picture of what it makes, for its card: thumbnails/NAME.jpg.

Run: python resources/graphs/make_thumbnails.py --heddle build/release/bin/heddle        (needs pillow)
"""
import argparse
import pathlib
import subprocess
import tempfile

from PIL import Image

HERE = pathlib.Path(__file__).parent
SIDE = 160


def thumbnail(pictures):
    """One picture whole; two as halves of themselves side by side."""
    made = Image.new("RGB", (SIDE, SIDE))
    width = SIDE // len(pictures)
    for i, file in enumerate(pictures):
        small = Image.open(file).convert("RGB").resize((SIDE, SIDE), Image.LANCZOS)
        made.paste(small.crop(((SIDE - width) // 2, 0, (SIDE + width) // 2, SIDE)), (i * width, 0))
    return made


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    arguments = parser.parse_args()
    (HERE / "thumbnails").mkdir(exist_ok=True)
    for graph in sorted(HERE.glob("*.json")):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([arguments.heddle, "render", graph, "-o", folder], check=True)
            thumbnail(sorted(pathlib.Path(folder).glob("*.png"))).save(HERE / "thumbnails" / f"{graph.stem}.jpg", quality=88)


if __name__ == "__main__":
    main()
