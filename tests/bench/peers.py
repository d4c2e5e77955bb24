"""Heddle against diffusers on a random Stable Diffusion 1.5: a guided step, decoding, and whole pictures from a cold process, in turn.

Run: python tests/bench/peers.py --heddle build/release/bin/heddle --random-model build/release/bin/random_model
     [--dtype fp32|bf16] [--cpu avx2] [--size 512] [--rounds 5] [--image-tokens 4] [--picture STEPS] [--compile]
     [--processor-time] [--folder build/bench/random_sd15]
Needs diffusers, transformers and torch. The model (2.1 GB, fp16) is made once in the folder. Both sides compute in the same type on
the same number of threads and narrow themselves alike (--cpu); diffusers in channels_last, which is its fastest, and with --compile
through torch.compile. With --picture also whole processes: loading, text, STEPS guided steps, decoding and a PNG, with the peak of
their memory; diffusers is given its tokens and so needs no tokenizer. --processor-time counts the processor's seconds of one thread,
which other work on the machine changes less than the clock's. Prints each round, then medians and ranges.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

NAMES = {"ATEN_CPU_CAPABILITY": {"avx2": "avx2", "avx512": "avx512"},
         "ONEDNN_MAX_CPU_ISA": {"avx2": "AVX2", "avx512": "AVX512_CORE"},
         "MKL_ENABLE_INSTRUCTIONS": {"avx2": "AVX2", "avx512": "AVX512"}}

PICTURE = """
import sys, torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from diffusers.image_processor import VaeImageProcessor
from transformers import CLIPTextModel
folder, dtype, size, steps, target = sys.argv[1], getattr(torch, sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
text = CLIPTextModel.from_pretrained(folder + "/text_encoder", torch_dtype=dtype)
unet = UNet2DConditionModel.from_pretrained(folder + "/unet", torch_dtype=dtype).to(memory_format=torch.channels_last)
vae = AutoencoderKL.from_pretrained(folder + "/vae", torch_dtype=dtype).to(memory_format=torch.channels_last)
scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False)
scheduler.set_timesteps(steps)
with torch.inference_mode():
    context = text(torch.full((2, 77), 49407)).last_hidden_state
    x = torch.randn(1, 4, size // 8, size // 8).to(dtype)
    for t in scheduler.timesteps:
        plain, told = unet(torch.cat([x, x]).contiguous(memory_format=torch.channels_last), t, context).sample.chunk(2)
        x = scheduler.step(plain + 7.5 * (told - plain), t, x).prev_sample
    image = vae.decode((x / 0.18215).contiguous(memory_format=torch.channels_last)).sample
VaeImageProcessor().postprocess(image.float())[0].save(target)
"""


def environment_of(arguments):
    variables = dict(os.environ)
    if arguments.cpu:
        variables["HEDDLE_CPU"] = arguments.cpu
        variables.update({name: values[arguments.cpu] for name, values in NAMES.items()})
    if arguments.processor_time:
        variables.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
    return variables


def whole_process(command, environment, by_processor):
    """Seconds, and peak memory in GiB."""
    start = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command} ended with {status}")
    seconds = usage.ru_utime + usage.ru_stime if by_processor else time.perf_counter() - start
    return seconds, usage.ru_maxrss / 2**20


class Diffusers:
    def __init__(self, arguments):
        import torch
        from diffusers import AutoencoderKL, UNet2DConditionModel
        self.torch, self.dtype = torch, {"fp32": torch.float32, "bf16": torch.bfloat16}[arguments.dtype]
        self.side = arguments.size // 8
        self.by_processor = arguments.processor_time
        last = torch.channels_last
        self.unet = UNet2DConditionModel.from_pretrained(arguments.folder / "unet", torch_dtype=self.dtype).to(memory_format=last).eval()
        self.vae = AutoencoderKL.from_pretrained(arguments.folder / "vae", torch_dtype=self.dtype).to(memory_format=last).eval()
        if arguments.compile:
            self.unet, self.vae.decoder = torch.compile(self.unet), torch.compile(self.vae.decoder)

    def latents(self, batch):
        return self.torch.full((batch, 4, self.side, self.side), 0.5, dtype=self.dtype).to(memory_format=self.torch.channels_last)

    def timed(self, work):
        clock = time.process_time if self.by_processor else time.perf_counter
        start = clock()
        with self.torch.inference_mode():
            work()
        return clock() - start

    def step(self):
        context = self.torch.full((2, 77, 768), 0.1, dtype=self.dtype)
        return self.timed(lambda: self.unet(self.latents(2), self.torch.tensor(500), context))

    def decode(self):
        return self.timed(lambda: self.vae.decode(self.latents(1)))


def heddle_bench(arguments, environment, threads, tokens):
    size = str(arguments.size)
    command = [arguments.heddle, "bench", "--model", str(arguments.folder), "--dtype", arguments.dtype, "--threads", str(threads), "--width",
               size, "--height", size, "--repeats", "1", "--json", "--image-tokens", str(tokens)]
    command += ["--processor-time"] if arguments.processor_time else []
    seconds = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)["seconds"]
    return seconds["guided_step"], seconds["decode"]


def told(name, rows):
    columns = list(zip(*rows))
    medians = [statistics.median(column) for column in columns]
    ranges = ", ".join("%.2f to %.2f" % (min(column), max(column)) for column in columns)
    print(f"{name}: diffusers {medians[0]:.2f}, heddle {medians[1]:.2f}: {medians[0] / medians[1]:.2f} times; ranges {ranges}", flush=True)
    return medians


def compare_operators(arguments, environment):
    peer = Diffusers(arguments)
    threads = peer.torch.get_num_threads()
    peer.step(), peer.decode()
    steps, decodes, prompts = [], [], []
    for _ in range(arguments.rounds):
        theirs, their_decode = peer.step(), peer.decode()
        ours, our_decode = heddle_bench(arguments, environment, threads, 0)
        steps.append((theirs, ours))
        decodes.append((their_decode, our_decode))
        if arguments.image_tokens:
            prompts.append(heddle_bench(arguments, environment, threads, arguments.image_tokens)[0] / ours)
        print("step: diffusers %.2f s, heddle %.2f s; decoding: %.2f s, %.2f s" % (*steps[-1], *decodes[-1]), flush=True)
    told("guided step, s", steps)
    told("decoding, s", decodes)
    if prompts:
        print(f"an image prompt of {arguments.image_tokens} tokens adds {(statistics.median(prompts) - 1) * 100:.1f} % to a step")


def compare_pictures(arguments, environment):
    target, by_processor = arguments.folder / "picture.png", arguments.processor_time
    size, steps = arguments.size, arguments.picture
    theirs = [sys.executable, "-c", PICTURE, arguments.folder, {"fp32": "float32", "bf16": "bfloat16"}[arguments.dtype], size, steps, target]
    ours = [arguments.heddle, "generate", "--prompt", "a red ball on the beach", "--model", arguments.folder, "--width", size, "--height",
            size, "--steps", steps, "--sampler", "ddim", "--seed", "1", "--dtype", arguments.dtype, "-o", target]
    ours += ["--threads", "1"] if by_processor else []
    rows = []
    for _ in range(arguments.rounds):
        rows.append((whole_process(theirs, environment, by_processor), whole_process(ours, environment, by_processor)))
        print("a picture: diffusers %.2f s and %.2f GiB, heddle %.2f s and %.2f GiB" % (*rows[-1][0], *rows[-1][1]), flush=True)
    told(f"a picture of {steps} steps, whole process, s", [(a[0], b[0]) for a, b in rows])
    told("its peak memory, GiB", [(a[1], b[1]) for a, b in rows])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--random-model", required=True)
    parser.add_argument("--dtype", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--cpu", choices=["", "avx2", "avx512"], default="")
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--image-tokens", type=int, default=0)
    parser.add_argument("--picture", type=int, default=0, metavar="STEPS")
    parser.add_argument("--no-operators", action="store_true", help="whole pictures alone")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--processor-time", action="store_true")
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/bench/random_sd15"))
    arguments = parser.parse_args()
    environment = environment_of(arguments)
    if environment != dict(os.environ):  # libraries read it when they are loaded
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)
    if not (arguments.folder / "model_index.json").exists():
        subprocess.run([arguments.random_model, str(arguments.folder)], check=True)
    if not arguments.no_operators:
        compare_operators(arguments, environment)
    if arguments.picture:
        compare_pictures(arguments, environment)


if __name__ == "__main__":
    main()
