"""Writes a tiny random Uni-ControlNet for tests/golden/pipeline/model and what it makes of it.

Run: python tests/golden/pipeline/make_uni.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
The local adapter is diffusers' ControlNet with the first two norms of each level replaced by ones that the maps' features modulate
(the paper's feature denormalisation), and without a hint; the global one is written here. The local adapter reads the text with the
global tokens behind it. uni/uni.ckpt has its authors' names, uni/encoder is an image encoder whose embedding is as wide as the text.
Weights are stored in fp16; outputs are computed in fp32.
"""
import pathlib
import re
import shutil

import numpy as np
import torch
from diffusers import ControlNetModel, StableDiffusionPipeline
from ldm_names import ldm_name
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModelWithProjection

HERE = pathlib.Path(__file__).parent
OUT = HERE / "uni"
FIRST, FEATURES = [4, 6, 6, 8, 8], [8, 10, 12, 12]


class Modulated(torch.nn.Module):
    def __init__(self, channels, features):
        super().__init__()
        self.norm = torch.nn.GroupNorm(8, channels, affine=False)
        self.conv_gamma, self.conv_beta = (torch.nn.Conv2d(features, channels, 3, padding=1) for _ in range(2))
        self.features = None

    def forward(self, x):
        return self.norm(x) * (1 + self.conv_gamma(self.features)) + self.conv_beta(self.features)


class Features(torch.nn.Module):
    def __init__(self):
        super().__init__()
        silu, conv = torch.nn.SiLU, lambda a, b, stride=1: torch.nn.Conv2d(a, b, 3, stride, 1)
        ins = [21, *FIRST[:-1]]
        self.pre_extractor = torch.nn.Sequential(*[m for i, (a, b) in enumerate(zip(ins, FIRST)) for m in (conv(a, b, 2 if i in (1, 3) else 1), silu())])
        ins = [FIRST[-1], *FEATURES[:-1]]
        self.extractors = torch.nn.ModuleList([torch.nn.Sequential(conv(a, b, 2), silu()) for a, b in zip(ins, FEATURES)])
        self.zero_convs = torch.nn.ModuleList([conv(b, b) for b in FEATURES])

    def forward(self, x):
        x, out = self.pre_extractor(x), []
        for extractor, last in zip(self.extractors, self.zero_convs):
            x = extractor(x)
            out.append(last(x))
        return out


class Gated(torch.nn.Module):
    def __init__(self, a, b, mult):
        super().__init__()
        self.net = torch.nn.ModuleDict({"0": torch.nn.ModuleDict({"proj": torch.nn.Linear(a, a * mult * 2)}), "2": torch.nn.Linear(a * mult, b)})

    def forward(self, x):
        x, gate = self.net["0"]["proj"](x).chunk(2, -1)
        return self.net["2"](x * torch.nn.functional.gelu(gate))


class Global(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.ff1, self.ff2 = Gated(width, 2 * width, 4), Gated(2 * width, 4 * width, 4)
        self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(2 * width)

    def forward(self, x):
        return self.ff2(self.norm2(self.ff1(self.norm1(x)))).reshape(x.shape[0], 4, -1)


def stored(model):
    with torch.no_grad():
        for p in model.parameters():
            if p.dim() == 1 or p.abs().max() == 0:
                p.add_(torch.randn_like(p) * 0.1)
            p.copy_(p.half().float())
    return model.eval()


torch.manual_seed(20261202)
shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir()
pipe = StableDiffusionPipeline.from_pretrained(HERE / "model", safety_checker=None, requires_safety_checker=False, torch_dtype=torch.float32)
pipe.set_progress_bar_config(disable=True)
levels, width = list(pipe.unet.config.block_out_channels), pipe.unet.config.cross_attention_dim
local = ControlNetModel.from_unet(pipe.unet, conditioning_embedding_out_channels=(4, 4, 8, 8))
local = ControlNetModel.from_config({**local.config, "attention_head_dim": 8, "norm_num_groups": 8})
local.controlnet_cond_embedding = torch.nn.Identity()
for i, block in enumerate(local.down_blocks):
    resnet = block.resnets[0]
    resnet.norm1, resnet.norm2 = Modulated(levels[max(i - 1, 0)], FEATURES[i]), Modulated(levels[i], FEATURES[i])
local, extractor, tokens_of = stored(local), stored(Features()), stored(Global(width))

state = {}
for name, value in local.state_dict().items():
    if m := re.fullmatch(r"down_blocks\.(\d)\.resnets\.0\.norm(\d)\.(conv_\w+\.\w+)", name):
        state[f"local_adapter.input_blocks.{int(m[1]) * 3 + 1}.0.norm_{'in' if m[2] == '1' else 'out'}.{m[3]}"] = value
    else:
        state[f"local_adapter.{ldm_name(name, 2)}"] = value
state |= {f"local_adapter.feature_extractor.{k}": v for k, v in extractor.state_dict().items()}
state |= {f"global_adapter.{k}": v for k, v in tokens_of.state_dict().items()}
torch.save({"state_dict": {k: v.half().clone() for k, v in state.items()}}, OUT / "uni.ckpt")
encoder = stored(CLIPVisionModelWithProjection(CLIPVisionConfig(hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
                                                                image_size=32, patch_size=8, projection_dim=width, hidden_act="quick_gelu")))
encoder.half().save_pretrained(OUT / "encoder")
encoder.float()

plane = lambda name: torch.from_numpy(np.array(Image.open(HERE / name).convert("RGB").resize((64, 48)))).permute(2, 0, 1)[None].float() / 255
edges, pose = plane("map.png"), plane("map.png").flip(-1)
Image.fromarray((pose[0].permute(1, 2, 0) * 255).round().byte().numpy()).save(OUT / "flipped.png")
none = torch.zeros_like(edges)
processor = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
with torch.no_grad():
    pixels = processor(images=Image.open(HERE / "reference.png").convert("RGB"), return_tensors="pt").pixel_values
    embeds = encoder(pixel_values=pixels).image_embeds
original = pipe.unet.forward
expected = {"embeds": embeds}


def run(name, maps=None, image=False, scale=1.0, image_scale=1.0):
    with torch.no_grad():
        cond, uncond = pipe.encode_prompt("a red ball on the beach", "cpu", 1, True, "blue")
        if image:
            cond = torch.cat([cond, tokens_of(embeds) * image_scale * scale], 1)
            uncond = torch.cat([uncond, tokens_of(torch.zeros_like(embeds)) * image_scale * scale], 1)
        if maps is not None:
            for block, feature in zip(local.down_blocks, extractor(torch.cat(maps, 1))):
                block.resnets[0].norm1.features = block.resnets[0].norm2.features = feature

    def forward(sample, t, encoder_hidden_states=None, **kwargs):
        if maps is not None:
            down, mid = local(sample, t, encoder_hidden_states, torch.zeros(1, 1, 1, 1), return_dict=False)
            kwargs |= {"down_block_additional_residuals": [d * scale for d in down], "mid_block_additional_residual": mid * scale}
        return original(sample, t, encoder_hidden_states=encoder_hidden_states, **kwargs)

    pipe.unet.forward = forward
    expected[name] = pipe(prompt_embeds=cond, negative_prompt_embeds=uncond, num_inference_steps=10, guidance_scale=7.5, width=64, height=48,
                          generator=torch.Generator("cpu").manual_seed(11), output_type="latent").images
    pipe.unet.forward = original


run("edges", [edges, none, none, none, none, none, none])
run("edges_and_pose", [edges, none, none, none, pose, none, none], scale=0.6)
run("image", None, True)
run("all", [edges, none, none, none, pose, none, none], True, image_scale=0.7)
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "uni_expected.safetensors"))
print({k: round(float(v.std()), 3) for k, v in expected.items()})
