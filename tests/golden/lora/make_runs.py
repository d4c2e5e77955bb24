"""Writes a textual inversion in its file forms, and the latents that diffusers makes with it and with kohya.safetensors.

Run: python tests/golden/lora/make_runs.py   (after make_lora.py; the same versions; fp32 on the CPU)
The model, prompt, seed and size are those of tests/golden/pipeline.
"""
import pathlib

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
MODEL = HERE.parent / "pipeline" / "model"
torch.manual_seed(9)
vectors = (torch.randn(3, 32) * 0.2).half().float()
expected = {}

torch.save({"string_to_token": {"*": 265}, "string_to_param": {"*": vectors.clone().requires_grad_()}, "name": "inner", "step": 7,
            "sd_checkpoint": None, "sd_checkpoint_name": None}, HERE / "toy.pt")
save_file({"emb_params": vectors.half()}, str(HERE / "toy.safetensors"))
torch.save({"<toy>": vectors}, HERE / "learned_embeds.bin")
save_file({"clip_l": torch.zeros(2, 32), "clip_g": torch.zeros(2, 48)}, str(HERE / "toy_xl.safetensors"))


def pipeline():
    pipe = StableDiffusionPipeline.from_pretrained(MODEL, torch_dtype=torch.float32, safety_checker=None)
    pipe.scheduler = DDIMScheduler.from_pretrained(MODEL / "scheduler")
    pipe.set_progress_bar_config(disable=True)
    return pipe


def run(pipe, prompt, negative="blue"):
    return pipe(prompt=prompt, negative_prompt=negative, num_inference_steps=10, guidance_scale=7.5, width=64, height=48,
                generator=torch.Generator("cpu").manual_seed(11), output_type="latent").images


pipe = pipeline()
expected["plain"] = run(pipe, "a red ball on the beach")
pipe.load_textual_inversion(str(HERE / "learned_embeds.bin"))
expected["embedding"] = run(pipe, "a red <toy>, on the beach")
expected["negative_embedding"] = run(pipe, "a red ball on the beach", "<toy>")
pipe = pipeline()
pipe.load_lora_weights(str(HERE), weight_name="kohya.safetensors")
pipe.fuse_lora(lora_scale=0.75)
expected["lora"] = run(pipe, "a red ball on the beach")
pipe.unfuse_lora()
pipe.unload_lora_weights()
pipe.load_lora_weights(str(HERE), weight_name="kohya.safetensors", adapter_name="one")
pipe.load_lora_weights(str(HERE), weight_name="diffusers.safetensors", adapter_name="two")
pipe.set_adapters(["one", "two"], [0.5, -0.25])
expected["two_lora"] = run(pipe, "a red ball on the beach")
save_file({k: v.contiguous() for k, v in expected.items()}, str(HERE / "runs.safetensors"))
