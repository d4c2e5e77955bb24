"""Writes noise.json: the bits of torch's CPU generator for several seeds and shapes. Run: python make_noise.py"""
import json
import pathlib

import torch

SEEDS = [0, 1, 42, 2**31 + 7, 2**32, 2**32 + 42, 2**63 - 1, 2**63, 2**63 + 42, 2**64 - 1]
SHAPES = [[4, 3, 3], [4, 8, 6], [1, 2, 3], [4, 5, 7], [4, 1, 1]]


def drawn(seed, shape, draws):
    generator = torch.Generator("cpu").manual_seed(seed)
    tensors = [torch.randn([1] + shape, generator=generator) for _ in range(draws)]
    bits = torch.stack(tensors).view(torch.int32).flatten()
    # All of the bits would fill pages: the first few, and a sum of all that their order matters to.
    weighted = sum((i + 1) * (int(b) & 0xFFFFFFFF) for i, b in enumerate(bits.tolist())) % 2**61
    return dict(seed=str(seed), shape=shape, draws=draws, first=[int(b) & 0xFFFFFFFF for b in bits[:4]], sum=weighted)


def main():
    cases = [drawn(seed, SHAPES[0], 3) for seed in SEEDS] + [drawn(42, shape, 3) for shape in SHAPES]
    cases.append(drawn(7, [4, 64, 64], 2))
    out = pathlib.Path(__file__).parent / "noise.json"
    out.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


main()
