#!/usr/bin/env python3
"""Fits the linear map from a VAE's latents to RGB that previews use, and writes it into the VAE's config.json.

    build/release/bin/heddle scenes --count 96 --world full --seed 1 -o build/latent_rgb
    build/reference/bin/python tests/golden/bobbin/fit_latent_rgb.py --vae resources/models/bobbin/vae --pictures build/latent_rgb

Least squares over every position of the latents: RGB in [-1, 1], averaged over its 8 x 8 pixels, from the latents as the
diffusion network has them (times scaling_factor) and a constant. Keys that begin with an underscore are no part of the
network: diffusers leaves them alone. A VAE that is trained anew loses them, as it must: the map is fitted again.
"""
import argparse
import json
import pathlib

import numpy
import torch
from diffusers import AutoencoderKL
from PIL import Image

FACTORS, BIAS = "_latent_rgb_factors", "_latent_rgb_bias"


def positions(vae, path):
    """(positions, 4 latents and a one) and (positions, RGB) of a picture."""
    pixels = torch.from_numpy(numpy.asarray(Image.open(path).convert("RGB"), dtype=numpy.float32) / 127.5 - 1).permute(2, 0, 1)[None]
    latents = vae.encode(pixels).latent_dist.mean * vae.config.scaling_factor
    rgb = torch.nn.functional.avg_pool2d(pixels, 8)
    flat = latents[0].flatten(1).T.double()
    return torch.cat([flat, torch.ones(len(flat), 1, dtype=torch.float64)], 1), rgb[0].flatten(1).T.double()


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vae", type=pathlib.Path, required=True)
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    vae = AutoencoderKL.from_pretrained(arguments.vae)
    paths = sorted(arguments.pictures.glob("*.png"))
    pairs = [positions(vae, path) for path in paths]
    held_back = len(pairs) // 8  # what the fit has not seen
    inputs, wanted = (torch.cat(part) for part in zip(*pairs[held_back:]))
    solution = torch.linalg.lstsq(inputs, wanted).solution
    inputs, wanted = (torch.cat(part) for part in zip(*pairs[:held_back]))
    error = (inputs @ solution - wanted).pow(2).mean()
    print(f"{len(pairs) - held_back} pictures; of {held_back} others it explains {1 - error / wanted.var(0).mean():.1%} "
          f"of the variance, rms error {error.sqrt() * 127.5:.1f} of 255")
    config_path = arguments.vae / "config.json"
    config = json.loads(config_path.read_text())
    config[FACTORS] = [[round(value, 4) for value in row] for row in solution[:4].tolist()]
    config[BIAS] = [round(value, 4) for value in solution[4].tolist()]
    config_path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
