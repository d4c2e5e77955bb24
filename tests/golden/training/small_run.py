"""A training of seconds with `heddle train`, for check_kills.py and check_processes.py: a VAE of a few thousand numbers on
scenes, fp32, with an average, a sample sheet and checkpoints that fall between two rows of the log."""
import csv
import json
import pathlib
import struct

STEPS = 120

RECIPE = f"""
[train]
objective = "vae"
steps = {STEPS}
learning_rate = 2e-3
warmup = 5
clip_norm = 1.0
ema = 0.95
seed = 4
log_every = 4
save_every = 3
sample_every = 50
[data]
stages = [{{ size = 64, crop = 64, batch = 4, crops_a_scene = 1 }}]
[model]
block_out_channels = [16, 32, 32, 32]
norm_num_groups = 8
"""


def write_recipe(folder: pathlib.Path) -> pathlib.Path:
    recipe = folder / "small.toml"
    recipe.write_text(RECIPE)
    return recipe


def curve(folder: pathlib.Path) -> list[dict[str, str]]:
    """The rows of log.csv as they are written, without the seconds and what follows from them."""
    rows = list(csv.DictReader((folder / "log.csv").read_text().splitlines()))
    for row in rows:
        del row["seconds"], row["pictures_a_second"], row["arithmetic"]
    return rows


def final_tensors(folder: pathlib.Path) -> dict[str, bytes]:
    """The last checkpoint's tensors: weights, average and the optimiser's state, as bytes."""
    data = (folder / f"step-{STEPS:08}.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__")
    return {name: data[8 + length + entry["data_offsets"][0]:8 + length + entry["data_offsets"][1]] for name, entry in header.items()}
