"""Writes what tests/core/image compares with. Needs Pillow, NumPy and transformers.

resize.txt   filter channels width height -> width height, CRC-32 of PIL.Image.resize's bytes
fit.txt      width height channels, CRC-32 of CLIPImageProcessorPil's picture before normalisation
pictures/    small files of many kinds; pictures.txt has name, size, channels and CRC-32 of the pixels,
             the JPEGs are all of painting.ppm, but grey.jpg of grey.pgm and cmyk.jpg, read, of cmyk.ppm
"""
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
FILTERS = {"nearest": Image.NEAREST, "box": Image.BOX, "bilinear": Image.BILINEAR,
           "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}
SIZES = [(37, 23, 64, 64), (64, 48, 17, 31), (5, 3, 224, 224), (300, 200, 224, 149), (1, 1, 7, 9),
         (1, 50, 3, 20), (640, 33, 10, 33), (33, 640, 33, 700), (500, 7, 224, 224), (257, 255, 256, 256), (333, 1000, 224, 672),
         (100, 100, 51, 97), (100, 100, 50, 2), (100, 100, 200, 50)]
FIT_SIZES = [(224, 224), (225, 224), (640, 480), (480, 640), (333, 1000), (50, 41), (223, 500), (1023, 769), (7, 300)]


def noise(width, height, channels):
    """The same bytes as noise_picture in tests/core/image/pictures.h."""
    count = width * height * channels
    state = (width * 73856093 ^ height * 19349663 ^ channels * 83492791) & 0xFFFFFFFF
    out = bytearray(count)
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        out[i] = state >> 24
    shape = (height, width) if channels == 1 else (height, width, channels)
    return np.frombuffer(bytes(out), np.uint8).reshape(shape)


def crc(array):
    return f"{zlib.crc32(np.ascontiguousarray(array).tobytes()):08x}"


def write_resize():
    lines = []
    for name, method in FILTERS.items():
        for channels in (1, 3, 4):
            for w, h, to_w, to_h in SIZES:
                out = Image.fromarray(noise(w, h, channels)).resize((to_w, to_h), method)
                lines.append(f"{name} {channels} {w} {h} {to_w} {to_h} {crc(np.array(out))}")
    (HERE / "resize.txt").write_text("\n".join(lines) + "\n")


def write_fit():
    processor = CLIPImageProcessorPil()
    lines = []
    for w, h in FIT_SIZES:
        for channels in (1, 3, 4):
            out = processor(Image.fromarray(noise(w, h, channels)), do_rescale=False, do_normalize=False,
                            return_tensors="np")["pixel_values"][0]
            assert out.dtype == np.uint8 or np.all(out == np.round(out))
            lines.append(f"{w} {h} {channels} {crc(out.astype(np.uint8).transpose(1, 2, 0))}")
    (HERE / "fit.txt").write_text("\n".join(lines) + "\n")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, rows, interlaced=False, extra=b""):
    """A PNG by hand: `rows` are packed lines without filter bytes (all passes one after another when interlaced)."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def adam7_rows(picture):
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = []
    for x, y, step_x, step_y in passes:
        part = picture[y::step_y, x::step_x]
        rows += [row.tobytes() for row in part if row.size]
    return rows


def painting(width=13, height=9):
    """Four flat corners and a gradient: survives JPEG, shows every turn."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[..., 0] = np.linspace(20, 235, width, dtype=np.uint8)
    picture[..., 1] = np.linspace(30, 200, height, dtype=np.uint8)[:, None]
    picture[:3, :3] = (250, 10, 10)
    picture[-3:, -3:] = (10, 10, 250)
    return picture


def save(name, data, expected, index):
    (PICTURES / name).write_bytes(data)
    channels = 1 if expected.ndim == 2 else expected.shape[2]
    index.append(f"{name} {expected.shape[1]} {expected.shape[0]} {channels} {crc(expected)}")


def pillow_png(image, **options):
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def srgb_profile():
    """LittleCMS's own, with its date of making (bytes 24 to 35) blank, so that the files stay the same."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + bytes(12) + profile[36:]


def write_pngs(index):
    rgb, rgba, grey = noise(13, 9, 3), noise(13, 9, 4), noise(13, 9, 1)
    save("rgb.png", pillow_png(Image.fromarray(rgb)), rgb, index)
    save("rgba.png", pillow_png(Image.fromarray(rgba)), rgba, index)
    save("grey.png", pillow_png(Image.fromarray(grey)), grey, index)
    pair = noise(13, 9, 4)[..., :2]
    save("grey_alpha.png", pillow_png(Image.fromarray(np.ascontiguousarray(pair), "LA")),
         pair[..., [0, 0, 0, 1]], index)
    palette = Image.fromarray(painting()).quantize(7)
    save("palette.png", pillow_png(palette), np.array(palette.convert("RGB")), index)
    palette.info["transparency"] = bytes([0, 128, 255, 7, 9, 200, 100])
    save("palette_clear.png", pillow_png(palette, transparency=palette.info["transparency"]),
         np.array(palette.convert("RGBA")), index)
    bits = Image.fromarray((grey > 128).astype(np.uint8) * 255).convert("1")
    save("grey_1.png", pillow_png(bits), np.array(bits).astype(np.uint8) * 255, index)
    rows = [bytes((row[i] >> 4) << 4 | ((row[i + 1] >> 4) if i + 1 < 13 else 0) for i in range(0, 13, 2)) for row in grey]
    save("grey_4.png", png(13, 9, 4, 0, rows), (grey >> 4) * 17, index)
    deep = (noise(26, 9, 3).reshape(9, 13, 3, 2).astype(np.uint16) * np.array([256, 1], np.uint16)).sum(-1)
    scaled = np.round(deep / 257).astype(np.uint8)
    save("rgb_16.png", png(13, 9, 16, 2, [row.astype(">u2").tobytes() for row in deep]), scaled, index)
    save("grey_16.png", png(13, 9, 16, 0, [row.astype(">u2").tobytes() for row in deep[..., 0]]), scaled[..., 0], index)
    save("interlaced.png", png(13, 9, 8, 2, adam7_rows(rgb), interlaced=True), rgb, index)
    key = tuple(int(v) for v in rgb[2, 3])
    opaque = np.where((rgb == rgb[2, 3]).all(-1), 0, 255).astype(np.uint8)[..., None]
    save("rgb_clear.png", png(13, 9, 8, 2, [row.tobytes() for row in rgb], extra=chunk(b"tRNS", struct.pack(">HHH", *key))),
         np.concatenate([rgb, opaque], -1), index)
    save("gamma.png", png(13, 9, 8, 2, [row.tobytes() for row in rgb], extra=chunk(b"gAMA", struct.pack(">I", 100000))),
         rgb, index)
    save("broken_profile.png", png(13, 9, 8, 2, [row.tobytes() for row in rgb],
                                   extra=chunk(b"iCCP", b"x\0\0" + zlib.compress(b"not a profile"))), rgb, index)
    srgb = srgb_profile()
    save("srgb_profile.png", pillow_png(Image.fromarray(rgb), icc_profile=srgb), rgb, index)
    turned = Image.fromarray(rgb)
    exif = turned.getexif()
    exif[0x0112] = 6
    save("exif_6.png", pillow_png(turned, exif=exif), np.rot90(rgb, -1), index)


def write_jpegs():
    picture = painting()

    def put(name, image, **options):
        image.save(PICTURES / f"{name}.jpg", "JPEG", quality=98, subsampling=0, **options)

    def decoded(name):
        return np.array(Image.open(PICTURES / f"{name}.jpg").convert("RGB"))

    Image.fromarray(picture).save(PICTURES / "painting.ppm")
    put("rgb", Image.fromarray(picture))
    put("progressive", Image.fromarray(picture), progressive=True)
    put("grey", Image.fromarray(picture).convert("L"))
    Image.fromarray(picture).convert("L").save(PICTURES / "grey.pgm")
    put("cmyk", Image.fromarray(picture).convert("CMYK"))
    Image.fromarray(decoded("cmyk")).save(PICTURES / "cmyk.ppm")
    turns = {2: lambda p: p[:, ::-1], 3: lambda p: p[::-1, ::-1], 4: lambda p: p[::-1], 5: lambda p: p.swapaxes(0, 1),
             6: lambda p: np.rot90(p, 1), 7: lambda p: p[::-1, ::-1].swapaxes(0, 1), 8: lambda p: np.rot90(p, -1)}
    for orientation, stored in turns.items():  # stored(p) is what must be in the file for p to be seen
        image = Image.fromarray(np.ascontiguousarray(stored(picture)))
        exif = image.getexif()
        exif[0x0112] = orientation
        put(f"exif_{orientation}", image, exif=exif)


def write_profile():
    """A profile whose red and green are exchanged: read as sRGB, the picture has its colours exchanged too."""
    profile = bytearray(srgb_profile())
    tags = {bytes(profile[132 + 12 * i: 136 + 12 * i]): 132 + 12 * i for i in range(profile[131])}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red: red + 4], profile[green: green + 4] = b"gXYZ", b"rXYZ"
    profile = bytes(profile).replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    image = Image.fromarray(painting())
    image.save(PICTURES / "swapped_profile.png", icc_profile=profile)
    image.save(PICTURES / "swapped_profile.jpg", icc_profile=profile, quality=98, subsampling=0)
    ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                              ImageCms.createProfile("sRGB")).save(PICTURES / "swapped_profile.ppm")


def write_texts():
    notes = PngInfo()
    notes.add_text("parameters", "a red ball\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 18446744073709551615")
    notes.add_text("Author", "J\xe9r\xf4me")
    notes.add_text("packed", "long " * 1000, zip=True)
    notes.add_itxt("heddle", "{\"prompt\": \"붉은 공\"}", lang="ko", tkey="그래프")
    notes.add_itxt("packed_itxt", "빛 " * 500, zip=True)
    Image.fromarray(noise(4, 4, 3)).save(PICTURES / "texts.png", pnginfo=notes)


PICTURES.mkdir(exist_ok=True)
write_resize()
write_fit()
index = []
write_pngs(index)
(HERE / "pictures.txt").write_text("\n".join(index) + "\n")
write_jpegs()
write_profile()
write_texts()
