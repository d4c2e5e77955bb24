"""What a ControlNet and a T2I-Adapter add to a guided step of SD 1.5's width at 512x512: `heddle bench` against diffusers, interleaved.

Run: python tests/bench/control_vs_diffusers.py --heddle build/release/bin/heddle [--rounds 5] [--dtype fp32] [--folder build/bench/control]
Needs diffusers and torch. The random-weight networks (3 GB, fp16) are made once in the folder. Prints each round, the medians and,
for the step with a ControlNet, how many times as fast as diffusers.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import time

import torch
from diffusers import ControlNetModel, T2IAdapter, UNet2DConditionModel

SD15 = {"cross_attention_dim": 768, "attention_head_dim": 8}


def make_models(folder):
    if (folder / "t2i" / "config.json").exists():
        return
    torch.manual_seed(0)
    UNet2DConditionModel(**SD15, sample_size=64).half().save_pretrained(folder / "unet")
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline"}))
    ControlNetModel(**SD15).half().save_pretrained(folder / "control")
    T2IAdapter(in_channels=1, channels=[320, 640, 1280, 1280], num_res_blocks=2, downscale_factor=8, adapter_type="full_adapter").half().save_pretrained(folder / "t2i")


class Diffusers:
    def __init__(self, folder, dtype):
        load = lambda kind, name: kind.from_pretrained(folder / name, torch_dtype=dtype).to(memory_format=torch.channels_last).eval()
        self.net, self.control, self.t2i = load(UNet2DConditionModel, "unet"), load(ControlNetModel, "control"), load(T2IAdapter, "t2i")
        self.x = torch.full((2, 4, 64, 64), 0.5, dtype=dtype).to(memory_format=torch.channels_last)
        self.context, self.t = torch.full((2, 77, 768), 0.1, dtype=dtype), torch.tensor(500)
        self.hint = torch.full((2, 3, 512, 512), 0.5, dtype=dtype)
        with torch.inference_mode():
            self.features = [f.repeat(2, 1, 1, 1) for f in self.t2i(torch.full((1, 1, 512, 512), 0.5, dtype=dtype))]

    def timed(self, with_control=False, with_t2i=False):
        start, more = time.perf_counter(), {}
        with torch.inference_mode():
            if with_control:
                down, mid = self.control(self.x, self.t, self.context, self.hint, return_dict=False)
                more = {"down_block_additional_residuals": down, "mid_block_additional_residual": mid}
            if with_t2i:
                more = {"down_intrablock_additional_residuals": [f.clone() for f in self.features]}
            self.net(self.x, self.t, self.context, **more)
        return time.perf_counter() - start

    def steps(self):
        return self.timed(), self.timed(with_control=True), self.timed(with_t2i=True)


def heddle_steps(program, folder, dtype):
    out = subprocess.run([program, "bench", "--model", str(folder), "--control", str(folder / "control"), "--t2i", str(folder / "t2i"), "--dtype", dtype,
                          "--threads", str(torch.get_num_threads()), "--repeats", "1", "--json"], check=True, capture_output=True, text=True)
    seconds = json.loads(out.stdout)["seconds"]
    return seconds["guided_step"], seconds["guided_step_with_control"], seconds["guided_step_with_t2i"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--dtype", choices=("fp32", "bf16"), default="bf16")
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/bench/control"))
    arguments = parser.parse_args()
    make_models(arguments.folder)
    diffusers = Diffusers(arguments.folder, {"fp32": torch.float32, "bf16": torch.bfloat16}[arguments.dtype])
    diffusers.steps()
    rows = []
    for _ in range(arguments.rounds):
        rows.append((diffusers.steps(), heddle_steps(arguments.heddle, arguments.folder, arguments.dtype)))
        for name, (step, control, t2i) in zip(("diffusers", "heddle"), rows[-1]):
            print(f"{name:<10} step {step:.2f} s   with ControlNet {control:.2f} s   with T2I-Adapter {t2i:.2f} s", flush=True)
    for name, side in (("diffusers", 0), ("heddle", 1)):
        control, t2i = (statistics.median(row[side][k] / row[side][0] for row in rows) for k in (1, 2))
        print(f"{name}: a ControlNet adds {(control - 1) * 100:.1f} %, a T2I-Adapter after its features {(t2i - 1) * 100:.1f} %")
    print(f"step with ControlNet: {statistics.median(row[0][1] / row[1][1] for row in rows):.2f} times as fast as diffusers")


if __name__ == "__main__":
    main()
