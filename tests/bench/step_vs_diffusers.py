"""One guided step of a random-weight network of SD 1.5's width at 512x512: `heddle bench` against diffusers, interleaved.

Run: python tests/bench/step_vs_diffusers.py --heddle build/release/bin/heddle [--rounds 5] [--folder build/bench/sd15]
Needs diffusers, transformers and torch. The model (1.7 GB, fp16) is made once in the folder. Both sides compute in bf16 on the
same number of threads; diffusers in channels_last, which is its fastest. Prints each round and the medians.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import time

import torch
from diffusers import UNet2DConditionModel


def make_model(folder: pathlib.Path):
    if (folder / "unet" / "config.json").exists():
        return
    torch.manual_seed(0)
    net = UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8, sample_size=64)
    net.half().save_pretrained(folder / "unet")
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline"}))


def diffusers_step(net):
    x = torch.full((2, 4, 64, 64), 0.5, dtype=torch.bfloat16).to(memory_format=torch.channels_last)
    context = torch.full((2, 77, 768), 0.1, dtype=torch.bfloat16)
    start = time.perf_counter()
    with torch.inference_mode():
        net(x, torch.tensor(500), context)
    return time.perf_counter() - start


def heddle_step(program, folder, tokens):
    out = subprocess.run([program, "bench", "--model", str(folder), "--dtype", "bf16", "--threads", str(torch.get_num_threads()),
                          "--repeats", "1", "--json", "--image-tokens", str(tokens)], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)["seconds"]["guided_step"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/bench/sd15"))
    arguments = parser.parse_args()
    make_model(arguments.folder)
    net = UNet2DConditionModel.from_pretrained(arguments.folder / "unet", torch_dtype=torch.bfloat16).to(memory_format=torch.channels_last).eval()
    diffusers_step(net)
    rows = []
    for _ in range(arguments.rounds):
        rows.append((diffusers_step(net), heddle_step(arguments.heddle, arguments.folder, 0), heddle_step(arguments.heddle, arguments.folder, 4)))
        print("diffusers %.2f s   heddle %.2f s   heddle with 4 image tokens %.2f s" % rows[-1], flush=True)
    a, b, c = (statistics.median(column) for column in zip(*rows))
    print(f"medians: diffusers {a:.2f} s, heddle {b:.2f} s ({a / b:.2f} times as fast), image prompt +{(c / b - 1) * 100:.1f} %")


if __name__ == "__main__":
    main()
