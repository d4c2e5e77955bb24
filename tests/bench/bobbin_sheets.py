"""The README's pictures, made by Bobbin: sixteen sentences; four references at λ from 0 to 1 without a word; four sentences in
four styles; four references through the simple, the global and the plus adapter; the same references in the shapes of maps, without a word;
the paper's figures 4 and 8 after the graphs of resources/recipes/figures. Parts that are not there are left out.

Run: python tests/bench/bobbin_sheets.py --heddle build/release/bin/heddle
Writes sentences.jpg, lambda.jpg, styles.jpg, adapters.jpg and structure.jpg into resources/pictures, figure_4.jpg and figure_8.jpg into
docs. Needs pillow.
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
MAPS = {"controlnet-canny": "edges", "controlnet-depth": "depth"}
SCENES = 5  # the seed of those whose maps are followed
TILE, GAP = 176, 4
FIGURES, GRAPHS = ROOT / "resources" / "recipes" / "figures", ROOT / "resources" / "graphs"
FINE_TUNES = "bobbin,bobbin:ink,bobbin:pastel,bobbin:neon"
FIGURE_8 = {"boat_reference.png": ["a boat on the sea at night", "a boat in the snow by day"],
            "first_reference.png": ["a mushroom on the beach at dusk", "a mushroom in the desert"]}


def sheet(rows, out, quality=88):
    width = len(rows[0]) * (TILE + GAP) + GAP
    picture = Image.new("RGB", (width, len(rows) * (TILE + GAP) + GAP), (25, 25, 25))
    for y, row in enumerate(rows):
        for x, file in enumerate(row):
            if file is None:
                continue
            tile = Image.open(file).convert("RGB").resize((TILE, TILE), Image.LANCZOS)
            picture.paste(tile, (GAP + x * (TILE + GAP), GAP + y * (TILE + GAP)))
    out.parent.mkdir(exist_ok=True)
    picture.save(out, quality=quality)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "resources" / "models" / "bobbin")
    parser.add_argument("--only", choices=["sentences", "lambda", "styles", "adapters", "structure", "figure_4", "figure_8"], help="one sheet alone")
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

        def wanted(name):
            return arguments.only in (None, name)

        def row(figure, reference, *axes):
            """The reference and its pictures in the order of the axis."""
            out = pathlib.Path(folder) / f"{figure}-{len(list(pathlib.Path(folder).iterdir()))}"
            subprocess.run([arguments.heddle, "sheet", str(FIGURES / f"{figure}.json"), "--set", f"4.image={GRAPHS / reference}", *axes, "-o", str(out)],
                           check=True, stderr=subprocess.DEVNULL)
            return [GRAPHS / reference] + sorted((out / "pictures").iterdir())

        docs = ROOT / "docs"
        if wanted("figure_4"):
            sheet([row("figure_4", reference, "--x", f"model={FINE_TUNES}") for reference in FIGURE_8], docs / "figure_4.jpg")
        if wanted("figure_8"):
            sheet([row("figure_8", reference, "--x", "image_prompt.scale=0:1:0.25", "--set", f"2.text={words}")
                   for reference, texts in FIGURE_8.items() for words in texts], docs / "figure_8.jpg", quality=80)
        if arguments.only in ("figure_4", "figure_8"):
            return
        if wanted("sentences"):
            tiles = [generate(sentence, seed) for seed, sentence in enumerate(SENTENCES)]
            sheet([tiles[i:i + 4] for i in range(0, 16, 4)], arguments.out / "sentences.jpg")
        references = [generate(sentence, 40 + number) for number, sentence in enumerate(REFERENCES)]

        def after(reference, adapter, scale, seed, *extra):
            return generate("", seed, "--adapter", str(part(adapter)), "--image", str(reference), "--scale", scale, *extra)

        if wanted("lambda"):
            sheet([[reference] + [after(reference, "ip-adapter_bobbin", scale, 3) for scale in SCALES] for reference in references],
                  arguments.out / "lambda.jpg")
        styles = [()] + [("--lora", str(part(f"styles/{style}"))) for style in STYLES if part(f"styles/{style}").exists()]
        if len(styles) > 1 and wanted("styles"):
            sheet([[generate(sentence, seed, *style) for style in styles] for seed, sentence in enumerate(STYLED)], arguments.out / "styles.jpg")
        adapters = [adapter for adapter in ADAPTERS if part(adapter).exists()]
        if len(adapters) > 1 and wanted("adapters"):
            sheet([[reference] + [after(reference, adapter, "1", seed) for adapter in adapters for seed in (3, 4)] for reference in references],
                  arguments.out / "adapters.jpg")
        controls = [(arguments.model / name, kind) for name, kind in MAPS.items() if (arguments.model / name / "config.json").exists()]
        if controls and wanted("structure"):
            scenes = pathlib.Path(folder) / "scenes"
            subprocess.run([arguments.heddle, "scenes", "--count", "2", "--seed", str(SCENES), "--maps", "-o", str(scenes)], check=True)
            maps = [(control, scenes / f"{number:06}-{kind}.png") for control, kind in controls for number in range(2)]
            top = [None] + [file for _, file in maps]
            sheet([top] + [[reference] + [after(reference, "ip-adapter_bobbin", "1", 3, "--control", f"{control}={file}") for control, file in maps]
                           for reference in references], arguments.out / "structure.jpg")


if __name__ == "__main__":
    main()
