"""Writes what each place of tests/golden/pipeline/model attended to, as attention processors of diffusers compute it.

Run: python tests/golden/pipeline/make_attention.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
Two steps, the conditional half of the batch: softmax(q k^T / sqrt(d)) over the text and over the reference's tokens, means over the
heads; and the lengths of what both give, as shares. Of the text the first ten tokens are kept. Agreed to 1e-4.
"""
import pathlib

import torch
from diffusers import StableDiffusionPipeline
from PIL import Image
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
TOKENS, STEPS, SCALE = 10, 2, 0.6
found, calls = {}, {}


class Seen(torch.nn.Module):
    """The processor of a cross-attention layer with an image prompt, in plain mathematics, with a record."""

    def __init__(self, plain, layer):
        super().__init__()
        self.to_k_ip, self.to_v_ip, self.layer = plain.to_k_ip, plain.to_v_ip, layer

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, **_):
        text, (image,) = encoder_hidden_states

        def over(context, to_k, to_v):
            heads = [t.unflatten(-1, (attn.heads, -1)).transpose(1, 2) for t in (attn.to_q(hidden_states), to_k(context), to_v(context))]
            weights = (heads[0] @ heads[1].transpose(-1, -2) / heads[0].shape[-1] ** 0.5).softmax(-1)
            return weights.mean(1), (weights @ heads[2]).transpose(1, 2).flatten(2)

        words, given = over(text, attn.to_k, attn.to_v)
        tokens, added = over(image.flatten(1, 2) if image.dim() == 4 else image, self.to_k_ip[0], self.to_v_ip[0])
        added = added * SCALE
        lengths = torch.stack([given.norm(dim=-1), added.norm(dim=-1)], -1)
        step = calls[self.layer] = calls.get(self.layer, -1) + 1
        name = f"step.{step}.layer.{self.layer}."
        found[name + "words"] = words[1:, :, :TOKENS].contiguous()
        found[name + "reference.1"] = tokens[1:].contiguous()
        found[name + "shares"] = (lengths / lengths.sum(-1, keepdim=True))[1:].contiguous()
        return attn.to_out[1](attn.to_out[0](given + added))


pipe = StableDiffusionPipeline.from_pretrained(HERE / "model", safety_checker=None, requires_safety_checker=False, torch_dtype=torch.float32)
pipe.set_progress_bar_config(disable=True)
pipe.load_ip_adapter(str(HERE / "model"), subfolder="", weight_name="ip-adapter.safetensors", image_encoder_folder=None)
pipe.set_ip_adapter_scale(SCALE)
processors = pipe.unet.attn_processors
crossed = [name for name in processors if name.endswith("attn2.processor")]
ordered = [n for part in ("down_blocks", "mid_block", "up_blocks") for n in crossed if n.startswith(part)]
pipe.unet.set_attn_processor({name: Seen(p, ordered.index(name)) if name in ordered else p for name, p in processors.items()})
with torch.no_grad():
    latents = pipe(prompt="a red ball on the beach", negative_prompt="blue", num_inference_steps=STEPS, guidance_scale=7.5, width=64, height=48,
                   ip_adapter_image=Image.open(HERE / "reference.png"), generator=torch.Generator("cpu").manual_seed(11),
                   output_type="latent").images
assert len(found) == 3 * STEPS * len(ordered), len(found)
found["latents"] = latents
save_file({k: v.contiguous() for k, v in found.items()}, str(HERE / "attention_expected.safetensors"))
print(len(ordered), "layers")
