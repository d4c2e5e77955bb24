"""Writes tests/golden/training/folder: a training folder of three small pictures, and what the official IP-Adapter
trainer (tutorial_train.py) makes of them: T.Resize(20, bilinear) and T.CenterCrop(20) for the VAE, CLIPImageProcessor for
the image encoder. torchvision's rules for the sizes are written out here; Pillow does the scaling in both.

Run: python tests/golden/training/make_folder.py   (Pillow 13, transformers 5.23)
"""
import json
import pathlib

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

HERE = pathlib.Path(__file__).parent / "folder"
SIDE = 20
rng = np.random.default_rng(7)


def training_square(picture: Image.Image) -> torch.Tensor:
    width, height = picture.size
    short, long = min(width, height), max(width, height)
    scaled = int(SIDE * long / short)
    size = (SIDE, scaled) if width <= height else (scaled, SIDE)
    small = picture.resize(size, Image.BILINEAR)
    top, left = int(round((small.height - SIDE) / 2.0)), int(round((small.width - SIDE) / 2.0))
    return torch.from_numpy(np.array(small.crop((left, top, left + SIDE, top + SIDE)))).permute(2, 0, 1).contiguous()


processor = CLIPImageProcessorPil(size={"shortest_edge": SIDE}, crop_size=SIDE, do_rescale=False, do_normalize=False)
out, captions = {}, []
for name, (width, height), mode in (("wide.png", (53, 37), "RGB"), ("tall.png", (31, 64), "RGB"), ("grey.png", (23, 27), "L")):
    noise = rng.integers(0, 256, (height // 4 + 1, width // 4 + 1, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((width, height), Image.BICUBIC).convert(mode)
    picture.save(HERE / name)
    captions.append({"image_file": name, "text": f"a {name.removesuffix('.png')} picture"})
    out[f"square.{name}"] = training_square(picture.convert("RGB"))
    out[f"encoder.{name}"] = torch.from_numpy(np.array(processor(picture.convert("RGB"))["pixel_values"][0])).to(torch.uint8).contiguous()
save_file(out, str(HERE / "expected.safetensors"))
(HERE / "captions.json").write_text(json.dumps(captions, indent=1) + "\n")
print({k: tuple(v.shape) for k, v in out.items()})
