"""Bobbin's figures: what a judge that never conditions anything sees in generated pictures, and the VAE's error.

Run: python tests/bench/bobbin_figures.py --heddle build/release/bin/heddle [--model resources/models/bobbin] [--captions 96]
The judge is a small convolutional network, trained here from scratch on scenes of another seed and tested on scenes it has
not seen: its own accuracy is printed beside. Captions come from scenes of a seed that training did not use; a third are
combinations of thing, colour and setting that training never shows. Needs torch, diffusers, pillow.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch
from diffusers import AutoencoderKL
from PIL import Image
from torch import nn

LABELS = ("thing", "colour", "setting")
JUDGE_SIDE = 64
SEED_JUDGE, SEED_TEST, SEED_CAPTIONS = 910, 911, 912


def scenes(program, folder, count, seed, side, *extra):
    subprocess.run([program, "scenes", "--count", str(count), "--seed", str(seed), "--size", str(side), *extra, "-o", str(folder)],
                   check=True, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in (folder / "scenes.jsonl").open()]


def labels_of(row):
    thing = row["scene"]["things"][0]
    return {"thing": thing["thing"], "colour": thing["colour"], "setting": row["scene"]["setting"]}


def pixels(paths):
    pictures = [Image.open(p).convert("RGB").resize((JUDGE_SIDE, JUDGE_SIDE), Image.BOX) for p in paths]
    return torch.from_numpy(np.stack([np.asarray(p, dtype=np.float32) for p in pictures])).permute(0, 3, 1, 2) / 127.5 - 1


class Judge(nn.Module):
    def __init__(self, names):
        super().__init__()
        self.names = names  # label -> its values
        widths, layers = (3, 32, 64, 96, 128), []
        for a, b in zip(widths, widths[1:]):
            layers += [nn.Conv2d(a, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(2)]
        self.body = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.2))
        side = JUDGE_SIDE // 16
        self.heads = nn.ModuleDict({k: nn.Linear(widths[-1] * side * side, len(v)) for k, v in names.items()})

    def forward(self, x):
        features = self.body(x)
        return {k: head(features) for k, head in self.heads.items()}

    def answers(self, x):
        self.eval()
        with torch.no_grad():
            return {k: [self.names[k][i] for i in v.argmax(1).tolist()] for k, v in self(x).items()}


def train_judge(program, folder, count, epochs):
    rows = scenes(program, folder / "judge", count, SEED_JUDGE, JUDGE_SIDE * 2)
    truth = [labels_of(r) for r in rows]
    names = {k: sorted({t[k] for t in truth}) for k in LABELS}
    x = pixels([folder / "judge" / r["image_file"] for r in rows])
    y = {k: torch.tensor([names[k].index(t[k]) for t in truth]) for k in LABELS}
    torch.manual_seed(1)
    judge = Judge(names)
    optimiser = torch.optim.AdamW(judge.parameters(), 2e-3)
    batches = epochs * (len(rows) // 64)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=batches)
    judge.train()
    for _ in range(batches):
        pick = torch.randint(0, len(rows), (64,))
        out = judge(x[pick] + 0.05 * torch.randn(64, 3, JUDGE_SIDE, JUDGE_SIDE))
        loss = sum(nn.functional.cross_entropy(out[k], y[k][pick]) for k in LABELS)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rate.step()
    return judge


def share(judge, files, truths):
    """Accuracy per label, and of all three at once."""
    answers = judge.answers(pixels(files))
    right = {k: [a == t[k] for a, t in zip(answers[k], truths)] for k in LABELS}
    right["all three"] = [all(right[k][i] for k in LABELS) for i in range(len(files))]
    return {k: 100 * sum(v) / len(v) for k, v in right.items()}


def report(name, figures, count):
    print(f"| {name} ({count}) | " + " | ".join(f"{figures[k]:.0f} %" for k in (*LABELS, "all three")) + " |", flush=True)


def generate(program, model, out, prompt, seed, *extra):
    subprocess.run([program, "generate", "--model", str(model), "--prompt", prompt, "--seed", str(seed), "--steps", "20", "--guidance", "5",
                    *extra, "-o", str(out)], check=True, stderr=subprocess.DEVNULL)
    return out


def vae_psnr(model, files):
    vae = AutoencoderKL.from_pretrained(model / "vae", torch_dtype=torch.float32)
    values = []
    for file in files:
        x = torch.from_numpy(np.asarray(Image.open(file).convert("RGB"), dtype=np.float32)).permute(2, 0, 1)[None] / 127.5 - 1
        with torch.no_grad():
            y = vae.decode(vae.encode(x).latent_dist.mean).sample.clamp(-1, 1)
        values.append(-10 * torch.log10(((x - y) / 2).square().mean()).item())
    return float(np.mean(values))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path(__file__).parents[2] / "resources" / "models" / "bobbin")
    parser.add_argument("--captions", type=int, default=96)
    parser.add_argument("--references", type=int, default=24)
    parser.add_argument("--judge-scenes", type=int, default=8000)
    parser.add_argument("--judge-epochs", type=int, default=8)
    arguments = parser.parse_args()
    program, model = arguments.heddle, arguments.model
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        judge = train_judge(program, folder, arguments.judge_scenes, arguments.judge_epochs)
        print("| pictures (how many) | thing | colour | setting | all three |\n| --- | --- | --- | --- | --- |")
        rows = scenes(program, folder / "test", 600, SEED_TEST, JUDGE_SIDE * 2)
        report("the judge itself, on unseen scenes", share(judge, [folder / "test" / r["image_file"] for r in rows], [labels_of(r) for r in rows]), 600)

        rows = scenes(program, folder / "captions", 4000, SEED_CAPTIONS, 16, "--include-held-out")
        held = [r for r in rows if r["scene"]["held_out"]][: arguments.captions // 3]
        seen = [r for r in rows if not r["scene"]["held_out"]][: arguments.captions - len(held)]
        for name, part in (("from captions", seen), ("from captions of held-back combinations", held)):
            files = [generate(program, model, folder / f"{name[:14]}-{i}.png", r["full_caption"], i) for i, r in enumerate(part)]
            report(name, share(judge, files, [labels_of(r) for r in part]), len(part))

        side = str(json.loads((model / "unet" / "config.json").read_text())["sample_size"] * 8)
        references = scenes(program, folder / "references", arguments.references, SEED_TEST + 10, int(side))
        truths = [labels_of(r) for r in references]
        adapter = ("--adapter", str(model / "ip-adapter_bobbin.safetensors"))
        for scale in ("0.0", "0.5", "1.0"):
            files = [generate(program, model, folder / f"reference-{scale}-{i}.png", "", i, *adapter, "--image",
                              str(folder / "references" / r["image_file"]), "--scale", scale) for i, r in enumerate(references)]
            report(f"from a reference alone, λ = {scale}: what the reference shows", share(judge, files, truths), len(files))
        print(f"\nVAE on {len(references)} unseen scenes: {vae_psnr(model, [folder / 'references' / r['image_file'] for r in references]):.2f} dB")


if __name__ == "__main__":
    main()
