"""The paper's protocol with a judge of ViT-L/14's full width: a CLIP with random weights is written as transformers saves
openai/clip-vit-large-patch14, `heddle evaluate` measures Bobbin's IP-Adapter with it on two pictures, and transformers
scores the same files. CLIP-I, CLIP-T and CLIPScore agree to 1e-5.

Run: python tests/golden/evaluation/check_vit_l.py --heddle build/release/bin/heddle [--folder build/vit_l]
"""
import argparse
import json
import pathlib
import resource
import subprocess
import sys

import torch
import transformers
from PIL import Image

ROOT = pathlib.Path(__file__).parents[3]
PICTURES = ROOT / "tests/golden/training/folder"
TOLERANCE = 1e-5


def write_vocabulary(folder):
    """CLIP's own, from the list of merges that open_clip ships: bytes, bytes at a word's end, merges, two special tokens."""
    lines = (ROOT / "build/vocab/bpe_simple_vocab_16e6.txt").read_text(encoding="utf-8").split("\n")
    merges = lines[1:49152 - 256 - 2 + 1]
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in plain]
    alphabet = [chr(b) for b in plain] + [chr(256 + i) for i in range(len(others))]
    words = alphabet + [c + "</w>" for c in alphabet] + [m.replace(" ", "") for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    assert len(words) == 49408


def write_judge(folder):
    if (folder / "model.safetensors").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(14)
    text = dict(hidden_size=768, intermediate_size=3072, num_attention_heads=12, num_hidden_layers=12, projection_dim=768,
                bos_token_id=49406, eos_token_id=49407, pad_token_id=49407)
    vision = dict(hidden_size=1024, intermediate_size=4096, num_attention_heads=16, num_hidden_layers=24, patch_size=14,
                  image_size=224, projection_dim=768)
    config = transformers.CLIPConfig(text_config=text, vision_config=vision, projection_dim=768)
    model = transformers.CLIPModel(config)
    with torch.no_grad():  # wide enough for different pictures to give different answers
        for name, value in model.named_parameters():
            if value.dim() > 1:
                value.mul_(3)
    write_vocabulary(folder)
    transformers.CLIPImageProcessor().save_pretrained(folder)
    model.save_pretrained(folder)


def measure(heddle, folder, judge):
    names = ["tall.png", "wide.png"]
    captions = {"images": [{"id": i, "file_name": name} for i, name in enumerate(names)],
                "annotations": [{"id": i, "image_id": i, "caption": f"a photograph of a thing, number {i}"} for i in range(len(names))]}
    (folder / "captions.json").write_text(json.dumps(captions))
    recipe = (ROOT / "resources/recipes/evaluate_coco.toml").read_text()
    for old, new in [("models/stable-diffusion-v1-5", "bobbin"), ("models/ip-adapter/image_encoder", str(ROOT / "resources/models/bobbin/image_encoder")),
                     ("coco/val2017", str(PICTURES)), ("coco/annotations/captions_val2017.json", str(folder / "captions.json")),
                     ("models/ip-adapter/ip-adapter_sd15.safetensors", "bobbin/ip-adapter_bobbin.safetensors"),
                     ("models/clip-vit-large-patch14", str(judge)), ('sampler = "ddim"', 'sampler = "ddim"\nwidth = 256\nheight = 256')]:
        assert old in recipe, old
        recipe = recipe.replace(f'"{old}"', f'"{new}"') if not old.startswith("sampler") else recipe.replace(old, new)
    (folder / "vit_l.toml").write_text(recipe)
    out = folder / "scores"
    subprocess.run([heddle, "evaluate", str(folder / "vit_l.toml"), "-o", str(out)], check=True)
    items = [json.loads(path.read_text()) for path in sorted(out.glob("items/coco-*/*.json"))]
    assert len(items) == len(names)
    print(f"heddle evaluate: largest resident memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20:.1f} GB")
    return out, items


def normalised(features):
    features = getattr(features, "pooler_output", features)
    return torch.nn.functional.normalize(features, dim=-1)


def compare(judge, out, items):
    model = transformers.CLIPModel.from_pretrained(judge).eval()
    processor = transformers.CLIPImageProcessor.from_pretrained(judge)
    tokenizer = transformers.CLIPTokenizer.from_pretrained(judge)
    largest = 0
    for item in items:
        files = [Image.open(out / picture["file"]).convert("RGB") for picture in item["pictures"]]
        assert len(files) == 5  # the reference and four samples
        with torch.no_grad():
            seen = normalised(model.get_image_features(**processor(images=files, return_tensors="pt")))
            tokens = tokenizer([item["title"]], return_tensors="pt", padding="max_length", truncation=True)
            told = normalised(model.get_text_features(**tokens))
        alike, cosine = (seen[1:] @ seen[0]), (seen[1:] @ told[0])
        theirs = {"clip_i": alike.mean(), "clip_t": cosine.mean(), "clip_score": (2.5 * cosine.clamp(min=0)).mean()}
        for name, value in theirs.items():
            difference = abs(float(value) - item["scores"][name])
            largest = max(largest, difference)
            print(f"{item['title']}: {name} {item['scores'][name]:.5f}, transformers {float(value):.5f}")
    print(f"largest difference {largest:.1e}")
    return largest < TOLERANCE


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/vit_l"))
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    write_judge(folder / "judge")
    out, items = measure(arguments.heddle, folder, folder / "judge")
    sys.exit(0 if compare(folder / "judge", out, items) else 1)


if __name__ == "__main__":
    main()
