"""Writes a whole tiny random Stable Diffusion (diffusers folder, IP-Adapter, reference picture) and what diffusers makes of it.

Run: python tests/golden/pipeline/make_pipeline.py   (diffusers 0.42, transformers 5.23, torch 2.13; fp32 on the CPU)
The model is stored in fp16; outputs are computed in fp32 from the stored values.
"""
import json
import pathlib
import shutil

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, EulerDiscreteScheduler, StableDiffusionPipeline, UNet2DConditionModel
from PIL import Image
from safetensors.torch import save_file
from transformers import (CLIPImageProcessor, CLIPTextConfig, CLIPTextModel, CLIPTokenizer, CLIPVisionConfig,
                          CLIPVisionModelWithProjection)

HERE = pathlib.Path(__file__).parent
MODEL = HERE / "model"
torch.manual_seed(7)


def byte_symbols():
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    symbols, n = {}, 0
    for b in range(256):
        symbols[b] = chr(b) if b in keep else chr(256 + n)
        n += b not in keep
    return [symbols[b] for b in keep] + [symbols[b] for b in range(256) if b not in keep]


def write_tokenizer():
    words = byte_symbols()
    vocab = words + [w + "</w>" for w in words]
    merges = ["r e", "re d</w>", "b a", "l l</w>", "ba ll</w>", "b e", "a c", "ac h</w>", "be ach</w>"]
    vocab += [m.replace(" ", "") for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
    folder = MODEL / "tokenizer"
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({v: i for i, v in enumerate(vocab)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": "<|startoftext|>",
        "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}))
    return len(vocab)


def lively(model):
    for p in model.parameters():
        with torch.no_grad():
            if p.dim() == 1:
                p.add_(torch.randn_like(p) * 0.1)
            p.copy_(p.half().float())
    return model.eval()


shutil.rmtree(MODEL, ignore_errors=True)
size = write_tokenizer()
text = lively(CLIPTextModel(CLIPTextConfig(vocab_size=size, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
                                           projection_dim=32, bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=size - 1)))
vision = lively(CLIPVisionModelWithProjection(CLIPVisionConfig(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
                                                               image_size=32, patch_size=8, projection_dim=24)))
unet = lively(UNet2DConditionModel(block_out_channels=[8, 16, 16, 16], layers_per_block=2, norm_num_groups=4, cross_attention_dim=32,
                                   attention_head_dim=2, sample_size=16))
vae = lively(AutoencoderKL(block_out_channels=[8, 8, 16, 16], layers_per_block=1, norm_num_groups=4, latent_channels=4,
                           down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, scaling_factor=0.4))
scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False, steps_offset=1)
processor = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
for part, net in (("text_encoder", text), ("image_encoder", vision), ("unet", unet), ("vae", vae)):
    net.half().save_pretrained(MODEL / part)
    net.float()
scheduler.save_pretrained(MODEL / "scheduler")
processor.save_pretrained(MODEL / "feature_extractor")
(MODEL / "model_index.json").write_text(json.dumps({
    "_class_name": "StableDiffusionPipeline", "feature_extractor": ["transformers", "CLIPImageProcessor"],
    "image_encoder": ["transformers", "CLIPVisionModelWithProjection"], "safety_checker": [None, None], "requires_safety_checker": False,
    "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}))

state = {"image_proj.proj.weight": torch.randn(4 * 32, 24) * 0.3, "image_proj.proj.bias": torch.randn(4 * 32) * 0.3,
         "image_proj.norm.weight": 1 + 0.1 * torch.randn(32), "image_proj.norm.bias": 0.1 * torch.randn(32)}
for n, name in enumerate(unet.attn_processors):
    if name.endswith("attn2.processor"):
        width = unet.get_submodule(name.removesuffix(".processor")).to_k.weight.shape[0]
        for part in "kv":
            state[f"ip_adapter.{n}.to_{part}_ip.weight"] = torch.randn(width, 32) * 0.3
save_file({k: v.half() for k, v in state.items()}, str(MODEL / "ip-adapter.safetensors"))

rng = np.random.default_rng(3)
picture = Image.fromarray((rng.random((5, 7, 3)) * 255).astype(np.uint8)).resize((70, 50), Image.BICUBIC)
picture.save(HERE / "reference.png")

pipe = StableDiffusionPipeline(vae=vae, text_encoder=text, tokenizer=CLIPTokenizer.from_pretrained(MODEL / "tokenizer"), unet=unet,
                               scheduler=scheduler, safety_checker=None, feature_extractor=processor, image_encoder=vision,
                               requires_safety_checker=False)
pipe.set_progress_bar_config(disable=True)
expected = {}


def run(name, **kwargs):
    common = dict(prompt="a red ball on the beach", negative_prompt="blue", num_inference_steps=10, guidance_scale=7.5, width=64, height=48)
    latents = pipe(generator=torch.Generator("cpu").manual_seed(11), output_type="latent", **{**common, **kwargs}).images
    expected[name] = latents
    expected[name + "_image"] = pipe.image_processor.postprocess(pipe.vae.decode(latents / vae.config.scaling_factor).sample.detach(), output_type="pt")


run("text")
run("two", num_images_per_prompt=1, guidance_scale=1.0)
pipe.load_ip_adapter(str(MODEL), subfolder="", weight_name="ip-adapter.safetensors", image_encoder_folder=None)
for scale in (0.0, 0.5, 1.0):
    pipe.set_ip_adapter_scale(scale)
    run(f"image_{scale}", ip_adapter_image=picture)
pipe.set_ip_adapter_scale(0.7)
run("image_only", ip_adapter_image=picture, prompt="", negative_prompt="")
pipe.scheduler = EulerDiscreteScheduler.from_config(scheduler.config)
run("euler", ip_adapter_image=picture)
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "expected.safetensors"))
