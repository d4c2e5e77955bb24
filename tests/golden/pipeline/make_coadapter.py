"""Writes a tiny random CoAdapter fuser for tests/golden/pipeline/model and what it makes of the adapters beside it.

Run after make_t2i.py and make_style.py: python tests/golden/pipeline/make_coadapter.py   (diffusers 0.42, torch 2.13; fp32)
The network is written here from its file and the facts known of it: each level's features are averaged over the picture and
projected, tasks and levels have embeddings, a style's tokens come as they are; a transformer looks at all of them, and what it
gives multiplies each map's channels and each token. Weights are stored in fp16; outputs are computed in fp32.
"""
import pathlib

import torch
from diffusers import StableDiffusionPipeline
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent
TASKS = ["sketch", "keypose", "seg", "depth", "canny", "style", "color", "openpose"]


class Block(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attn = torch.nn.MultiheadAttention(width, heads, batch_first=True)
        self.ln_1, self.ln_2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.mlp = torch.nn.ModuleDict({"c_fc": torch.nn.Linear(width, 4 * width), "c_proj": torch.nn.Linear(4 * width, width)})

    def forward(self, x):
        h = self.ln_1(x)
        x = x + self.attn(h, h, h, need_weights=False)[0]
        h = self.mlp["c_fc"](self.ln_2(x))
        return x + self.mlp["c_proj"](h * torch.sigmoid(1.702 * h))


class Fuser(torch.nn.Module):
    def __init__(self, levels, width, heads=8, layers=3):
        super().__init__()
        self.task_embedding = torch.nn.Parameter(torch.randn(16, width))
        self.positional_embedding = torch.nn.Parameter(torch.randn(len(levels), width))
        self.spatial_feat_mapping = torch.nn.ModuleList([torch.nn.Sequential(torch.nn.SiLU(), torch.nn.Linear(c, width)) for c in levels])
        self.transformer_layes = torch.nn.Sequential(*[Block(width, heads) for _ in range(layers)])
        self.ln_pre, self.ln_post = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.spatial_ch_projs = torch.nn.ModuleList([torch.nn.Linear(width, c) for c in levels])
        self.seq_proj = torch.nn.Parameter(torch.randn(width, width) * 0.1)

    def forward(self, features):
        rows = []
        for task, feature in features:
            if isinstance(feature, list):
                row = torch.stack([m(f.mean((2, 3))) for m, f in zip(self.spatial_feat_mapping, feature)], 1) + self.positional_embedding
            else:
                row = feature
            rows.append(row + self.task_embedding[TASKS.index(task)])
        x = self.ln_post(self.transformer_layes(self.ln_pre(torch.cat(rows, 1))))
        maps, tokens = None, []
        for (task, feature), seen in zip(features, x.split([r.shape[1] for r in rows], 1)):
            if isinstance(feature, list):
                weighed = [f * (1 + p(seen[:, i]))[:, :, None, None] for i, (f, p) in enumerate(zip(feature, self.spatial_ch_projs))]
                maps = weighed if maps is None else [a + b for a, b in zip(maps, weighed)]
            else:
                tokens.append(feature * (1 + seen @ self.seq_proj))
        return maps, torch.cat(tokens, 1) if tokens else None


torch.manual_seed(20261201)
pipe = StableDiffusionPipeline.from_pretrained(HERE / "model", safety_checker=None, requires_safety_checker=False, torch_dtype=torch.float32)
pipe.set_progress_bar_config(disable=True)
net = Fuser(list(pipe.unet.config.block_out_channels), pipe.unet.config.cross_attention_dim).eval()
with torch.no_grad():
    for p in net.parameters():
        if p.dim() == 1:
            p.add_(torch.randn_like(p) * 0.1)
        p.copy_(p.half().float())
torch.save({k: v.half().clone() for k, v in net.state_dict().items()}, HERE / "t2i" / "fuser.pth")
t2i, style = load_file(HERE / "t2i_expected.safetensors"), load_file(HERE / "style_expected.safetensors")
canny = [t2i[f"original_features_{i}"] for i in range(4)]
color = [t2i[f"light_features_{i}"] for i in range(4)]
original, expected = pipe.unet.forward, {}


def run(name, features, scale=1.0):
    with torch.no_grad():
        maps, tokens = net(features)
        cond, uncond = pipe.encode_prompt("a red ball on the beach", "cpu", 1, True, "blue")
    if tokens is not None:
        cond, uncond = torch.cat([cond, tokens * scale], 1), torch.cat([uncond, uncond[:, -tokens.shape[1]:]], 1)

    def forward(sample, *args, **kwargs):
        if maps is not None:
            kwargs["down_intrablock_additional_residuals"] = [(m * scale).expand(sample.shape[0], -1, -1, -1).clone() for m in maps]
        return original(sample, *args, **kwargs)

    pipe.unet.forward = forward
    expected[name] = pipe(prompt_embeds=cond, negative_prompt_embeds=uncond, num_inference_steps=10, guidance_scale=7.5, width=64,
                          height=48, generator=torch.Generator("cpu").manual_seed(11), output_type="latent").images
    pipe.unet.forward = original


run("maps", [("canny", canny), ("color", [f * 0.7 for f in color])])
run("maps_and_style", [("canny", canny), ("style", style["tokens"] * 0.8), ("color", color)])
run("half", [("canny", canny), ("style", style["tokens"])], 0.5)
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "coadapter_expected.safetensors"))
print({k: round(float(v.std()), 3) for k, v in expected.items()})
