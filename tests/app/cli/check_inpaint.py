#!/usr/bin/env python3
"""heddle inpaint: outside the mask every pixel keeps its bits in every way to repaint, each option counts or is said to be idle, and
what cannot be is refused in one sentence."""
import argparse
import json
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

WIDTH, HEIGHT, EDGE = 93, 70, (20, 15, 61, 44)  # the mask's box: left, top, right, bottom
REFUSALS = [
    (["P"], "there is nothing to make new"),
    (["P", "--outpaint", "up=3"], "--outpaint takes left="),
    (["P", "--outpaint", "left=x"], "--outpaint takes left="),
    (["P", "--mask", "black.pgm"], "the mask is black everywhere"),
    (["P", "--mask", "narrow.pgm"], "the mask is 10 x 70, the picture 93 x 70"),
    (["nowhere.png", "--mask", "mask.pgm"], "nowhere.png"),
]
# What is added to a repaint, and the ids of the notes that it makes.
WAYS = [
    ([], []),
    (["--prompt", "a red ball"], []),
    (["--image", "P"], []),
    (["--no-surroundings"], []),
    (["--only-masked", "8"], []),
    (["--only-masked", "0", "--size", "64", "--match-colours"], []),
    (["--fill", "telea", "--grow", "3", "--feather", "9"], []),
    (["--fill", "noise", "--grey-mask", "--strength-rule", "automatic1111"], []),
    (["--outpaint", "left=19", "--outpaint", "bottom=8"], []),
    (["--strength", "1", "--fill", "blur"], ["strength 1 forgets"]),
    (["--size", "64"], ["--only-masked works"]),
    (["--prompt", "a ball", "--no-surroundings"], ["words or a reference lead"]),
]


def ppm(path):
    data = path.read_bytes()
    found = re.match(rb"P6\s(\d+)\s(\d+)\s255\s", data)
    width, height = int(found[1]), int(found[2])
    return width, height, data[found.end():]


def texts(png):
    """The texts of a PNG by their keys."""
    data, place, found = png.read_bytes(), 8, {}
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        body = data[place + 8:place + 8 + length]
        if kind == b"iTXt":
            key, rest = body.split(b"\0", 1)
            text = rest[2:].split(b"\0", 2)[2]
            found[key.decode()] = (zlib.decompress(text) if rest[0] else text).decode()
        elif kind == b"tEXt":
            key, text = body.split(b"\0", 1)
            found[key.decode()] = text.decode("latin-1")
        place += 12 + length
    return found


def write_png(path, width, height, kind, depth, rows, palette=b""):
    """`rows`: the bytes of each row. Kinds: 0 grey, 3 palette, 4 grey and alpha, 6 RGBA."""
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    body = (chunk(b"PLTE", palette) if palette else b"") + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b""))


def make_mask_kinds(folder, mask):
    """The same mask in other kinds of file, each with the notes that it makes."""
    rows = [mask[y * WIDTH:(y + 1) * WIDTH] for y in range(HEIGHT)]
    write_png(folder / "deep.png", WIDTH, HEIGHT, 0, 16, [bytes(v for value in row for v in (value, value)) for row in rows])
    write_png(folder / "palette.png", WIDTH, HEIGHT, 3, 8, [bytes(value // 255 for value in row) for row in rows], b"\0\0\0\xff\xff\xff")
    write_png(folder / "paint.png", WIDTH, HEIGHT, 6, 8, [bytes(v for value in row for v in (200, 30, 30, value)) for row in rows])
    write_png(folder / "opaque.png", WIDTH, HEIGHT, 4, 8, [bytes(v for value in row for v in (value, 255)) for row in rows])
    return {"deep.png": "rounded to 8", "palette.png": "", "paint.png": "what is painted counts as white", "opaque.png": ""}


def make_files(folder):
    colours = bytes((x * 3 + y) % 256 if c == 0 else (y * 5) % 256 if c == 1 else (x ^ y) % 256
                    for y in range(HEIGHT) for x in range(WIDTH) for c in range(3))
    (folder / "P.ppm").write_bytes(b"P6\n%d %d\n255\n" % (WIDTH, HEIGHT) + colours)
    left, top, right, bottom = EDGE
    mask = bytes(255 if left <= x < right and top <= y < bottom else 0 for y in range(HEIGHT) for x in range(WIDTH))
    (folder / "mask.pgm").write_bytes(b"P5\n%d %d\n255\n" % (WIDTH, HEIGHT) + mask)
    twice = bytes(mask[y // 2 * WIDTH + x // 2] for y in range(2 * HEIGHT) for x in range(2 * WIDTH))
    (folder / "twice.pgm").write_bytes(b"P5\n%d %d\n255\n" % (2 * WIDTH, 2 * HEIGHT) + twice)
    (folder / "black.pgm").write_bytes(b"P5\n%d %d\n255\n" % (WIDTH, HEIGHT) + bytes(WIDTH * HEIGHT))
    (folder / "narrow.pgm").write_bytes(b"P5\n10 %d\n255\n" % HEIGHT + b"\xff" * 10 * HEIGHT)
    return colours


def changed(colours, made, shift, reach):
    """How many pixels differ outside the mask and its feather, and inside the mask."""
    width, _, after = made
    left, top, right, bottom = EDGE
    outside = inside = 0
    for y in range(HEIGHT):
        for x in range(WIDTH):
            here, there = (y * WIDTH + x) * 3, (y * width + x + shift) * 3
            if colours[here:here + 3] == after[there:there + 3]:
                continue
            if left - reach <= x < right + reach and top - reach <= y < bottom + reach:
                inside += 1
            elif (shift == 0 or x >= reach) and (width == WIDTH or y < HEIGHT - reach):  # new sides blend in as well
                outside += 1
    return outside, inside


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = str(Path(parser.parse_args().heddle).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        colours = make_files(folder)

        def run(*words):
            words = ["P.ppm" if word == "P" else word for word in words]
            return subprocess.run([heddle, "inpaint", *words, "--steps", "8", "--seed", "4"], cwd=folder, capture_output=True, text=True)

        def wanted(result, code, word=""):
            if result.returncode != code or word not in result.stderr:
                sys.exit(f"{result.args}: exit code {result.returncode}, wanted {code} and '{word}' in:\n{result.stderr}")

        for words, sentence in REFUSALS:
            wanted(run(*words, "-o", "out.ppm"), 1, sentence)
        seen = set()
        for words, notes in WAYS:
            result = run("P", "--mask", "mask.pgm", *words, "-o", "out.ppm")
            wanted(result, 0)
            said = re.findall(r"^note: .*", result.stderr, re.M)
            if len(said) != len(notes) or not all(note in " ".join(said) for note in notes):
                sys.exit(f"{words}: notes are {said}, wanted {notes}")
            made = ppm(folder / "out.ppm")
            grows = "--outpaint" in words
            if (made[0], made[1]) != (WIDTH + (19 if grows else 0), HEIGHT + (8 if grows else 0)):
                sys.exit(f"{words}: the picture is {made[0]} x {made[1]}")
            outside, inside = changed(colours, made, 19 if grows else 0, 12 if "--grow" in words else 4)
            print(words, "outside", outside, "inside", inside)
            if outside != 0 or inside < 500:
                sys.exit(f"{words}: {outside} pixels changed outside the mask, {inside} inside")
            if not notes and made[2] in seen:
                sys.exit(f"{words}: gave the picture of other options")
            seen.add(made[2])
        plain = run("P", "--mask", "mask.pgm", "-o", "plain.ppm")
        wanted(plain, 0)
        mask = bytes((folder / "mask.pgm").read_bytes()[-WIDTH * HEIGHT:])
        for name, sentence in make_mask_kinds(folder, mask).items():
            wanted(run("P", "--mask", name, "-o", "out.ppm"), 0, sentence)
            if (folder / "out.ppm").read_bytes() != (folder / "plain.ppm").read_bytes():
                sys.exit(f"{name}: the same mask in another file gave another picture")
        for width, height in ((1, 1), (1, 700), (203, 3)):
            (folder / "odd.ppm").write_bytes(b"P6\n%d %d\n255\n" % (width, height) + b"\x40\x80\xc0" * width * height)
            (folder / "white.pgm").write_bytes(b"P5\n%d %d\n255\n" % (width, height) + b"\xff" * width * height)
            wanted(run("odd.ppm", "--mask", "white.pgm", "-o", "out.ppm"), 0, "white everywhere")
            if ppm(folder / "out.ppm")[:2] != (width, height):
                sys.exit(f"{width} x {height} became another size")
        wanted(run("P", "--mask", "twice.pgm", "-o", "out.ppm"), 0, "the mask was scaled to it")
        wanted(run("P", "--outpaint", "top=16", "-o", "taller.png"), 0)
        wanted(run("P", "--mask", "mask.pgm", "-o", "facts.png"), 0)
        facts = json.loads(texts(folder / "facts.png")["heddle_repaint"])
        if facts["changed_outside"] != 0 or facts["pixels_outside"] + facts["pixels_inside"] != WIDTH * HEIGHT:
            sys.exit(f"the facts are {facts}")
        print(facts)


main()
