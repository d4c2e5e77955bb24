"""Bobbin in diffusers and in Heddle: the same pictures, PSNR above 40 dB, fp32.

Run: python tests/golden/bobbin/check_bobbin.py --heddle build/release/bin/heddle [--model resources/models/bobbin]
diffusers reads the folder with StableDiffusionPipeline.from_pretrained, the adapters (base, plus) with load_ip_adapter and the
styles with load_lora_weights, the ControlNets with ControlNetModel.from_pretrained, the repainting UNet with
UNet2DConditionModel.from_pretrained, those of them that the folder has; both start from the seed's noise (torch.Generator on the CPU).
Repainted pictures are compared inside the mask, since Heddle keeps the rest to the bit; both take the mean of the VAE's distribution. Prints each PSNR; exit code 1 when one is too low.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
from diffusers import ControlNetModel, StableDiffusionControlNetPipeline, StableDiffusionInpaintPipeline, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.pipelines.stable_diffusion import pipeline_stable_diffusion_inpaint
from PIL import Image, ImageDraw

PROMPTS = ["a red ball on the beach at dusk", "a white boat on the sea at night", "a blue house in the snow by day"]
STEPS, GUIDANCE, NEEDED = 20, 5.0, 40.0


def psnr(a, b):
    a, b = (np.asarray(x, dtype=np.float64) / 255 for x in (a, b))
    return float("inf") if (a == b).all() else -10 * np.log10(((a - b) ** 2).mean())


def heddle(program, model, out, prompt, seed, *extra):
    subprocess.run([program, "generate", "--model", str(model), "--prompt", prompt, "--seed", str(seed), "--steps", str(STEPS), "--sampler",
                    "ddim", "--guidance", str(GUIDANCE), "--dtype", "fp32", *extra, "-o", str(out)], check=True, stderr=subprocess.DEVNULL)
    return Image.open(out).convert("RGB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path(__file__).parents[3] / "resources" / "models" / "bobbin")
    arguments = parser.parse_args()
    pipe = StableDiffusionPipeline.from_pretrained(arguments.model, torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    side = pipe.unet.config.sample_size * 8

    def diffusers(prompt, seed, **extra):
        generator = torch.Generator("cpu").manual_seed(seed)
        return pipe(prompt, num_inference_steps=STEPS, guidance_scale=GUIDANCE, generator=generator, height=side, width=side, **extra).images[0]

    worst = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for seed, prompt in enumerate(PROMPTS):
            value = psnr(diffusers(prompt, seed), heddle(arguments.heddle, arguments.model, folder / "text.png", prompt, seed))
            print(f"{prompt}: {value:.1f} dB")
            worst = min(worst, value)
        reference = folder / "reference.png"
        diffusers("a yellow star in the night sky", 7).save(reference)
        for style in sorted((arguments.model / "styles").glob("*.safetensors")):
            pipe.load_lora_weights(str(style.parent), weight_name=style.name)
            ours = heddle(arguments.heddle, arguments.model, folder / "style.png", PROMPTS[0], 5, "--lora", str(style))
            value = psnr(diffusers(PROMPTS[0], 5), ours)
            pipe.unload_lora_weights()
            print(f"style {style.stem}: {value:.1f} dB")
            worst = min(worst, value)
        for name in ("ip-adapter_bobbin.safetensors", "ip-adapter-plus_bobbin.safetensors"):
            if not (arguments.model / name).exists():
                continue
            pipe.load_ip_adapter(str(arguments.model), subfolder=".", weight_name=name, image_encoder_folder="image_encoder")
            adapter = ("--adapter", str(arguments.model / name), "--image", str(reference), "--scale")
            for prompt, scale in (("", 1.0), ("a red ball on the beach", 0.6)):
                pipe.set_ip_adapter_scale(scale)
                ours = heddle(arguments.heddle, arguments.model, folder / "image.png", prompt, 3, *adapter, str(scale))
                value = psnr(diffusers(prompt, 3, ip_adapter_image=Image.open(reference)), ours)
                print(f"{name}, reference picture at {scale}, '{prompt}': {value:.1f} dB")
                worst = min(worst, value)
            pipe.unload_ip_adapter()
        outlines = Image.new("RGB", (side, side))
        ImageDraw.Draw(outlines).ellipse((side // 4, side // 3, 3 * side // 4, 5 * side // 6), outline="white")
        outlines.save(folder / "map.png")
        for control in sorted(arguments.model.glob("controlnet-*/config.json")):
            net = ControlNetModel.from_pretrained(control.parent, torch_dtype=torch.float32)
            controlled = StableDiffusionControlNetPipeline(**pipe.components, controlnet=net)
            controlled.set_progress_bar_config(disable=True)
            theirs = controlled(PROMPTS[0], image=outlines, num_inference_steps=STEPS, guidance_scale=GUIDANCE, height=side, width=side,
                                generator=torch.Generator("cpu").manual_seed(5)).images[0]
            ours = heddle(arguments.heddle, arguments.model, folder / "control.png", PROMPTS[0], 5, "--control", f"{control.parent}={folder / 'map.png'}")
            value = psnr(theirs, ours)
            print(f"{control.parent.name}: {value:.1f} dB")
            worst = min(worst, value)
        if (arguments.model / "unet-inpaint" / "config.json").exists():
            pipeline_stable_diffusion_inpaint.retrieve_latents = lambda encoded, generator=None, sample_mode="mean": encoded.latent_dist.mode()
            net = UNet2DConditionModel.from_pretrained(arguments.model / "unet-inpaint", torch_dtype=torch.float32, ignore_mismatched_sizes=True)
            painter = StableDiffusionInpaintPipeline(**{**pipe.components, "unet": net})
            painter.set_progress_bar_config(disable=True)
            picture, mask = diffusers(PROMPTS[2], 9), Image.new("L", (side, side))
            box = (side // 4, side // 4, 3 * side // 4, 7 * side // 8)
            mask.paste(255, box)
            picture.save(folder / "picture.png")
            mask.save(folder / "mask.png")
            theirs = painter(PROMPTS[0], image=picture, mask_image=mask, num_inference_steps=STEPS, guidance_scale=GUIDANCE, height=side, width=side,
                             strength=1.0, generator=torch.Generator("cpu").manual_seed(5)).images[0]
            subprocess.run([arguments.heddle, "inpaint", str(folder / "picture.png"), "--mask", str(folder / "mask.png"), "--model", "bobbin:inpaint",
                            "--prompt", PROMPTS[0], "--seed", "5", "--steps", str(STEPS), "--sampler", "ddim", "--guidance", str(GUIDANCE), "--dtype", "fp32",
                            "--strength", "1", "--feather", "0", "-o", str(folder / "repainted.png")], check=True, stderr=subprocess.DEVNULL)
            value = psnr(theirs.crop(box), Image.open(folder / "repainted.png").convert("RGB").crop(box))
            print(f"unet-inpaint: {value:.1f} dB")
            worst = min(worst, value)
    sys.exit(0 if worst > NEEDED else 1)


if __name__ == "__main__":
    main()
