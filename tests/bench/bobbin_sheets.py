"""The README's pictures, made by Bobbin: sixteen sentences; four references at λ from 0 to 1 without a word; four sentences in
four styles; four references through the simple, the global and the plus adapter. Parts that are not there are left out.

Run: python tests/bench/bobbin_sheets.py --heddle build/release/bin/heddle
Writes sentences.jpg, lambda.jpg, styles.jpg and adapters.jpg into resources/pictures. Needs pillow.
"""
import argparse
import pathlib
import subprocess
import tempfile

from PIL import Image

ROOT = pathlib.Path(__file__).parents[2]
SENTENCES = ["a red ball on the beach at dusk", "a blue house in the snow by day", "a yellow star in the night sky", "a green fish in the sea",
             "a pink mushroom in a meadow", "a white boat on the sea at night", "an orange cube in the desert", "a purple tree in a meadow at dusk",
             "a red house on the beach", "a green ball in the snow at night", "a blue boat on the sea at dusk", "a yellow mushroom in the desert",
             "a purple star in the night sky", "a pink ball in a meadow", "a white cube in a meadow at night", "an orange tree in the snow"]
REFERENCES = ["a yellow star in the night sky", "a red boat on the sea at dusk", "a blue mushroom in a meadow", "a white house in the snow"]
SCALES = ["0", "0.25", "0.5", "0.75", "1"]
STYLED = ["a red house on the beach at dusk", "a green tree in a meadow", "a blue boat on the sea", "a yellow mushroom in the snow"]
STYLES = ["ink", "pastel", "neon"]
ADAPTERS = ["simple-adapter_bobbin", "ip-adapter_bobbin", "ip-adapter-plus_bobbin"]
TILE, GAP = 176, 4


def sheet(rows, out):
    width = len(rows[0]) * (TILE + GAP) + GAP
    picture = Image.new("RGB", (width, len(rows) * (TILE + GAP) + GAP), (25, 25, 25))
    for y, row in enumerate(rows):
        for x, file in enumerate(row):
            tile = Image.open(file).convert("RGB").resize((TILE, TILE), Image.LANCZOS)
            picture.paste(tile, (GAP + x * (TILE + GAP), GAP + y * (TILE + GAP)))
    out.parent.mkdir(exist_ok=True)
    picture.save(out, quality=88)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "resources" / "models" / "bobbin")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "resources" / "pictures")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        def generate(prompt, seed, *extra):
            name = pathlib.Path(folder) / f"{len(list(pathlib.Path(folder).iterdir()))}.png"
            subprocess.run([arguments.heddle, "generate", "--model", str(arguments.model), "--prompt", prompt, "--seed", str(seed), "--steps", "25",
                            "--guidance", "5", *extra, "-o", str(name)], check=True, stderr=subprocess.DEVNULL)
            return name

        def part(name):
            return arguments.model / f"{name}.safetensors"

        tiles = [generate(sentence, seed) for seed, sentence in enumerate(SENTENCES)]
        sheet([tiles[i:i + 4] for i in range(0, 16, 4)], arguments.out / "sentences.jpg")
        references = [generate(sentence, 40 + number) for number, sentence in enumerate(REFERENCES)]

        def after(reference, adapter, scale, seed):
            return generate("", seed, "--adapter", str(part(adapter)), "--image", str(reference), "--scale", scale)

        sheet([[reference] + [after(reference, "ip-adapter_bobbin", scale, 3) for scale in SCALES] for reference in references],
              arguments.out / "lambda.jpg")
        styles = [()] + [("--lora", str(part(f"styles/{style}"))) for style in STYLES if part(f"styles/{style}").exists()]
        if len(styles) > 1:
            sheet([[generate(sentence, seed, *style) for style in styles] for seed, sentence in enumerate(STYLED)], arguments.out / "styles.jpg")
        adapters = [adapter for adapter in ADAPTERS if part(adapter).exists()]
        if len(adapters) > 1:
            sheet([[reference] + [after(reference, adapter, "1", seed) for adapter in adapters for seed in (3, 4)] for reference in references],
                  arguments.out / "adapters.jpg")


if __name__ == "__main__":
    main()
