"""Writes a tiny random style adapter for tests/golden/pipeline/model and what it makes of it.

Run: python tests/golden/pipeline/make_style.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
The network is written here from T2I-Adapter's paper and file: learned tokens behind the image encoder's last hidden state (no
last norm), a norm, transformer layers with quick GELU, a norm of the last tokens, a projection. Its tokens follow the prompt's;
the unconditional text is lengthened by its own last tokens. Weights are stored in fp16; outputs are computed in fp32.
"""
import pathlib

import torch
from diffusers import StableDiffusionPipeline
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection

HERE = pathlib.Path(__file__).parent
MODEL = HERE / "model"
TOKENS = 8


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


class Style(torch.nn.Module):
    def __init__(self, width, context, heads=8, layers=3):
        super().__init__()
        self.transformer_layes = torch.nn.Sequential(*[Block(width, heads) for _ in range(layers)])
        self.style_embedding = torch.nn.Parameter(torch.randn(1, TOKENS, width))
        self.ln_pre, self.ln_post = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.proj = torch.nn.Parameter(torch.randn(width, context) * 0.5)

    def forward(self, x):
        x = torch.cat([x, self.style_embedding.expand(x.shape[0], -1, -1)], 1)
        return self.ln_post(self.transformer_layes(self.ln_pre(x))[:, -TOKENS:]) @ self.proj


torch.manual_seed(20261130)
pipe = StableDiffusionPipeline.from_pretrained(MODEL, safety_checker=None, requires_safety_checker=False, torch_dtype=torch.float32)
pipe.set_progress_bar_config(disable=True)
encoder = CLIPVisionModelWithProjection.from_pretrained(MODEL / "image_encoder", torch_dtype=torch.float32).eval()
size = encoder.config.image_size
processor = CLIPImageProcessor(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
net = Style(encoder.config.hidden_size, pipe.unet.config.cross_attention_dim).eval()
with torch.no_grad():
    for p in net.parameters():
        if p.dim() == 1:
            p.add_(torch.randn_like(p) * 0.1)
        p.copy_(p.half().float())
(HERE / "style").mkdir(exist_ok=True)
torch.save({k: v.half().clone() for k, v in net.state_dict().items()}, HERE / "style" / "style.pth")

expected = {}
with torch.no_grad():
    pixels = processor(images=Image.open(HERE / "reference.png").convert("RGB"), return_tensors="pt").pixel_values
    seen = []  # the last layer's output, before the last norm
    layers = (encoder.vision_model if hasattr(encoder, "vision_model") else encoder).encoder.layers
    hook = layers[-1].register_forward_hook(lambda m, i, o: seen.append(o[0] if isinstance(o, tuple) else o))
    encoder(pixel_values=pixels)
    hook.remove()
    hidden = torch.randn(2, 5, encoder.config.hidden_size)
    expected |= {"hidden": hidden, "hidden_tokens": net(hidden), "tokens": net(seen[0])}
    cond, uncond = pipe.encode_prompt("a red ball on the beach", "cpu", 1, True, "blue")


def run(name, scale, guidance_scale=7.5):
    embeds = torch.cat([cond, expected["tokens"] * scale], 1)
    negative = torch.cat([uncond, uncond[:, -TOKENS:]], 1)
    expected[name] = pipe(prompt_embeds=embeds, negative_prompt_embeds=negative, num_inference_steps=10, guidance_scale=guidance_scale,
                          width=64, height=48, generator=torch.Generator("cpu").manual_seed(11), output_type="latent").images


run("style", 1.0)
run("style_half", 0.5)
run("style_unguided", 1.0, 1.0)
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "style_expected.safetensors"))
print({k: [list(v.shape), round(float(v.std()), 3)] for k, v in expected.items()})
