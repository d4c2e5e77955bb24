"""Writes photos/ and photos.txt: WebP of every kind, and the orientation of a picture in every place where programs keep it.
photos.txt has name, size, channels and CRC-32 of the pixels as Pillow reads them, upright. Needs Pillow and NumPy.
"""
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).parent
PHOTOS = HERE / "photos"
XMP = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
       '<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" {}</rdf:RDF></x:xmpmeta>')


def tiff(order, kind, value=6):
    """IFD 0 with one entry, the orientation, as a number of this kind (TIFF's type)."""
    size = {1: "B3x", 3: "H2x", 4: "I", 8: "h2x", 9: "i"}[kind]
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(order + "IHHHI" + size, 8, 1, 0x0112, kind, 1, value) + b"\0\0\0\0"


def noise(width, height, channels):
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), np.uint8)


def smooth(width, height, channels):
    """Slow colours, which lossy formats keep."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [(x * 255 // (width - 1)), (y * 255 // (height - 1)), ((x + y) * 120 // (width + height)), 255 - x * 200 // (width - 1)]
    return np.stack(planes[:channels], -1).astype(np.uint8)


def jpeg_with(path, segments):
    """rgb.jpg with segments (marker, bytes) behind its beginning."""
    plain = (HERE / "pictures/rgb.jpg").read_bytes()
    extra = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data for marker, data in segments)
    path.write_bytes(plain[:2] + extra + plain[2:])


def main():
    PHOTOS.mkdir(exist_ok=True)
    Image.fromarray(smooth(33, 21, 3)).save(PHOTOS / "lossy.webp", quality=90)
    Image.fromarray(smooth(33, 21, 4)).save(PHOTOS / "lossy_alpha.webp", quality=90)
    Image.fromarray(noise(13, 9, 3)).save(PHOTOS / "lossless.webp", lossless=True)
    Image.fromarray(noise(13, 9, 4)).save(PHOTOS / "lossless_alpha.webp", lossless=True, exact=True)
    frames = [Image.fromarray(smooth(16, 12, 3)), Image.fromarray(noise(16, 12, 3))]
    frames[0].save(PHOTOS / "animation.webp", save_all=True, append_images=frames[1:], lossless=True, duration=100)
    Image.fromarray(smooth(33, 21, 3)).save(PHOTOS / "exif.webp", lossless=True, exif=b"Exif\0\0" + tiff("<", 3))
    Image.fromarray(smooth(33, 21, 3)).save(PHOTOS / "xmp.webp", lossless=True, xmp=XMP.format('tiff:Orientation="8"/>').encode())
    for order, name in (("<", "little"), (">", "big")):
        for kind in (3, 4, 8, 9):
            jpeg_with(PHOTOS / f"{name}_{kind}.jpg", [(0xE1, b"Exif\0\0" + tiff(order, kind))])
    head = b"http://ns.adobe.com/xap/1.0/\0"
    jpeg_with(PHOTOS / "xmp_attribute.jpg", [(0xE1, head + XMP.format('tiff:Orientation="6"/>').encode())])
    jpeg_with(PHOTOS / "xmp_element.jpg", [(0xE1, head + XMP.format('><tiff:Orientation>6</tiff:Orientation></rdf:Description>').encode())])
    jpeg_with(PHOTOS / "xmp_first.jpg", [(0xE1, head + XMP.format('tiff:Orientation="3"/>').encode()), (0xE1, b"Exif\0\0" + tiff(">", 3))])
    info = PngInfo()
    block = b"Exif\0\0" + tiff(">", 3)
    digits = block.hex()
    lines = "\n".join(digits[i:i + 72] for i in range(0, len(digits), 72))
    info.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{lines}\n", zip=True)
    Image.fromarray(noise(13, 9, 3)).save(PHOTOS / "raw_profile.png", pnginfo=info)
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.format('tiff:Orientation="6"/>'))
    Image.fromarray(noise(13, 9, 3)).save(PHOTOS / "xmp.png", pnginfo=info)

    rows = []
    for path in sorted(PHOTOS.iterdir()):
        picture = ImageOps.exif_transpose(Image.open(path))
        if path.name == "animation.webp":
            picture = picture.convert("RGBA")
        array = np.array(picture)
        rows.append(f"{path.name} {array.shape[1]} {array.shape[0]} {array.shape[2]} {zlib.crc32(np.ascontiguousarray(array).tobytes()):08x}")
    (HERE / "photos.txt").write_text("\n".join(rows) + "\n")


main()
