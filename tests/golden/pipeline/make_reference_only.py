"""Writes what reference-only makes of tests/golden/pipeline/model: a small reference of its own, over diffusers' modules.

Run: python tests/golden/pipeline/make_reference_only.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
The definition is that of sd-webui-controlnet: at each step the network walks over the noised picture with the same text; a second
walk attends to the first one's normalised tokens beside its own, or takes over the mean and deviation of its blocks' outputs.
"Style fidelity" is how far the unconditional rows stay without them. The noise of step i is that of a generator seeded with
20230517 + i.
"""
import pathlib

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent


class Walk:
    """UNet2DConditionModel, block by block; `tokens(i, block, h)` and `output(i, x)` are asked at each place."""

    def __init__(self, unet):
        self.unet = unet

    def transformer(self, layer, x, context):
        n, c, h, w = x.shape
        t = layer.norm(x)
        if layer.use_linear_projection:
            t = layer.proj_in(t.permute(0, 2, 3, 1).reshape(n, h * w, c))
        else:
            t = layer.proj_in(t).permute(0, 2, 3, 1).reshape(n, h * w, c)
        for block in layer.transformer_blocks:
            t = t + self.tokens(self.block, block.attn1, block.norm1(t))
            self.block += 1
            t = t + block.attn2(block.norm2(t), encoder_hidden_states=context)
            t = t + block.ff(block.norm3(t))
        if layer.use_linear_projection:
            t = layer.proj_out(t).reshape(n, h, w, c).permute(0, 3, 1, 2)
        else:
            t = layer.proj_out(t.reshape(n, h, w, c).permute(0, 3, 1, 2))
        return x + t

    def __call__(self, x, t, context, tokens, output):
        self.tokens, self.block, self.place = tokens, 0, 0
        unet = self.unet
        emb = unet.time_embedding(unet.time_proj(torch.as_tensor(t).expand(x.shape[0])).to(x.dtype))

        def done(x):
            x = output(self.place, x)
            self.place += 1
            return x

        x = unet.conv_in(x)
        skips = [x]
        for block in unet.down_blocks:
            attentions = getattr(block, "attentions", [None] * len(block.resnets))
            for resnet, attention in zip(block.resnets, attentions):
                x = resnet(x, emb)
                x = self.transformer(attention, x, context) if attention is not None else x
                x = done(x)
                skips.append(x)
            if block.downsamplers:
                x = block.downsamplers[0](x)
                skips.append(x)
        x = unet.mid_block.resnets[0](x, emb)
        x = self.transformer(unet.mid_block.attentions[0], x, context)
        x = done(unet.mid_block.resnets[1](x, emb))
        for block in unet.up_blocks:
            attentions = getattr(block, "attentions", [None] * len(block.resnets))
            for i, (resnet, attention) in enumerate(zip(block.resnets, attentions)):
                x = resnet(torch.cat([x, skips.pop()], 1), emb)
                x = self.transformer(attention, x, context) if attention is not None else x
                if block.upsamplers and i + 1 == len(block.resnets):
                    x = block.upsamplers[0](x, skips[-1].shape[-2:])
                x = done(x)
        return unet.conv_out(unet.conv_act(unet.conv_norm_out(x)))


def self_attention(attn, h, context):
    return attn(h, encoder_hidden_states=context)


class ReferenceOnly:
    def __init__(self, unet, scheduler, latents, mode, weight, fidelity):
        self.unet, self.walk, self.scheduler, self.latents = unet, Walk(unet), scheduler, latents
        self.mode, self.weight, self.fidelity, self.step = mode, weight, fidelity, 0
        blocks = [m for name, m in unet.named_modules() if type(m).__name__ == "BasicTransformerBlock"]
        flow = [m for part in (unet.down_blocks, [unet.mid_block], unet.up_blocks) for p in part for m in p.modules()
                if type(m).__name__ == "BasicTransformerBlock"]
        assert len(flow) == len(blocks)
        order = sorted(range(len(flow)), key=lambda i: -flow[i].norm1.normalized_shape[0])
        self.attends = {block for rank, block in enumerate(order) if weight > rank / len(order)} if mode != "adain" else set()
        layers, levels = unet.config.layers_per_block, len(unet.config.block_out_channels)
        down = layers * levels
        rungs = {down: 0.0}
        below = list(range(layers, down))
        above = list(range(down + 1, down + 1 + levels * (layers + 1) - (layers + 2)))
        if levels == 4 and layers == 2:  # input blocks 4, 5, 7, 8, 10, 11 and output blocks 0 to 7
            assert len(below) == 6 and len(above) == 8
        rungs |= {place: 1 - i / len(below) for i, place in enumerate(below)}
        rungs |= {place: i / len(above) for i, place in enumerate(above)}
        self.matches = {place for place, rung in rungs.items() if weight > 2 * rung} if mode != "attention" else set()

    def __call__(self, sample, t, context):
        if self.weight == 0:
            return self.unet_forward(sample, t, context)
        alpha = self.scheduler.alphas_cumprod[int(t)].double()
        generator = torch.Generator("cpu").manual_seed(20230517 + self.step)
        self.step += 1
        noise = torch.randn(self.latents.shape, generator=generator)
        noised = self.latents * alpha.sqrt().item() + noise * (1 - alpha).sqrt().item()
        bank, moments = {}, {}

        def keep(i, attn, h):
            bank[i] = h
            return attn(h)

        def measure(place, x):
            moments[place] = torch.var_mean(x, dim=(2, 3), keepdim=True, correction=0)
            return x

        self.walk(noised.expand(sample.shape[0], -1, -1, -1), t, context, keep, measure)
        uncond = slice(0, sample.shape[0] // 2 if sample.shape[0] > 1 else 0)
        f = self.fidelity

        def look(i, attn, h):
            if i not in self.attends:
                return attn(h)
            unconditional = attn(h, encoder_hidden_states=torch.cat([h, bank[i]], 1))
            conditional = unconditional.clone()
            conditional[uncond] = attn(h)[uncond]
            return f * conditional + (1 - f) * unconditional

        def match(place, x):
            if place not in self.matches:
                return x
            var, mean = torch.var_mean(x, dim=(2, 3), keepdim=True, correction=0)
            to_var, to_mean = moments[place]
            unconditional = (x - mean) / var.clamp_min(1e-6).sqrt() * to_var.clamp_min(1e-6).sqrt() + to_mean
            conditional = unconditional.clone()
            conditional[uncond] = x[uncond]
            return f * conditional + (1 - f) * unconditional

        return self.walk(sample, t, context, look, match)


pipe = StableDiffusionPipeline.from_pretrained(HERE / "model", safety_checker=None, requires_safety_checker=False, torch_dtype=torch.float32)
pipe.set_progress_bar_config(disable=True)
picture = torch.from_numpy(np.asarray(Image.open(HERE / "map.png").convert("RGB"))).permute(2, 0, 1)[None].float() / 255 * 2 - 1
with torch.no_grad():
    latents = pipe.vae.encode(picture).latent_dist.mean * pipe.vae.config.scaling_factor
original = pipe.unet.forward
expected = {"latents": latents}


def run(name, mode, weight=1.0, fidelity=0.5, guidance_scale=7.5):
    reference = ReferenceOnly(pipe.unet, pipe.scheduler, latents, mode, weight, fidelity)
    pipe.unet.forward = lambda sample, t, encoder_hidden_states=None, **kwargs: (reference(sample, t, encoder_hidden_states),)
    expected[name] = pipe(prompt="a red ball on the beach", negative_prompt="blue", num_inference_steps=10, guidance_scale=guidance_scale,
                          width=64, height=48, generator=torch.Generator("cpu").manual_seed(11), output_type="latent").images
    pipe.unet.forward = original


# The walk is the network's: without a reference it gives what diffusers' forward gives.
with torch.no_grad():
    x, context = torch.randn(2, 4, 6, 8), torch.randn(2, 7, pipe.unet.config.cross_attention_dim)
    plain = Walk(pipe.unet)(x, 321, context, lambda i, attn, h: attn(h), lambda place, x: x)
    assert torch.allclose(plain, original(x, 321, context, return_dict=False)[0], atol=1e-5)
for mode in ("attention", "adain", "both"):
    run(mode, mode)
run("attention_faithful", "attention", fidelity=1.0)
run("attention_prompt", "attention", fidelity=0.0)
run("attention_some", "attention", weight=0.4)
run("adain_some", "adain", weight=0.6, fidelity=0.3)
run("both_unguided", "both", guidance_scale=1.0)
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "reference_only_expected.safetensors"))
print({k: round(float(v.std()), 3) for k, v in expected.items()})
