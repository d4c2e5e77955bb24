"""Writes ends.json: diffusers' schedulers at the ends of their range, 1 to 3 steps and 999 and 1000, with a toy network.
Where the reference fails or gives values that are not numbers, `latents` is null. Run: python make_ends.py"""
import json
import pathlib

import reference as ref
import torch

from make_latents import run


def main():
    rows = []
    for sampler in ref.SAMPLERS:
        for schedule in ref.schedules_of(sampler):
            for steps in (1, 2, 3, 999, 1000):
                try:
                    row = run(sampler, schedule, steps=steps, seeds=(11,))
                    row["latents"] = row["latents"] if all(abs(v) < float("inf") for v in row["latents"]) else None
                    row["why"] = "" if row["latents"] else "not finite"
                except Exception as error:
                    row = dict(sampler=sampler, schedule=schedule, steps=steps, latents=None, why=type(error).__name__)
                rows.append({key: row[key] for key in ("sampler", "schedule", "steps", "latents", "why")})
    out = pathlib.Path(__file__).parent / "ends.json"
    out.write_text("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n")


main()
