"""An IP-Adapter trained for 200 steps on a Stable Diffusion 1.5 of full width with random weights, from a single file and a
folder of pictures, in bf16; then loaded by diffusers, which draws the same picture as Heddle (fp32, PSNR above 40 dB).

Run: python tests/golden/training/check_sd15.py --heddle build/release/bin/heddle [--folder build/sd15] [--steps 200] [--size 256]
Needs diffusers, 6 GB of disk and up to 24 GB of memory; half an hour on two cores at 256 pixels. What is in the folder is
used again, and an interrupted training goes on. Prints the trainer's largest resident memory; exit code 1 when anything fails.
"""
import argparse
import json
import pathlib
import resource
import subprocess
import sys
import time

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPVisionConfig, CLIPVisionModelWithProjection
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

LISTS = pathlib.Path(__file__).parents[1] / "layouts"
NEEDED, LIMIT_GB = 40.0, 24.0
START, END = 49406, 49407  # CLIP's tokens around a text; the end also pads

TEXT = CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, vocab_size=49408,
                      max_position_embeddings=77, hidden_act="quick_gelu", bos_token_id=START, eos_token_id=END)
VISION = CLIPVisionConfig(hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=16, image_size=224,
                          patch_size=14, projection_dim=1024, hidden_act="gelu")


def networks():
    unet = UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8, sample_size=64)
    vae = AutoencoderKL(block_out_channels=[128, 256, 512, 512], layers_per_block=2, latent_channels=4, sample_size=512,
                        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4)
    return unet, vae, CLIPTextModel(TEXT)


def ldm_names(part):
    """Canonical name -> (the checkpoint's name, its shape), from the lists that the layouts' tests read."""
    prefix = "first_stage_model." if part == "vae_sd15" else ""
    rows = (line.split() for line in (LISTS / f"{part}.txt").read_text().splitlines())
    return {row[0]: (prefix + row[2], [int(n) for n in row[3].split("x")]) for row in rows}


def text_name(name):
    return "cond_stage_model.transformer." + (name if name.startswith("text_model.") else "text_model." + name)


def make_model(file, encoder_folder):
    torch.manual_seed(15)
    unet, vae, text = networks()
    out = {}
    for part, net in (("unet_sd15", unet), ("vae_sd15", vae)):
        names = ldm_names(part)
        for name, value in net.state_dict().items():
            target, shape = names[name]
            out[target] = value.half().reshape(shape).contiguous()
    out |= {text_name(name): value.half() for name, value in text.state_dict().items() if value.is_floating_point()}
    save_file(out, file)
    CLIPVisionModelWithProjection(VISION).half().save_pretrained(encoder_folder)


def load_model(file):
    stored = load_file(file)
    unet, vae, text = networks()
    for part, net in (("unet_sd15", unet), ("vae_sd15", vae)):
        names = ldm_names(part)
        net.load_state_dict({name: stored[names[name][0]].float().reshape(value.shape) for name, value in net.state_dict().items()})
    text.load_state_dict({name: stored[text_name(name)].float() if value.is_floating_point() else value for name, value in text.state_dict().items()})
    return unet.eval(), vae.eval(), text.eval()


def recipe_text(folder, steps, size):
    return f"""
[data]
model = "{folder}/random.safetensors"
image_encoder = "{folder}/image_encoder"
pictures = "{folder}/pictures"
captions = "{folder}/pictures/scenes.jsonl"
cache = "{folder}/cache_{size}"
size = {size}
batch = 1
[train]
objective = "ip_adapter"
steps = {steps}
learning_rate = 1e-4
weight_decay = 0.01
precision = "auto"
log_every = 5
save_every = 50
sample_every = 0
[export]
file = "ip-adapter_random"
"""


def train(heddle, folder, steps, size):
    if not (folder / "random.safetensors").exists():
        make_model(folder / "random.safetensors", folder / "image_encoder")
    if not (folder / "pictures" / "scenes.jsonl").exists():
        subprocess.run([heddle, "scenes", "--count", "24", "--size", "640", "-o", str(folder / "pictures")], check=True)
    recipe = folder / f"recipe_{size}.toml"
    recipe.write_text(recipe_text(folder, steps, size))
    begun = time.monotonic()
    subprocess.run([heddle, "train", str(recipe), "--run-folder", str(folder / f"run_{size}"), "--export", str(folder / "out")], check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    print(f"{steps} steps at {size} pixels: {time.monotonic() - begun:.0f} s, largest resident memory {peak:.1f} GB")
    return peak


def check_weights(adapter, unet):
    """h94's names and shapes, finite, and moved away from the UNet's own W_k and W_v."""
    names = list(unet.attn_processors.keys())
    moved = []
    for number, name in enumerate(names):
        if not name.endswith("attn2.processor"):
            continue
        layer = unet.get_submodule(name.removesuffix(".processor"))
        for part in ("k", "v"):
            value = adapter.pop(f"ip_adapter.{number}.to_{part}_ip.weight").float()
            own = getattr(layer, f"to_{part}").weight
            assert value.shape == own.shape and value.isfinite().all(), name
            moved.append(((value - own).norm() / own.norm()).item())
    assert sorted(adapter) == ["image_proj.norm.bias", "image_proj.norm.weight", "image_proj.proj.bias", "image_proj.proj.weight"], list(adapter)
    assert len(moved) == 32
    print(f"W'k and W'v moved by {min(moved):.2%} to {max(moved):.2%} of their length")
    return min(moved) > 1e-4


def heddle_picture(heddle, folder, out, size, *extra):
    subprocess.run([heddle, "generate", "--model", str(folder / "random.safetensors"), "--prompt", "", "--seed", "3", "--steps", "3", "--sampler",
                    "ddim", "--guidance", "3", "--dtype", "fp32", "--width", str(size), "--height", str(size), *extra, "-o", str(out)],
                   check=True, stderr=subprocess.DEVNULL)
    return np.asarray(Image.open(out).convert("RGB"))


@torch.no_grad()
def compare(heddle, folder, size):
    unet, vae, text = load_model(folder / "random.safetensors")
    moved = check_weights(load_file(folder / "out" / "ip-adapter_random.safetensors"), unet)
    scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False, steps_offset=1)
    encoder = CLIPVisionModelWithProjection.from_pretrained(folder / "image_encoder", torch_dtype=torch.float32)
    pipe = StableDiffusionPipeline(vae, text, None, unet, scheduler, None, CLIPImageProcessorPil(), encoder, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    pipe.load_ip_adapter(str(folder / "out"), subfolder=".", weight_name="ip-adapter_random.safetensors", image_encoder_folder=None)
    empty = text(torch.tensor([[START] + [END] * 76])).last_hidden_state
    reference = folder / "pictures" / "000000.png"

    def theirs(scale):
        pipe.set_ip_adapter_scale(scale)
        made = pipe(prompt_embeds=empty, negative_prompt_embeds=empty, num_inference_steps=3, guidance_scale=3.0, height=size, width=size,
                    generator=torch.Generator("cpu").manual_seed(3), ip_adapter_image=Image.open(reference))
        return np.asarray(made.images[0])

    def psnr(a, b):
        error = ((a.astype(np.float64) - b) ** 2).mean()
        return float("inf") if error == 0 else 10 * np.log10(255**2 / error)

    adapter = ("--adapter", str(folder / "out" / "ip-adapter_random.safetensors"), "--image-encoder", str(folder / "image_encoder"),
               "--image", str(reference), "--scale", "1")
    with_picture, without = theirs(1.0), theirs(0.0)
    value = psnr(with_picture, heddle_picture(heddle, folder, folder / "ours.png", size, *adapter))
    effect = psnr(with_picture, without)
    print(f"diffusers and Heddle with the adapter: {value:.1f} dB; with and without it: {effect:.1f} dB")
    return moved and value > NEEDED and value > effect + 6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/sd15"))
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--size", type=int, default=256)
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    peak = train(arguments.heddle, folder, arguments.steps, arguments.size)
    rows = (folder / f"run_{arguments.size}" / "log.csv").read_text().splitlines()
    losses = [float(row.split(",")[3]) for row in rows[1:]]
    print(json.dumps({"rows": len(losses), "first losses": losses[:4], "last losses": losses[-4:]}))
    fine = compare(arguments.heddle, folder, arguments.size) and peak < LIMIT_GB and np.isfinite(losses).all()
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
