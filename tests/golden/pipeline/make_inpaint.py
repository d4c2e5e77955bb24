"""Writes what diffusers makes of a picture with tests/golden/pipeline/model: SDEdit, repaints with 4 and with 9 channels, and
differential diffusion by a loop of its own.

Run: python tests/golden/pipeline/make_inpaint.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
The 9-channel network is the model's with another first convolution, which is stored in inpaint_expected.safetensors. Encoders
give their mean, so that each generator draws the run's noise and nothing else.
"""
import pathlib

import numpy as np
import torch
from diffusers import (ControlNetModel, StableDiffusionControlNetInpaintPipeline, StableDiffusionImg2ImgPipeline,
                       StableDiffusionInpaintPipeline, UNet2DConditionModel)
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from PIL import Image
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
MODEL = HERE / "model"
OPTIONS = dict(safety_checker=None, requires_safety_checker=False, torch_dtype=torch.float32)
DiagonalGaussianDistribution.sample = lambda self, generator=None: self.mode()

rng = np.random.default_rng(19)
picture = Image.fromarray((rng.random((6, 8, 3)) * 255).astype(np.uint8)).resize((64, 48), Image.BICUBIC)
picture.save(HERE / "inpaint_picture.png")
grey = np.zeros((48, 64), np.uint8)
grey[11:37, 5:41] = 255
grey[19:46, 37:59] = np.linspace(20, 235, 22).astype(np.uint8)
mask = Image.fromarray(grey)
mask.save(HERE / "inpaint_mask.png")

torch.manual_seed(19)
base = StableDiffusionImg2ImgPipeline.from_pretrained(MODEL, **OPTIONS)
config = dict(base.unet.config) | {"in_channels": 9}
nine = UNet2DConditionModel.from_config(config).eval()
state = dict(base.unet.state_dict())
state["conv_in.weight"] = (torch.randn(8, 9, 3, 3) * 0.15).half().float()
nine.load_state_dict(state)
nine.float()
expected = {"conv_in": state["conv_in.weight"]}
control = ControlNetModel.from_pretrained(HERE / "controls" / "a", torch_dtype=torch.float32)
reference, edges = Image.open(HERE / "reference.png"), Image.open(HERE / "map.png")
SIZE = dict(width=64, height=48)  # the pipeline would take the network's own
COMMON = dict(prompt="a red ball on the beach", negative_prompt="blue", num_inference_steps=10, guidance_scale=7.5)


def pipe_of(kind, unet, **more):
    pipe = kind(**{**base.components, "unet": unet, **more}, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def run(name, pipe, **kwargs):
    expected[name] = pipe(image=picture, generator=torch.Generator("cpu").manual_seed(11), output_type="latent", **{**COMMON, **kwargs}).images


def differential(strength):
    """Each place is the noised picture until its step; black ones to the end."""
    with torch.no_grad():
        pipe, scheduler = pipe_of(StableDiffusionImg2ImgPipeline, base.unet), base.scheduler
        text, negative = pipe.encode_prompt(COMMON["prompt"], "cpu", 1, True, COMMON["negative_prompt"])
        z0 = pipe.vae.encode(pipe.image_processor.preprocess(picture)).latent_dist.mode() * pipe.vae.config.scaling_factor
        amount = torch.nn.functional.adaptive_avg_pool2d(torch.from_numpy(grey).float()[None, None] / 255, z0.shape[-2:])
        scheduler.set_timesteps(10)
        timesteps = scheduler.timesteps[10 - int(10 * strength):]
        noise = torch.randn(z0.shape, generator=torch.Generator("cpu").manual_seed(11))
        x = noise.clone() if strength == 1 else scheduler.add_noise(z0, noise, timesteps[:1])
        for i, t in enumerate(timesteps):
            if i > 0:
                released = (1 - amount <= i / len(timesteps)).float()
                x = scheduler.add_noise(z0, noise, t[None]) * (1 - released) + x * released
            eps = [pipe.unet(x, t, encoder_hidden_states=states).sample for states in (negative, text)]
            x = scheduler.step(eps[0] + COMMON["guidance_scale"] * (eps[1] - eps[0]), t, x).prev_sample
        return torch.where(amount > 0, x, z0)


def in_estimate(strength):
    """k-diffusion's users: the kept part of x is replaced before each call, and its estimate is the picture's; one blend at the end."""
    with torch.no_grad():
        pipe, scheduler = pipe_of(StableDiffusionImg2ImgPipeline, base.unet), base.scheduler
        text, negative = pipe.encode_prompt(COMMON["prompt"], "cpu", 1, True, COMMON["negative_prompt"])
        z0 = pipe.vae.encode(pipe.image_processor.preprocess(picture)).latent_dist.mode() * pipe.vae.config.scaling_factor
        m = torch.nn.functional.interpolate((torch.from_numpy(grey)[None, None] >= 128).float(), size=z0.shape[-2:])
        scheduler.set_timesteps(10)
        noise = torch.randn(z0.shape, generator=torch.Generator("cpu").manual_seed(11))
        timesteps = scheduler.timesteps[10 - int(10 * strength):]
        x = scheduler.add_noise(z0, noise, timesteps[:1])
        for t in timesteps:
            shown = x * m + scheduler.add_noise(z0, noise, t[None]) * (1 - m)
            eps = [pipe.unet(shown, t, encoder_hidden_states=states).sample for states in (negative, text)]
            out = eps[0] + COMMON["guidance_scale"] * (eps[1] - eps[0])
            alpha = scheduler.alphas_cumprod[t]
            out = out * m + (x - z0 * alpha**0.5) / (1 - alpha)**0.5 * (1 - m)
            x = scheduler.step(out, t, x).prev_sample
        return x * m + z0 * (1 - m)


def soft(strength, bias=1.0, preservation=0.5, contrast=4.0):
    """Soft inpainting: each guided estimate is mixed with the picture by mask^(sigma^bias x preservation); lengths of vectors are mixed as powers."""
    with torch.no_grad():
        pipe, scheduler = pipe_of(StableDiffusionImg2ImgPipeline, base.unet), base.scheduler
        text, negative = pipe.encode_prompt(COMMON["prompt"], "cpu", 1, True, COMMON["negative_prompt"])
        z0 = pipe.vae.encode(pipe.image_processor.preprocess(picture)).latent_dist.mode() * pipe.vae.config.scaling_factor
        amount = torch.nn.functional.adaptive_avg_pool2d(torch.from_numpy(grey).float()[None, None] / 255, z0.shape[-2:])
        length = lambda z: torch.linalg.vector_norm(z, dim=1, keepdim=True)
        scheduler.set_timesteps(10)
        timesteps = scheduler.timesteps[10 - int(10 * strength):]
        noise = torch.randn(z0.shape, generator=torch.Generator("cpu").manual_seed(11))
        x = noise.clone() if strength == 1 else scheduler.add_noise(z0, noise, timesteps[:1])
        for t in timesteps:
            eps = [pipe.unet(x, t, encoder_hidden_states=states).sample for states in (negative, text)]
            eps = eps[0] + COMMON["guidance_scale"] * (eps[1] - eps[0])
            alpha = scheduler.alphas_cumprod[t]
            z = (x - eps * (1 - alpha)**0.5) / alpha**0.5
            share = amount ** (((1 - alpha) / alpha)**(0.5 * bias) * preservation)
            mixed = z0 * (1 - share) + z * share
            z = mixed * (length(z0)**contrast * (1 - share) + length(z)**contrast * share)**(1 / contrast) / length(mixed)
            x = scheduler.step((x - z * alpha**0.5) / (1 - alpha)**0.5, t, x).prev_sample
        return x


for strength in (0.2, 0.4, 0.6, 0.8, 1.0):
    run(f"image_{strength}", pipe_of(StableDiffusionImg2ImgPipeline, base.unet), strength=strength)
for channels, unet in ((4, base.unet), (9, nine)):
    for strength in (0.6, 1.0):
        run(f"inpaint_{channels}_{strength}", pipe_of(StableDiffusionInpaintPipeline, unet), mask_image=mask, strength=strength, **SIZE)
    run(f"inpaint_{channels}_control", pipe_of(StableDiffusionControlNetInpaintPipeline, unet, controlnet=control), mask_image=mask,
        control_image=edges, strength=0.8, controlnet_conditioning_scale=1.0, **SIZE)
expected["in_estimate_0.6"] = in_estimate(0.6)
for strength in (0.6, 1.0):
    expected[f"grey_{strength}"] = differential(strength)
    expected[f"soft_{strength}"] = soft(strength)
for channels, unet in ((4, base.unet), (9, nine)):
    pipe = pipe_of(StableDiffusionInpaintPipeline, unet)
    pipe.load_ip_adapter(str(MODEL), subfolder="", weight_name="ip-adapter.safetensors", image_encoder_folder=None)
    pipe.set_ip_adapter_scale(0.7)
    run(f"inpaint_{channels}_reference", pipe, mask_image=mask, strength=0.8, ip_adapter_image=reference, **SIZE)
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "inpaint_expected.safetensors"))
