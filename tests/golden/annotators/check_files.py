"""heddle annotate with files as the public ones are: pickles of PyTorch, old and new, wrapped as their authors saved them.

Run: python tests/golden/annotators/check_files.py --heddle build/release/bin/heddle   (torch, pillow)
The weights are the formula's; each map is compared with the one that make_annotators.py's network gives.
"""
import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch
from PIL import Image

import make_annotators as reference

SIDE = 64


def saved(path, weights, wrap=None, **how):
    tensors = collections.OrderedDict(weights)
    torch.save(wrap(tensors) if wrap else tensors, path, **how)


def as_bytes(share):
    return (share * 255).clip(0, 255).numpy().astype(numpy.uint8)


def midas(depth):
    depth = depth - depth.min()
    return as_bytes(depth / depth.max())


def several_processors(tensors):
    return {"epoch": 19, "state_dict": {"module." + name: value for name, value in tensors.items()}, "optimizer": {"lr": 0.005}}


CASES = [
    # annotator, file, network, gains, map, how the file is saved
    ("hed", "ControlNetHED.pth", "hed", {"projection": 0.002}, as_bytes, {}),
    ("pidinet", "table5_pidinet.pth", "pidinet", {"conv2.weight": 0.2, "conv_reduces": 0.3}, as_bytes, {"wrap": several_processors}),
    ("lineart", "sk_model.pth", "line_drawer", {}, lambda lines: 255 - as_bytes(lines), {"_use_new_zipfile_serialization": False}),
    ("lineart_anime", "netG.pth", "anime_line_drawer", {"model.model.3.": 0.3}, lambda lines: 255 - as_bytes(lines),
     {"wrap": lambda tensors: {"module." + name: value for name, value in tensors.items()}}),
    ("midas", "dpt_hybrid-midas-501f0c75.pt", "dpt_hybrid", {}, midas, {}),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle
    torch.set_grad_enabled(False)
    rgb = reference.picture("file", SIDE, SIDE)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "annotators").mkdir()
        Image.fromarray(rgb[0].permute(1, 2, 0).numpy().astype(numpy.uint8)).save(folder / "picture.png")
        for kind, name, network, gains, drawn, how in CASES:
            weights = reference.Weights(network, gains)
            expected = drawn(getattr(reference, network)(weights, rgb))
            saved(folder / "annotators" / name, weights.made, **how)
            made = folder / f"{kind}.png"
            run = subprocess.run([heddle, "annotate", kind, folder / "picture.png", "--models", folder, "-o", made, "--set", "resolution=0"],
                                 capture_output=True, text=True)
            (folder / "annotators" / name).unlink()
            if run.returncode:
                sys.exit(f"{kind}: {run.stderr}")
            found = numpy.asarray(Image.open(made).convert("L")).astype(int)
            worst = abs(found - expected).max()
            print(f"{kind}: of {name}, at most {worst} of 255 apart, range {expected.min()} to {expected.max()}")
            if worst > 1:
                sys.exit(f"{kind} differs from its reference")


if __name__ == "__main__":
    main()
