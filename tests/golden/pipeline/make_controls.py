"""Writes two tiny random ControlNets for tests/golden/pipeline/model, a map, and what diffusers makes of them.

Run: python tests/golden/pipeline/make_controls.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
controls/a is a diffusers folder, controls/b.safetensors has the names of the author's files (control_model.…). Weights are
stored in fp16; outputs are computed in fp32 from the stored values.
"""
import json
import pathlib
import shutil

import numpy as np
import torch
from diffusers import ControlNetModel, MultiControlNetModel, StableDiffusionControlNetPipeline
from ldm_names import ldm_name
from PIL import Image
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
MODEL, CONTROLS = HERE / "model", HERE / "controls"


def lively(model):
    for p in model.parameters():
        with torch.no_grad():
            if p.dim() == 1 or p.abs().max() == 0:  # the zero convolutions too
                p.add_(torch.randn_like(p) * 0.1)
            p.copy_(p.half().float())
    return model.eval()


torch.manual_seed(20261128)
shutil.rmtree(CONTROLS, ignore_errors=True)
CONTROLS.mkdir()
pipe = StableDiffusionControlNetPipeline.from_pretrained(MODEL, controlnet=None, safety_checker=None, requires_safety_checker=False,
                                                         torch_dtype=torch.float32)
a = ControlNetModel.from_unet(pipe.unet, conditioning_embedding_out_channels=(4, 4, 8, 8))
# A single file says nothing of heads and groups: b has those of Stable Diffusion 1 (8 heads, 32 groups, here the 8 that fit).
b = ControlNetModel.from_config({**a.config, "attention_head_dim": 8, "norm_num_groups": 8})
nets = [lively(a), lively(b)]
nets[0].half().save_pretrained(CONTROLS / "a")
nets[0].float()
save_file({f"control_model.{ldm_name(k, 2)}": v.half().contiguous() for k, v in nets[1].state_dict().items()}, str(CONTROLS / "b.safetensors"))

rng = np.random.default_rng(5)
edges = Image.fromarray(((rng.random((48, 64, 3)) > 0.8) * 255).astype(np.uint8))
large = Image.fromarray(((rng.random((20, 30)) > 0.7) * 255).astype(np.uint8)).resize((90, 60), Image.NEAREST)
edges.save(HERE / "map.png")
large.save(HERE / "map_large.png")
Image.new("RGB", (64, 48)).save(HERE / "map_black.png")

expected = {}
with torch.no_grad():
    x, context = torch.randn(2, 4, 6, 8), torch.randn(2, 7, 32)
    hint = torch.from_numpy(np.asarray(edges)).permute(2, 0, 1)[None].float() / 255
    expected |= {"x": x, "context": context}
    for name, net in zip("ab", nets):
        down, mid = net(x, torch.tensor(321), context, hint, return_dict=False)
        expected |= {f"{name}_down_{i}": d for i, d in enumerate(down)} | {f"{name}_mid": mid}


def run(name, used, image, **kwargs):
    pipe.controlnet = used if not isinstance(used, list) else MultiControlNetModel(used)
    common = dict(prompt="a red ball on the beach", negative_prompt="blue", num_inference_steps=10, guidance_scale=7.5, width=64, height=48)
    expected[name] = pipe(image=image, generator=torch.Generator("cpu").manual_seed(11), output_type="latent", **{**common, **kwargs}).images


pipe.set_progress_bar_config(disable=True)
run("a", nets[0], edges)
run("a_half", nets[0], edges, controlnet_conditioning_scale=0.5)
run("a_span", nets[0], edges, control_guidance_start=0.2, control_guidance_end=0.7)
run("a_stretched", nets[0], large)
run("a_guess_mode", nets[0], edges, guess_mode=True)
run("a_unguided", nets[0], edges, guidance_scale=1.0)
run("b", nets[1], edges)
run("a_and_b", nets, [edges, edges], controlnet_conditioning_scale=[0.8, 0.6])
pipe.load_ip_adapter(str(MODEL), subfolder="", weight_name="ip-adapter.safetensors", image_encoder_folder=None)
pipe.set_ip_adapter_scale(0.7)
run("a_and_image", nets[0], edges, ip_adapter_image=Image.open(HERE / "reference.png"))
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "controls_expected.safetensors"))
print(json.dumps({k: list(v.shape) for k, v in expected.items() if "down" not in k}))
