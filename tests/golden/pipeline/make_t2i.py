"""Writes tiny random T2I-Adapters for tests/golden/pipeline/model and what diffusers makes of them.

Run: python tests/golden/pipeline/make_t2i.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
t2i/full is a diffusers folder, t2i/light.safetensors a diffusers file, t2i/original.pth and t2i/light_prefixed.pth have the
names of their authors' files, the latter with `adapter.`; t2i/grey.pth reads one channel. Weights are stored in fp16; outputs
are computed in fp32 from the stored values.
"""
import json
import pathlib
import re
import shutil

import numpy as np
import torch
from diffusers import MultiAdapter, StableDiffusionAdapterPipeline, StableDiffusionPipeline, T2IAdapter
from PIL import Image
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
MODEL, OUT = HERE / "model", HERE / "t2i"


def stored(model):
    with torch.no_grad():
        for p in model.parameters():
            p.mul_(2.0)  # so that the features are felt
            p.copy_(p.half().float())
    return model.eval()


def original_name(name, light, layers):
    """The name of the authors' files for one of diffusers' T2I-Adapter."""
    name = name.removeprefix("adapter.")
    if light:
        return re.sub(r"\.resnets\.(\d+)\.", r".body.\1.", name)
    if m := re.fullmatch(r"body\.(\d+)\.in_conv\.(.+)", name):
        return f"body.{int(m[1]) * layers}.in_conv.{m[2]}"
    if m := re.fullmatch(r"body\.(\d+)\.resnets\.(\d+)\.(.+)", name):
        return f"body.{int(m[1]) * layers + int(m[2])}.{m[3]}"
    return name


torch.manual_seed(20261129)
shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir()
common = dict(safety_checker=None, requires_safety_checker=False, torch_dtype=torch.float32)
base = StableDiffusionPipeline.from_pretrained(MODEL, **common)
widths = list(base.unet.config.block_out_channels)
nets = {
    "full": T2IAdapter(in_channels=3, channels=widths, num_res_blocks=2, adapter_type="full_adapter"),
    "original": T2IAdapter(in_channels=3, channels=widths, num_res_blocks=2, adapter_type="full_adapter"),
    "grey": T2IAdapter(in_channels=1, channels=widths, num_res_blocks=2, adapter_type="full_adapter"),
}
if widths[-1] == widths[-2]:
    nets["light"] = T2IAdapter(in_channels=3, channels=widths[:-1], num_res_blocks=4, adapter_type="light_adapter")
else:  # diffusers repeats the last width; its blocks are the same
    from diffusers.models.adapter import LightAdapterBlock
    nets["light"] = T2IAdapter(in_channels=3, channels=widths, num_res_blocks=4, adapter_type="light_adapter")
    nets["light"].adapter.body = nets["light"].adapter.body[:-1]
nets = {name: stored(net) for name, net in nets.items()}
nets["full"].half().save_pretrained(OUT / "full")
nets["full"].float()
halves = {name: {k: v.half().contiguous() for k, v in net.state_dict().items()} for name, net in nets.items()}
save_file(halves["light"], str(OUT / "light.safetensors"))
torch.save({original_name(k, False, 2): v for k, v in halves["original"].items()}, OUT / "original.pth")
torch.save({original_name(k, False, 2): v for k, v in halves["grey"].items()}, OUT / "grey.pth")
torch.save({"adapter." + original_name(k, True, 4): v for k, v in halves["light"].items()}, OUT / "light_prefixed.pth")

edges = Image.open(HERE / "map.png").convert("RGB")
half_mask = Image.fromarray(np.repeat(np.linspace(0, 255, 64).round().astype(np.uint8)[None], 48, 0))
half_mask.save(HERE / "map_mask.png")
expected = {}
hint = torch.from_numpy(np.asarray(edges)).permute(2, 0, 1)[None].float() / 255
grey = edges.convert("L")
grey_hint = torch.from_numpy(np.asarray(grey))[None, None].float() / 255
with torch.no_grad():
    for name, net in nets.items():
        expected |= {f"{name}_features_{i}": f for i, f in enumerate(net(grey_hint if name == "grey" else hint))}


def run(name, used, image, scales=1.0, **kwargs):
    adapter = MultiAdapter(used) if isinstance(used, list) else used
    pipe = StableDiffusionAdapterPipeline.from_pretrained(MODEL, adapter=adapter, **common)
    pipe.set_progress_bar_config(disable=True)
    call = dict(prompt="a red ball on the beach", negative_prompt="blue", num_inference_steps=10, guidance_scale=7.5, width=64, height=48)
    expected[name] = pipe(image=image, adapter_conditioning_scale=scales, generator=torch.Generator("cpu").manual_seed(11),
                          output_type="latent", **{**call, **kwargs}).images


run("full", nets["full"], edges)
run("full_half", nets["full"], edges, 0.5)
run("full_unguided", nets["full"], edges, guidance_scale=1.0)
run("original", nets["original"], edges)
run("light", nets["light"], edges)
run("grey", nets["grey"], grey)
run("full_and_light", [nets["full"], nets["light"]], [edges, edges], [0.8, 0.6])


class Fed(torch.nn.Module):
    """A UNet that is handed features for a share of the steps; its pipeline needs to know nothing of them."""

    def __init__(self, unet, features, steps, share=1.0):
        super().__init__()
        self.unet, self.features, self.steps, self.share, self.step = unet, features, steps, share, 0

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(super().__getattr__("unet"), name)

    def forward(self, sample, *args, **kwargs):
        if self.step < self.share * self.steps:
            kwargs["down_intrablock_additional_residuals"] = [f.expand(sample.shape[0], -1, -1, -1).clone() for f in self.features]
        self.step += 1
        return self.unet(sample, *args, **kwargs)


def features_of(net, mask=None):
    with torch.no_grad():
        features = net(hint)
    if mask is None:
        return features
    weights = torch.from_numpy(np.asarray(mask))[None, None].float() / 255
    return [f * torch.nn.functional.interpolate(weights, f.shape[-2:], mode="bilinear", align_corners=False) for f in features]


def run_fed(name, features, share=1.0, **kwargs):
    pipe = StableDiffusionPipeline.from_pretrained(MODEL, **common)
    pipe.set_progress_bar_config(disable=True)
    if "ip_adapter_image" in kwargs:
        pipe.load_ip_adapter(str(MODEL), subfolder="", weight_name="ip-adapter.safetensors", image_encoder_folder=None)
        pipe.set_ip_adapter_scale(0.7)
    call = dict(prompt="a red ball on the beach", negative_prompt="blue", num_inference_steps=10, guidance_scale=7.5, width=64, height=48)
    inner = pipe.unet.forward
    fed = Fed(type("Inner", (torch.nn.Module,), {"forward": lambda self, *a, **k: inner(*a, **k)})(), features, 10, share)
    pipe.unet.forward = fed.forward
    expected[name] = pipe(generator=torch.Generator("cpu").manual_seed(11), output_type="latent", **{**call, **kwargs}).images


reference = Image.open(HERE / "reference.png")
run_fed("full_share", features_of(nets["full"]), 0.6)
run_fed("full_masked", features_of(nets["full"], half_mask))
run_fed("full_and_image", features_of(nets["full"]), ip_adapter_image=reference)
run_fed("full_and_image_masked", features_of(nets["full"], half_mask), ip_adapter_image=reference)
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "t2i_expected.safetensors"))
print(json.dumps({k: [list(v.shape), round(float(v.std()), 3)] for k, v in expected.items()}))
