"""Writes small/: a vocabulary of 700 entries learnt from captions.txt, and ids that the reference finds with it.

The learning is written here a second time, apart from core/text/bpe_trainer.cpp, which must give the same two files. The
ids are those of CLIPTokenizer of transformers 5.23 on the two files: small/ids.jsonl has [prompt, ids] a line.

    python make_small.py
"""
import collections
import json
import random
from pathlib import Path

from transformers import CLIPTokenizer

import make_prompts as prompts

HERE = Path(__file__).parent
SIZE = 700


def captions():
    rng = random.Random(5)
    colours = "red orange yellow green blue purple white black".split()
    things = "ball|cat|house|tree|boat|car|star|teapot|lighthouse|fish".split("|")
    places = "on the beach|in the forest|at night|under a cloudy sky|on a wooden table|in the snow".split("|")
    extra = ["", ", at dusk", " and two small stones", ", the artist's café", " №7", " (3 of 12)", " 夕日"]
    return [f"a {rng.choice(colours)} {rng.choice(things)} {rng.choice(places)}{rng.choice(extra)}" for _ in range(120)]


def learn(texts, size):
    order = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    order += [b for b in range(256) if b not in order]
    symbols = dict(zip(order, prompts.byte_symbols()))
    reference = CLIPTokenizer()
    counts = collections.Counter()
    for text in texts:
        normalized = reference.backend_tokenizer.normalizer.normalize_str(text)
        # The second of the reference's two cuts spells the pieces in byte symbols already.
        for piece, _ in reference.backend_tokenizer.pre_tokenizer.pre_tokenize_str(normalized):
            counts[piece] += 1
    words = {tuple(piece[:-1]) + (piece[-1] + "</w>",): count for piece, count in counts.items()}
    tokens = list(symbols.values()) + [s + "</w>" for s in symbols.values()]
    merges = []
    while len(tokens) + 2 < size:
        pairs = collections.Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair[0].encode(), pair[1].encode()))
        merges.append(best)
        if best[0] + best[1] not in tokens:
            tokens.append(best[0] + best[1])
        merged = {}
        for word, count in words.items():
            out, i = [], 0
            while i < len(word):
                both = word[i:i + 2] == best
                out.append(word[i] + word[i + 1] if both else word[i])
                i += 2 if both else 1
            merged[tuple(out)] = merged.get(tuple(out), 0) + count
        words = merged
    return tokens + ["<|startoftext|>", "<|endoftext|>"], merges


def main():
    texts = captions()
    (HERE / "captions.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
    tokens, merges = learn(texts, SIZE)
    small = HERE / "small"
    small.mkdir(exist_ok=True)
    vocabulary = json.dumps({token: i for i, token in enumerate(tokens)}, ensure_ascii=False, separators=(",", ":"))
    (small / "vocab.json").write_text(vocabulary + "\n", encoding="utf-8")
    (small / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
    tokenizer = CLIPTokenizer.from_pretrained(small)
    prompts.rng.seed(11)
    makers, weights = zip(*[kind for kind in prompts.KINDS if kind[0] is not prompts.long])
    asked = texts[:20] + [prompts.rng.choices(makers, weights)[0]() for _ in range(100)]
    lines = [f"[{prompts.to_json(p)},{json.dumps(tokenizer(p).input_ids, separators=(',', ':'))}]\n" for p in asked]
    (small / "ids.jsonl").write_text("".join(lines), encoding="utf-8")


main()
