"""Writes the references of tests/core/evaluation: formulas in numpy, and a tiny random CLIP as transformers reads it.

Run: python tests/golden/evaluation/make_evaluation.py   (numpy, Pillow, safetensors, transformers 5.23, torch 2.13)
scores.safetensors: pictures, masks and what the formulas give. clip/: a whole CLIPModel with its tokenizer and preprocessor,
and in expected.safetensors the cosines that transformers has between pictures and texts.
"""
import json
import pathlib
import shutil

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import save_file
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPTokenizer

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE.parent
rng = np.random.default_rng(20260102)


def lab(rgb):
    """sRGB bytes -> CIE L*a*b*, D65, 2 degrees (IEC 61966-2-1, CIE 15:2004)."""
    v = rgb.astype(np.float64) / 255
    v = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    xyz = v @ np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]).T
    t = xyz / np.array([0.95047, 1.0, 1.08883])
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def psnr(a, b):
    return 10 * np.log10(255**2 / np.mean((a.astype(np.float64) - b) ** 2))


def edge_f1(found, wanted, tolerance):
    """By all distances between all pairs of edge pixels."""
    p, q = np.argwhere(found >= 128), np.argwhere(wanted >= 128)
    distances = np.sqrt(((p[:, None] - q[None]) ** 2).sum(-1))
    precision, recall = (distances.min(1) <= tolerance).mean(), (distances.min(0) <= tolerance).mean()
    return precision, recall, 2 * precision * recall / (precision + recall)


def mixed(z):
    m = (1 << 64) - 1
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & m
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & m
    return z ^ (z >> 31)


def dice(seed, stream):
    """splitmix64 (Steele et al. 2014), seeded as the program does."""
    m = (1 << 64) - 1
    state = mixed((seed + 0x9E3779B97F4A7C15) & m) ^ mixed((stream * 0xD1342543DE82EF95 + 0x632BE59BD9B4E019) & m)
    while True:
        state = (state + 0x9E3779B97F4A7C15) & m
        yield mixed(state)


def bootstrap_mean(values, seed, resamples=2000):
    rolls = dice(seed, 0xB007)
    n = len(values)
    means = [np.mean([values[((next(rolls) >> 32) * n) >> 32] for _ in range(n)]) for _ in range(resamples)]
    return np.quantile(means, 0.025), np.quantile(means, 0.975)


def write_scores():
    a = rng.integers(0, 256, (20, 24, 3), dtype=np.uint8)
    b = np.clip(a.astype(int) + rng.integers(-40, 41, a.shape), 0, 255).astype(np.uint8)
    mask = np.zeros((20, 24), np.uint8)
    mask[5:14, 6:17] = 255
    mask[5, 6], mask[6, 6] = 127, 128  # on either side of what counts
    other = np.roll(mask, 2, 1)
    inside = mask >= 128
    colour = np.linalg.norm(lab(a)[inside].mean(0) - lab(b)[inside].mean(0))
    edges, wanted = ((rng.random((2, 20, 24)) > 0.9) * 255).astype(np.uint8)
    values = rng.normal(0.6, 0.2, 37)
    tensors = {"a": a, "b": b, "mask": mask, "other": other, "edges": edges, "wanted": wanted, "values": values, "lab": lab(a),
               "psnr": np.array([psnr(a, b)]), "colour_error": np.array([colour]),
               "iou": np.array([((mask >= 128) & (other >= 128)).sum() / ((mask >= 128) | (other >= 128)).sum()]),
               "edges_1": np.array(edge_f1(edges, wanted, 1)), "edges_2": np.array(edge_f1(edges, wanted, 2)),
               "interval_7": np.array(bootstrap_mean(values, 7)),
               "quantiles": np.quantile(values, [0, 0.025, 0.1, 0.5, 0.9, 0.975, 1])}
    save_file(tensors, HERE / "scores.safetensors")


def write_clip():
    folder = HERE / "clip"
    folder.mkdir(exist_ok=True)
    source = GOLDEN / "pipeline" / "model" / "tokenizer"
    for name in ("vocab.json", "merges.txt"):
        shutil.copy(source / name, folder / name)
    vocabulary = json.loads((source / "vocab.json").read_text())
    tokenizer = CLIPTokenizer(vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"))
    torch.manual_seed(5)
    config = CLIPConfig(
        text_config=dict(vocab_size=len(vocabulary), hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2,
                         bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.eos_token_id),
        vision_config=dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, image_size=28, patch_size=7),
        projection_dim=24)
    model = CLIPModel(config).eval()
    for p in model.parameters():
        with torch.no_grad():
            p.add_(torch.randn_like(p) * 0.05)
            p.copy_(p.half().float())
    model.half().save_pretrained(folder)
    model.float()
    processor = CLIPImageProcessor(size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28}, image_mean=[0.5, 0.4, 0.3],
                                   image_std=[0.2, 0.25, 0.3])
    processor.save_pretrained(folder)
    pictures = [Image.open(GOLDEN / "image" / "pictures" / name).convert("RGB") for name in ("rgb.png", "painting.ppm")]
    pictures.append(Image.open(GOLDEN / "pipeline" / "reference.png").convert("RGB"))
    texts = ["a red ball on the beach at dusk", "a cat", "", "the same words again and again " * 20]
    with torch.no_grad():
        words = tokenizer(texts, padding="max_length", max_length=77, truncation=True, return_tensors="pt")
        out = model(pixel_values=processor(pictures, return_tensors="pt")["pixel_values"], **words)
    image = torch.nn.functional.normalize(out.image_embeds, dim=-1)
    text = torch.nn.functional.normalize(out.text_embeds, dim=-1)
    save_file({"clip_i": (image @ image.T).numpy(), "clip_t": (image @ text.T).numpy()}, folder / "expected.safetensors",
              metadata={"texts": json.dumps(texts)})


if __name__ == "__main__":
    write_scores()
    write_clip()
