"""Loads what `heddle train --export` wrote with diffusers and transformers, and compares the VAE with a sample sheet.

python check_export.py MODEL_FOLDER [VAE_SHEET.png]
The sheet is the VAE run's last one: scenes above, what Heddle's network made of them below.
"""
import math
import pathlib
import sys

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from PIL import Image
from transformers import CLIPImageProcessor, CLIPTextModel, CLIPTokenizer, CLIPVisionModelWithProjection

GAP = 2  # pixels between the pictures of a sheet


def pictures_of(sheet: pathlib.Path, size: int, columns: int) -> torch.Tensor:
    image = Image.open(sheet).convert("RGB")
    rows = (image.height + GAP) // (size + GAP)
    boxes = [(c * (size + GAP), r * (size + GAP)) for r in range(rows) for c in range(columns)]
    tiles = [image.crop((x, y, x + size, y + size)) for x, y in boxes]
    data = [torch.frombuffer(bytearray(t.tobytes()), dtype=torch.uint8).view(size, size, 3) for t in tiles]
    return torch.stack(data).permute(0, 3, 1, 2).float() / 127.5 - 1


def check_vae(model: pathlib.Path, sheet: pathlib.Path) -> float:
    vae = AutoencoderKL.from_pretrained(model / "vae", torch_dtype=torch.float32).eval()
    originals, ours = pictures_of(sheet, 256, 4).chunk(2)
    with torch.no_grad():
        theirs = vae.decode(vae.encode(originals).latent_dist.mean).sample.clamp(-1, 1)
    return 10 * math.log10(4 / (theirs - ours).square().mean().item())


def main() -> int:
    model = pathlib.Path(sys.argv[1])
    for name, kind in (("vae", AutoencoderKL), ("unet", UNet2DConditionModel), ("text_encoder", CLIPTextModel),
                       ("image_encoder", CLIPVisionModelWithProjection)):
        if not (model / name).exists():
            print(f"{name}: absent")
            continue
        _, report = kind.from_pretrained(model / name, output_loading_info=True)
        bad = {key: value for key, value in report.items() if value and key != "error_msgs"}
        print(f"{name}: {'ok' if not bad else bad}")
    if (model / "vae_tiny").exists():
        tiny, report = AutoencoderTiny.from_pretrained(model / "vae_tiny", output_loading_info=True, low_cpu_mem_usage=False)
        lacking = [key for key in report["missing_keys"] if not key.startswith("encoder.")]  # previews need the decoder alone
        print("vae_tiny:", "ok" if not lacking and not report["unexpected_keys"] else report)
    if (model / "tokenizer").exists():
        ids = CLIPTokenizer.from_pretrained(model / "tokenizer")("a red ball on the beach at dusk", padding="max_length")
        print("tokenizer:", len(ids["input_ids"]), ids["input_ids"][:12])
        print("feature_extractor:", CLIPImageProcessor.from_pretrained(model / "feature_extractor").crop_size)
    if len(sys.argv) > 2:
        psnr = check_vae(model, pathlib.Path(sys.argv[2]))
        print(f"vae against Heddle: {psnr:.1f} dB")
        return 0 if psnr > 40 else 1
    return 0


sys.exit(main())
