"""`heddle evaluate` from the command line: the paper's protocol on a small folder in COCO's format. Two processes that share
the items, and a run that was stopped and goes on, give the scores of one run; and the recipes that come with the program are
understood, so far as their models are there.

Run: python3 tests/golden/evaluation/check_evaluate.py --heddle build/release/bin/heddle
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[3]
MODEL, JUDGE, PICTURES = ROOT / "tests/golden/pipeline/model", ROOT / "tests/golden/evaluation/clip", ROOT / "tests/golden/training/folder"
SAYS_NOTHING = {"RANK", "WORLD_SIZE", "SLURM_PROCID", "SLURM_NTASKS"}


def write_recipe(folder):
    names = sorted(p.name for p in PICTURES.glob("*.png"))
    captions = {"images": [{"id": i, "file_name": name} for i, name in enumerate(names)],
                "annotations": [{"id": i, "image_id": i, "caption": f"picture {i}"} for i in range(len(names))]}
    (folder / "captions.json").write_text(json.dumps(captions))
    recipe = folder / "small.toml"
    recipe.write_text(f"""
[evaluate]
kind = "coco"
model = "{MODEL}"
image_encoder = "{MODEL}/image_encoder"
sampler = "ddim"
steps = 2
guidance = 3.0
width = 64
height = 64
[data]
images = "{PICTURES}"
captions = "{folder}/captions.json"
seed = 3
[parts]
adapter = "{MODEL}/ip-adapter.safetensors"
[judges]
clip = "{JUDGE}"
[coco]
samples = 2
""")
    return recipe, len(names)


def start(heddle, recipe, folder, *extra, **variables):
    environment = {name: value for name, value in os.environ.items() if name not in SAYS_NOTHING} | variables
    return subprocess.Popen([heddle, "evaluate", str(recipe), "-o", str(folder), "--threads", "1", *extra], env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(run):
    out, errors = run.communicate(timeout=120)
    if run.returncode != 0:
        sys.exit(f"ended with {run.returncode}: {errors[-2000:]}")
    return out


def scores(folder):
    return (folder / "scores.csv").read_text()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle
    with tempfile.TemporaryDirectory(prefix="heddle-evaluate-") as name:
        folder = pathlib.Path(name)
        recipe, count = write_recipe(folder)
        table = finish(start(heddle, recipe, folder / "one"))
        page = (folder / "one/index.html").read_text()
        assert "CLIP-I" in table and "CLIP-I" in page, table
        assert len(list((folder / "one/items").rglob("*.json"))) == count

        for run in [start(heddle, recipe, folder / "two", RANK=str(rank), WORLD_SIZE="2") for rank in (0, 1)]:
            finish(run)
        assert scores(folder / "two") == scores(folder / "one"), "two processes give other scores"

        finish(start(heddle, recipe, folder / "again", "--subset", "1"))
        assert len(list((folder / "again/items").rglob("*.json"))) == 1
        finish(start(heddle, recipe, folder / "again"))
        assert scores(folder / "again") == scores(folder / "one"), "a run that goes on gives other scores"

        # Without its data the recipe of the paper's protocol names what is missing, and not its own settings.
        run = start(heddle, ROOT / "resources/recipes/evaluate_coco.toml", folder / "coco")
        _, errors = run.communicate(timeout=60)
        assert run.returncode != 0 and "captions_val2017.json" in errors and "not a setting" not in errors, errors
    print("two processes and a run that goes on give the scores of one run")


if __name__ == "__main__":
    main()
