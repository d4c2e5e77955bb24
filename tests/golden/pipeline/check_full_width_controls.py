"""Heddle against diffusers with ControlNets and a T2I-Adapter at the widths of SD 1.5: the latents of ten guided DDIM steps, fp32, random weights.

Run: python tests/golden/pipeline/check_full_width_controls.py --heddle build/release/bin/heddle
Needs 6 GB of disk in the temporary folder, about 12 GB of memory and some minutes. The map, the VAE and the tokenizer are those of
tests/golden/pipeline. Fails when latents are further off than 1e-3 of their range. Nothing is kept.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import torch
from diffusers import (ControlNetModel, DDIMScheduler, MultiControlNetModel, StableDiffusionAdapterPipeline, StableDiffusionControlNetPipeline, T2IAdapter,
                       UNet2DConditionModel)
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel

HERE = pathlib.Path(__file__).parent
TINY = HERE / "model"
TOLERANCE = 1e-3
COMMON = {"prompt": "a red ball on the beach", "negative_prompt": "blue", "num_inference_steps": 10, "guidance_scale": 7.5, "width": 64, "height": 48}


def lively(model):
    """No zero layers, and every weight exactly a number of fp16."""
    for p in model.parameters():
        with torch.no_grad():
            if p.dim() == 1 or p.abs().max() == 0:
                p.add_(torch.randn_like(p) * 0.02)
            p.copy_(p.half().float())
    return model.eval()


def save(model, folder):
    model.half().save_pretrained(folder)
    return model.float()


def make(folder):
    """The model's folder, two ControlNets, a T2I-Adapter, an IP-Adapter; the UNet and the nets are returned."""
    torch.manual_seed(5)
    model = folder / "model"
    shutil.copytree(TINY, model, ignore=shutil.ignore_patterns("unet", "text_encoder", "ip-adapter*"))
    words = json.loads((TINY / "text_encoder/config.json").read_text())
    text = CLIPTextModel(CLIPTextConfig(**{**words, "hidden_size": 768, "intermediate_size": 1024, "num_attention_heads": 12, "projection_dim": 768}))
    save(lively(text), model / "text_encoder")
    unet = save(lively(UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8, sample_size=64)), model / "unet")
    nets = [save(lively(ControlNetModel.from_unet(unet, load_weights_from_unet=i == 0)), folder / name) for i, name in enumerate("ab")]
    t2i = T2IAdapter(in_channels=3, channels=[320, 640, 1280, 1280], num_res_blocks=2, downscale_factor=8, adapter_type="full_adapter")
    t2i = save(lively(t2i), folder / "t2i")
    state = {"image_proj.proj.weight": torch.randn(4 * 768, 24) * 0.1, "image_proj.proj.bias": torch.randn(4 * 768) * 0.1,
             "image_proj.norm.weight": 1 + 0.1 * torch.randn(768), "image_proj.norm.bias": 0.1 * torch.randn(768)}
    for n, name in enumerate(unet.attn_processors):
        if name.endswith("attn2.processor"):
            width = unet.get_submodule(name.removesuffix(".processor")).to_k.weight.shape[0]
            state |= {f"ip_adapter.{n}.to_{part}_ip.weight": torch.randn(width, 768) * 0.05 for part in "kv"}
    save_file({k: v.half() for k, v in state.items()}, str(model / "ip-adapter.safetensors"))
    return nets, t2i


def expected_of(pipe, **kwargs):
    return pipe(generator=torch.Generator("cpu").manual_seed(11), output_type="latent", **COMMON, **kwargs).images


def diffusers_runs(folder, nets, t2i):
    edges, reference = Image.open(HERE / "map.png"), Image.open(HERE / "reference.png")
    options = {"safety_checker": None, "requires_safety_checker": False, "torch_dtype": torch.float32}
    pipe = StableDiffusionControlNetPipeline.from_pretrained(folder / "model", controlnet=nets[0], **options)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    yield "a", ["--control", "{a}={map}"], expected_of(pipe, image=edges)
    yield "a, guess mode", ["--control", "{a}={map}", "--control-mode", "guess_mode_diffusers"], expected_of(pipe, image=edges, guess_mode=True)
    pipe.controlnet = MultiControlNetModel(nets)
    yield "a and b", ["--control", "{a}={map}:0.8", "--control", "{b}={map}:0.6"], expected_of(pipe, image=[edges, edges],
                                                                                              controlnet_conditioning_scale=[0.8, 0.6])
    pipe.controlnet = nets[0]
    pipe.load_ip_adapter(str(folder / "model"), subfolder="", weight_name="ip-adapter.safetensors", image_encoder_folder=None)
    pipe.set_ip_adapter_scale(0.7)
    yield ("a and an image prompt", ["--control", "{a}={map}", "--adapter", "{adapter}", "--image", "{reference}", "--scale", "0.7"],
           expected_of(pipe, image=edges, ip_adapter_image=reference))
    pipe.unload_ip_adapter()
    with_t2i = StableDiffusionAdapterPipeline(**{k: v for k, v in pipe.components.items() if k not in ("controlnet", "image_encoder")}, adapter=t2i,
                                              requires_safety_checker=False)
    with_t2i.set_progress_bar_config(disable=True)
    yield "T2I-Adapter", ["--t2i", "{t2i}={map}"], expected_of(with_t2i, image=edges)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle
    failed = 0
    with tempfile.TemporaryDirectory(prefix="heddle-controls-") as name:
        folder = pathlib.Path(name)
        nets, t2i = make(folder)
        names = {"a": folder / "a", "b": folder / "b", "t2i": folder / "t2i", "map": HERE / "map.png", "reference": HERE / "reference.png",
                 "adapter": folder / "model/ip-adapter.safetensors"}
        for title, options, expected in diffusers_runs(folder, nets, t2i):
            out = folder / "latents.safetensors"
            subprocess.run([heddle, "generate", "--model", folder / "model", "--prompt", COMMON["prompt"], "--negative", COMMON["negative_prompt"], "--steps", "10",
                            "--guidance", "7.5", "--width", "64", "--height", "48", "--seed", "11", "--sampler", "ddim", "--dtype", "fp32", "--save-latents", out,
                            "-o", folder / "picture.png", *[option.format(**names) for option in options]], check=True, capture_output=True)
            latents = load_file(out)["latents"]
            off = ((latents - expected).abs().max() / (expected.max() - expected.min())).item()
            print(f"{title}: {off:.1e} of the range", flush=True)
            failed += off > TOLERANCE
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
