"""Writes avif/: AVIF files of every kind, each with a PNG of the pixels that Pillow reads from it, upright.
Needs Pillow with AVIF, NumPy; ten_bits.avif and wide.avif need avifenc (package libavif-bin).
"""
import subprocess
import struct
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

AVIF = Path(__file__).parent / "avif"


def smooth(width, height, channels):
    """Slow colours, which lossy formats keep."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [(x * 255 // (width - 1)), (y * 255 // (height - 1)), ((x + y) * 120 // (width + height)), 255 - x * 200 // (width - 1)]
    return Image.fromarray(np.stack(planes[:channels], -1).astype(np.uint8))


def exif(tag, kind, count, value):
    return b"Exif\0\0II*\0" + struct.pack("<IHHHI", 8, 1, tag, kind, count) + value.ljust(4, b"\0") + b"\0\0\0\0"


def user_comment(text):
    words = b"ASCII\0\0\0" + text.encode()
    sub = struct.pack("<HHHI", 1, 0x9286, 7, len(words)) + struct.pack("<I", 44) + b"\0\0\0\0"
    return b"Exif\0\0II*\0" + struct.pack("<IHHHII", 8, 1, 0x8769, 4, 1, 26) + b"\0\0\0\0" + sub + words


def encoded(name, *options):
    source = AVIF / "source.png"
    smooth(33, 21, 3).save(source)
    subprocess.run(["avifenc", *options, "--min", "0", "--max", "4", "-y", "444", source, AVIF / name], check=True)
    source.unlink()


def main():
    AVIF.mkdir(exist_ok=True)
    good = {"quality": 97, "subsampling": "4:4:4"}
    smooth(33, 21, 3).save(AVIF / "plain.avif", **good)
    smooth(33, 21, 4).save(AVIF / "alpha.avif", **good)
    for turn in (2, 4, 5, 6, 7, 8):
        smooth(33, 21, 3).save(AVIF / f"turned_{turn}.avif", exif=exif(0x0112, 3, 1, struct.pack("<H", turn)), **good)
    smooth(33, 21, 3).save(AVIF / "film.avif", save_all=True, append_images=[smooth(33, 21, 3).rotate(180)], **good)
    smooth(8, 8, 3).save(AVIF / "parameters.avif", exif=user_comment("a red ball\nSteps: 20"), **good)
    encoded("ten_bits.avif", "-d", "10")
    encoded("wide.avif", "--cicp", "9/16/9")
    for path in sorted(AVIF.glob("*.avif")):
        if path.name != "parameters.avif":
            ImageOps.exif_transpose(Image.open(path)).save(path.with_suffix(".png"))


main()
