"""From process start to the first denoising step done: `heddle generate` against diffusers, interleaved, warm page cache.

Run: python tests/bench/cold_start.py --heddle build/release/bin/heddle [--rounds 3] [--folder build/bench/sd15]
A random-weight model of SD 1.5's widths in fp16 (network, text encoder, VAE; 2.2 GB, made once in the folder), computed in
bf16 at 64x64 pixels, so that the step itself is short. diffusers loads the same three networks and encodes the same number
of tokens, without a tokenizer (which favours it). Prints each round and the medians.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

DIFFUSERS = """
import sys, torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel
folder = sys.argv[1]
text = CLIPTextModel.from_pretrained(folder + "/text_encoder", torch_dtype=torch.bfloat16)
unet = UNet2DConditionModel.from_pretrained(folder + "/unet", torch_dtype=torch.bfloat16)
vae = AutoencoderKL.from_pretrained(folder + "/vae", torch_dtype=torch.bfloat16)
with torch.inference_mode():
    context = text(torch.full((2, 77), 49407)).last_hidden_state
    unet(torch.randn(2, 4, 8, 8, dtype=torch.bfloat16), torch.tensor(500), context)
"""


def make_model(folder: pathlib.Path):
    if (folder / "vae" / "config.json").exists():
        return
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel
    torch.manual_seed(0)
    if not (folder / "unet" / "config.json").exists():
        UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8, sample_size=64).half().save_pretrained(folder / "unet")
    CLIPTextModel(CLIPTextConfig(vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12,
                                 max_position_embeddings=77, projection_dim=768, hidden_act="quick_gelu", bos_token_id=49406,
                                 eos_token_id=49407, pad_token_id=49407)).half().save_pretrained(folder / "text_encoder")
    AutoencoderKL(block_out_channels=[128, 256, 512, 512], layers_per_block=2, down_block_types=["DownEncoderBlock2D"] * 4,
                  up_block_types=["UpDecoderBlock2D"] * 4, latent_channels=4).half().save_pretrained(folder / "vae")
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline"}))


def diffusers_seconds(folder):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", DIFFUSERS, str(folder)], check=True, capture_output=True)
    return time.perf_counter() - start


def heddle_seconds(program, folder):
    start = time.perf_counter()
    command = [program, "generate", "--model", str(folder), "--prompt", "a red ball on the beach", "--steps", "2", "--sampler", "ddim",
               "--width", "64", "--height", "64", "--dtype", "bf16", "--json", "-o", str(folder / "cold.png")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            event = json.loads(line)
            if event.get("event") == "node_progress" and "step 1" in event.get("text", ""):
                seconds = time.perf_counter() - start
                process.stdout.read()
                return seconds
    sys.exit("heddle took no step; its last line: " + line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/bench/sd15"))
    arguments = parser.parse_args()
    make_model(arguments.folder)
    diffusers_seconds(arguments.folder), heddle_seconds(arguments.heddle, arguments.folder)  # the page cache
    rows = []
    for _ in range(arguments.rounds):
        rows.append((diffusers_seconds(arguments.folder), heddle_seconds(arguments.heddle, arguments.folder)))
        print("diffusers %.2f s   heddle %.2f s" % rows[-1], flush=True)
    a, b = (statistics.median(column) for column in zip(*rows))
    print(f"medians: diffusers {a:.2f} s, heddle {b:.2f} s ({a / b:.1f} times as fast)")


if __name__ == "__main__":
    main()
