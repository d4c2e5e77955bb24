"""The README's pictures, made by Bobbin: sixteen sentences; four references at λ from 0 to 1 without a word; four sentences in
four styles; four references through the simple, the global and the plus adapter; sentences in the shapes of maps; the references in the shapes of
maps, without a word; things on pictures made new after a reference and after words, and pictures let go towards a reference; the paper's
figures 4 and 8 after the graphs of resources/recipes/figures. Parts that are not there are left out.

Run: python tests/bench/bobbin_sheets.py --heddle build/release/bin/heddle
Writes sentences.jpg, lambda.jpg, styles.jpg, adapters.jpg, structure.jpg, structure_image.jpg, inpaint.jpg, figure_4.jpg and figure_8.jpg into
resources/pictures. Needs pillow.
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
MAPS = {"controlnet-canny": ("--control", "edges"), "controlnet-depth": ("--control", "depth"), "t2iadapter-sketch": ("--t2i", "edges")}
SHAPED = ["a red ball on the beach at dusk", "a blue house in the snow", "a yellow mushroom in a meadow"]
SCENES = 5  # the seed of those whose maps are followed
REPAINTED = 21  # of those that are repainted
STRENGTHS = ["0.4", "0.6", "0.8", "1"]
TILE, SMALL, GAP = 176, 132, 4
FIGURES, GRAPHS = ROOT / "resources" / "recipes" / "figures", ROOT / "resources" / "graphs"
FINE_TUNES = "bobbin,bobbin:ink,bobbin:pastel,bobbin:neon"
FIGURE_8 = {"boat_reference.png": ["a boat on the sea at night", "a boat in the snow by day"],
            "first_reference.png": ["a mushroom on the beach at dusk", "a mushroom in the desert"]}


def sheet(rows, out, tile_side=TILE, quality=84):
    width = len(rows[0]) * (tile_side + GAP) + GAP
    picture = Image.new("RGB", (width, len(rows) * (tile_side + GAP) + GAP), (25, 25, 25))
    for y, row in enumerate(rows):
        for x, file in enumerate(row):
            if file is None:
                continue
            tile = Image.open(file).convert("RGB").resize((tile_side, tile_side), Image.LANCZOS)
            picture.paste(tile, (GAP + x * (tile_side + GAP), GAP + y * (tile_side + GAP)))
    out.parent.mkdir(exist_ok=True)
    picture.save(out, quality=quality, optimize=True)


def box_around(thing):
    mask = Image.open(thing).convert("L")
    left, top, right, bottom = mask.point(lambda value: 255 if value else 0).getbbox()
    room = mask.width // 12
    hole = Image.new("L", mask.size)
    hole.paste(255, (max(0, left - room), max(0, top - room), min(mask.width, right + room), min(mask.height, bottom + room)))
    return hole


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "resources" / "models" / "bobbin")
    parser.add_argument("--only", choices=["sentences", "lambda", "styles", "adapters", "structure", "inpaint", "figure_4", "figure_8"], help="one sheet alone")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "resources" / "pictures")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        def generate(prompt, seed, *extra):
            name = pathlib.Path(folder) / f"{len(list(pathlib.Path(folder).iterdir()))}.png"
            subprocess.run([arguments.heddle, "generate", "--model", str(arguments.model), "--prompt", prompt, "--seed", str(seed), "--steps", "25",
                            "--guidance", "5", *extra, "-o", str(name)], check=True, stderr=subprocess.DEVNULL)
            return name

        def repaint(picture, mask, prompt, *extra):
            name = pathlib.Path(folder) / f"{len(list(pathlib.Path(folder).iterdir()))}.png"
            subprocess.run([arguments.heddle, "inpaint", str(picture), "--mask", str(mask), "--model", "bobbin:inpaint", "--prompt", prompt, "--seed",
                            "3", "--steps", "25", "--guidance", "5", "--strength", "1", "--grey-mask", *extra, "-o", str(name)], check=True, stderr=subprocess.DEVNULL)
            return name

        def draw(place, seed, count):
            subprocess.run([arguments.heddle, "scenes", "--count", str(count), "--seed", str(seed), "--maps", "-o", str(place)], check=True)
            return place

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

        if wanted("figure_4"):
            sheet([row("figure_4", reference, "--x", f"model={FINE_TUNES}") for reference in FIGURE_8], arguments.out / "figure_4.jpg")
        if wanted("figure_8"):
            sheet([row("figure_8", reference, "--x", "image_prompt.scale=0:1:0.25", "--set", f"2.text={words}")
                   for reference, texts in FIGURE_8.items() for words in texts], arguments.out / "figure_8.jpg", quality=80)
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
                  arguments.out / "adapters.jpg", SMALL)
        controls = [(arguments.model / name, option, kind) for name, (option, kind) in MAPS.items() if (arguments.model / name / "config.json").exists()]
        controls += [(part(name), option, kind) for name, (option, kind) in MAPS.items() if part(name).exists()]
        if controls and wanted("structure"):
            scenes = draw(pathlib.Path(folder) / "scenes", SCENES, 2)
            maps = [(option, network, scenes / f"{number:06}-{kind}.png") for network, option, kind in controls for number in range(2)]
            sheet([[file for _, _, file in maps]] + [[generate(sentence, seed, option, f"{network}={file}") for option, network, file in maps]
                                                     for seed, sentence in enumerate(SHAPED)], arguments.out / "structure.jpg", SMALL)
            sheet([[None] + [file for _, _, file in maps]]
                  + [[reference] + [after(reference, "ip-adapter_bobbin", "0.7", 3, option, f"{network}={file}") for option, network, file in maps]
                     for reference in references[1:]], arguments.out / "structure_image.jpg", SMALL)
        if (arguments.model / "unet-inpaint" / "config.json").exists() and wanted("inpaint"):
            scenes = draw(pathlib.Path(folder) / "repainted", REPAINTED, 3)
            rows = []
            for number, (reference, sentence) in enumerate(zip(references[1:], REFERENCES[1:])):
                picture, mask = scenes / f"{number:06}.png", pathlib.Path(folder) / f"hole{number}.png"
                thing = " ".join(sentence.split()[:3])
                hole = box_around(scenes / f"{number:06}-mask0.png")
                hole.save(mask)
                shown = Image.composite(Image.new("RGB", hole.size, (128, 128, 128)), Image.open(picture).convert("RGB"), hole)
                shown.save(pathlib.Path(folder) / f"shown{number}.png")
                repainted = [repaint(picture, mask, "", "--image", str(reference), "--scale", "1"), repaint(picture, mask, thing)]
                towards = [after(reference, "ip-adapter_bobbin", "1", 3, "--init-image", str(picture), "--strength", strength) for strength in STRENGTHS]
                rows.append([picture, pathlib.Path(folder) / f"shown{number}.png", reference, *repainted, *towards])
            sheet(rows, arguments.out / "inpaint.jpg", SMALL)


if __name__ == "__main__":
    main()
