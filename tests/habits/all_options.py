#!/usr/bin/env python3
"""No option of `heddle generate` is ignored: each one that --help lists has a trial here, and in it the latents change, or the
picture, or a file is written, or a note appears. An option without a trial fails: all_options.py --heddle PROGRAM."""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFERENCE = ["--adapter", "{model}/ip-adapter.safetensors", "--image", "{golden}/pipeline/reference.png"]
CONTROL = ["--control", "{golden}/pipeline/controls/a={golden}/pipeline/map_large.png"]
T2I = ["--t2i", "{golden}/pipeline/t2i/original.pth={golden}/pipeline/map_large.png"]
STYLE = ["--style", "{golden}/pipeline/style/style.pth={golden}/pipeline/reference.png", "--style-encoder", "{model}/image_encoder"]
UNI = ["--uni", "{golden}/pipeline/uni/uni.ckpt", "--uni-map", "canny={golden}/pipeline/map.png"]
UNI_IMAGE = [*UNI, "--uni-image", "{golden}/pipeline/reference.png", "--uni-encoder", "{golden}/pipeline/uni/encoder"]
LOOK = ["--reference-only", "{golden}/pipeline/map_large.png"]
START = ["--init-image", "{inputs}/pictures/even.png"]

DEFAULTS = {"--model": "{model}", "--prompt": "red ball", "--steps": "3", "--width": "64", "--height": "48", "--seed": "1"}

# option -> what changes, the arguments before, the arguments with it. "latents": other ones; "picture": other pixels; "file": it is
# there; "note": one appears; "nothing": by design the same result, with the reason; "runs": it is taken.
TRIALS = {
    "--model": ("latents", [], ["--model", "{inputs}/models/littered", "--prompt", "beach"]),
    "--vae": ("picture", [], ["--vae", "{inputs}/models/single/plain.safetensors"]),
    "--text-encoder": ("note", [], ["--text-encoder", "{model}"]),
    "--prediction": ("latents", [], ["--prediction", "v"]),
    "--zero-terminal-snr": ("latents", ["--prediction", "v"], ["--prediction", "v", "--zero-terminal-snr"]),
    "--prompt": ("latents", [], ["--prompt", "beach"]),
    "--negative": ("latents", [], ["--negative", "beach"]),
    "--lora": ("latents", [], ["--lora", "{inputs}/models/loras/wide.safetensors"]),
    "--embedding": ("latents", ["--prompt", "<beach>"], ["--prompt", "<beach>", "--embedding", "{inputs}/toys/beach.safetensors"]),
    "--adapter": ("latents", [], REFERENCE),
    "--image": ("latents", REFERENCE, [*REFERENCE[:3], "{inputs}/pictures/even.png"]),
    "--image-encoder": ("refused", REFERENCE, [*REFERENCE, "--image-encoder", "{model}/vae"]),
    "--scale": ("latents", REFERENCE, [*REFERENCE, "--scale", "0.9"]),
    "--fit": ("latents", [*REFERENCE[:3], "{inputs}/pictures/even.png"], [*REFERENCE[:3], "{inputs}/pictures/even.png", "--fit", "pad"]),
    "--negative-image": ("latents", REFERENCE, [*REFERENCE, "--negative-image", "black"]),
    "--save-encoder-input": ("file", REFERENCE, [*REFERENCE, "--save-encoder-input", "{out}/written.png"]),
    "--attention-maps": ("file", REFERENCE, [*REFERENCE, "--attention-maps", "{out}/written.attention"]),
    "--control": ("latents", [], CONTROL),
    "--t2i": ("latents", [], T2I),
    "--annotate": ("latents", CONTROL, [*CONTROL, "--annotate", "canny"]),
    "--save-maps": ("file", CONTROL, [*CONTROL, "--annotate", "canny", "--save-maps", "{out}/written.maps"]),
    "--coadapter": ("latents", STYLE, [*STYLE, "--coadapter", "{golden}/pipeline/t2i/fuser.pth"]),
    "--uni": ("latents", [], UNI),
    "--uni-map": ("latents", UNI, [*UNI[:3], "hed={golden}/pipeline/map.png"]),
    "--uni-image": ("latents", UNI, UNI_IMAGE),
    "--uni-encoder": ("refused", UNI_IMAGE, [*UNI_IMAGE[:-1], "{model}/vae"]),
    "--uni-strength": ("latents", UNI, [*UNI, "--uni-strength", "0.5"]),
    "--uni-image-strength": ("latents", UNI_IMAGE, [*UNI_IMAGE, "--uni-image-strength", "0.5"]),
    "--style": ("latents", [], STYLE),
    "--style-encoder": ("refused", STYLE, [*STYLE[:3], "{model}/vae"]),
    "--reference-only": ("latents", [], LOOK),
    "--reference-mode": ("latents", LOOK, [*LOOK, "--reference-mode", "adain"]),
    "--reference-fidelity": ("latents", LOOK, [*LOOK, "--reference-fidelity", "1"]),
    "--control-mode": ("latents", CONTROL, [*CONTROL, "--control-mode", "control_first"]),
    "--control-fit": ("latents", CONTROL, [*CONTROL, "--control-fit", "stretch"]),
    "--init-image": ("latents", [], START),
    "--strength": ("latents", START, [*START, "--strength", "0.9"]),
    "--strength-rule": ("latents", START, [*START, "--strength-rule", "automatic1111"]),
    "--mask-blend": ("latents", [*START, "--sampler", "heun", "--steps", "8", "--mask", "{inputs}/pictures/mask.png"],
                     [*START, "--sampler", "heun", "--steps", "8", "--mask", "{inputs}/pictures/mask.png", "--mask-blend", "in_estimate"]),
    "--grey-mask": ("latents", [*START, "--mask", "{golden}/pipeline/inpaint_mask.png"],
                    [*START, "--mask", "{golden}/pipeline/inpaint_mask.png", "--grey-mask"]),
    "--mask": ("latents", START, [*START, "--mask", "{inputs}/pictures/mask.png"]),
    "--sampler": ("latents", [], ["--sampler", "euler"]),
    "--schedule": ("latents", [], ["--schedule", "trailing"]),
    "--steps": ("latents", [], ["--steps", "5"]),
    "--guidance": ("latents", [], ["--guidance", "3"]),
    "--guidance-rescale": ("latents", [], ["--guidance-rescale", "0.7"]),
    "--eta": ("latents", [], ["--eta", "1"]),
    "--seed": ("latents", [], ["--seed", "3"]),
    "--width": ("latents", [], ["--width", "72"]),
    "--height": ("latents", [], ["--height", "72"]),
    "--count": ("latents", [], ["--count", "2"]),
    "--clip-skip": ("latents", [], ["--clip-skip", "2"]),
    "--latents": ("latents", [], ["--latents", "{inputs}/noise.safetensors"]),
    "--save-latents": ("file", [], ["--save-latents", "{out}/written.safetensors"]),
    "--device": ("refused", [], ["--device", "toaster"]),
    "--dtype": ("latents or note", ["--dtype", "fp32"], ["--dtype", "bf16"]),
    "--threads": ("runs", [], ["--threads", "1"]),  # how fast; sums may be added up in another order
    "--models": ("latents", ["--prompt", "red ball"], ["--models", "{inputs}/models", "--prompt", "red ball <lora:wide:1>"]),
    "--json": ("nothing", [], ["--json"]),  # how it is told
    "--output": ("file", [], ["-o", "{out}/written.png"]),
    "--help": None,
}


def listed_options(heddle):
    text = subprocess.run([heddle, "generate", "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^\s+(?:-\w,)?(--[a-z][a-z0-9-]*)", text, re.M))


class Bench:
    def __init__(self, heddle, folder):
        self.heddle, self.folder, self.number = heddle, folder, 0
        self.names = {"inputs": str(folder / "inputs"), "model": str(folder / "inputs/models/checkpoints/tiny"), "golden": str(HERE.parent / "golden")}

    def run(self, arguments):
        self.number += 1
        out = self.folder / str(self.number)
        out.mkdir()
        kept = list(arguments)
        for option, value in DEFAULTS.items():
            if option not in arguments:
                kept += [option, value]
        for name, default in (("--save-latents", "latents.safetensors"), ("-o", "picture.png")):
            if name not in kept:
                kept += [name, str(out / default)]
        kept = [re.sub(r"\{(inputs|model|golden|out)\}", lambda m: {**self.names, "out": str(out)}[m[1]], arg) for arg in kept]
        done = subprocess.run([self.heddle, "generate", *kept], cwd=out, capture_output=True, text=True, timeout=120)
        files = {path.name: path.read_bytes() if path.is_file() else b"" for path in out.iterdir()}
        return {"exit": done.returncode, "said": done.stderr, "notes": re.findall(r"^note: .*", done.stderr, re.M), "files": files}


def pixels(png):
    """The compressed pixels of a PNG: equal pictures have equal ones."""
    data, place = b"", 8
    while place < len(png):
        length = int.from_bytes(png[place:place + 4], "big")
        if png[place + 4:place + 8] == b"IDAT":
            data += png[place + 8:place + 8 + length]
        place += 12 + length
    return data


def fault(bench, option, trial):
    what, before, after = trial
    base, with_it = bench.run(before), bench.run(after)
    if base["exit"] != 0:
        return f"the run without it failed: {base['said'].strip()}"
    if what == "refused":
        return None if with_it["exit"] == 1 else "it was not refused"
    if with_it["exit"] != 0:
        return f"the run with it failed: {with_it['said'].strip()}"
    same_latents = base["files"].get("latents.safetensors") == with_it["files"].get("latents.safetensors")
    same_pixels = pixels(base["files"].get("picture.png", b"")) == pixels(with_it["files"].get("picture.png", b""))
    has_note = len(with_it["notes"]) > len(base["notes"])
    holds = {"latents": not same_latents, "latents or note": not same_latents or has_note, "picture": not same_pixels, "note": has_note,
             "file": any(name.startswith("written.") for name in with_it["files"]), "nothing": same_latents, "runs": True}[what]
    return None if holds else f"no other {what}: {with_it['said'].strip()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = str(Path(parser.parse_args().heddle).resolve())
    faults = []
    listed = listed_options(heddle)
    faults += [f"{option}: has no trial in all_options.py" for option in sorted(listed - set(TRIALS))]
    faults += [f"{option}: is no option any more" for option in sorted(set(TRIALS) - listed)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, HERE / "make_inputs.py", folder / "inputs"], check=True)
        bench = Bench(heddle, folder)
        for option, trial in TRIALS.items():
            if trial is None:
                continue
            found = fault(bench, option, trial)
            if found:
                faults.append(f"{option}: {found}")
    print("\n".join(faults) or f"{len(TRIALS)} options, none is ignored")
    sys.exit(1 if faults else 0)


main()
