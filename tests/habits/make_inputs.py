"""Writes the files that the cases name into a folder: python3 make_inputs.py FOLDER. Standard library only.

Each subject has a function; what it writes is described beside it. Tiny models are those of tests/golden/pipeline, linked.
"""
import bisect
import json
import re
import shutil
import struct
import sys
import zlib
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "U8": 1, "F8_E4M3": 1, "F8_E5M2": 1}


def safetensors(path, tensors, metadata=None):
    """tensors: name -> (dtype, shape, bytes or a list of floats)."""
    header, blob = ({"__metadata__": metadata} if metadata else {}), b""
    for name, (dtype, shape, data) in tensors.items():
        if not isinstance(data, bytes):
            data = struct.pack(f"<{len(data)}{'e' if dtype == 'F16' else 'f'}", *data)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(blob), len(blob) + len(data)]}
        blob += data
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + blob)


def read_safetensors(path):
    """The tensors as safetensors() takes them, and the metadata."""
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__", None)
    whole = data[8 + length:]
    return {name: (t["dtype"], t["shape"], whole[slice(*t["data_offsets"])]) for name, t in header.items()}, metadata


def png(path, width, height, pixels, kind=2, chunks=()):
    """pixels: bytes of rows; kind: PNG's colour type (0 grey, 2 RGB, 4 grey + alpha, 6 RGBA). chunks: (name, bytes) before IDAT."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    rows = b"".join(b"\0" + pixels[y * width * channels:(y + 1) * width * channels] for y in range(height))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)) +
                     b"".join(chunk(*one) for one in chunks) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def models(folder):
    """models/checkpoints/tiny: the tiny model, as it lies in ComfyUI's folders."""
    place = folder / "models/checkpoints"
    place.mkdir(parents=True)
    (place / "tiny").symlink_to(GOLDEN / "pipeline/model")


def small_files(folder):
    """models/loras and models/embeddings, with names as file systems and people write them."""
    kohya, other, toy = "lora/kohya.safetensors", "lora/diffusers.safetensors", "lora/toy.safetensors"
    for source, target in ((kohya, "models/loras/styles/ink.safetensors"), (kohya, "models/loras/Loud.SAFETENSORS"),
                           (kohya, "models/loras/cafe\u0301.safetensors"),  # the accent as a letter of its own
                           (kohya, "elsewhere/far.safetensors"), (kohya, "models/loras/a/twin.safetensors"),
                           (other, "models/loras/b/twin.safetensors"), (kohya, "models/loras/Case.safetensors"),
                           (other, "models/loras/case.safetensors"), (toy, "models/embeddings/neg.safetensors"),
                           ("lora/toy.pt", "models/embeddings/people/ann.pt"), ("lora/toy.pt", "models/embeddings/toy.pt")):
        to = folder / target
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(GOLDEN / source, to)
    (folder / "models/loras/linked").symlink_to(folder / "elsewhere")
    (folder / "models/loras/round").symlink_to(folder / "models/loras")  # leads back to itself
    tensors, _ = read_safetensors(GOLDEN / kohya)
    safetensors(folder / "models/loras/v1-000010.safetensors", tensors, {"ss_output_name": "watercolour"})


def ldm_names(name, prefix=""):
    """Canonical names -> LDM's, from a list of tests/golden/layouts."""
    rows = [line.split() for line in (GOLDEN / "layouts" / name).read_text().splitlines()]
    return {row[0]: prefix + row[2] for row in rows if len(row) == 5}


def single_files(folder):
    """models/single: the tiny model's UNet and VAE as single files: plain, and with each sign of v-prediction."""
    plain = {}
    for part, prefix in (("unet", ""), ("vae", "first_stage_model.")):
        names = ldm_names(f"{part}_sd15.txt", prefix)
        tensors, _ = read_safetensors(GOLDEN / "pipeline/model" / part / "diffusion_pytorch_model.safetensors")
        for name, (dtype, shape, data) in tensors.items():
            wide = shape + [1, 1] if "mid.attn_1" in names[name] and len(shape) == 2 else shape
            plain[names[name]] = (dtype, wide, data)
    place, mark = folder / "models/single", ("F32", [0], b"")
    safetensors(place / "plain.safetensors", plain)
    safetensors(place / "v_mark.safetensors", {**plain, "v_pred": mark})
    safetensors(place / "v_zero.safetensors", {**plain, "v_pred": mark, "ztsnr": mark})
    safetensors(place / "zero.safetensors", {**plain, "ztsnr": mark})
    safetensors(place / "v_metadata.safetensors", plain, {"modelspec.prediction_type": "v"})
    safetensors(place / "odd_metadata.safetensors", plain, {"modelspec.prediction_type": "flow"})
    safetensors(place / "v_yaml.safetensors", plain, {"modelspec.prediction_type": "epsilon"})
    (place / "v_yaml.yaml").write_text('model:\n  params:\n    parameterization: "v"\n')
    eight_bits(place, plain)


def halves(data):
    return struct.unpack(f"<{len(data) // 2}e", data)


def e4m3_table():
    """The 127 numbers of E4M3 that are not negative, in the order of their codes."""
    return [(f * 2.0**-9 if e == 0 else (8 + f) * 2.0 ** (e - 10)) for e in range(16) for f in range(8)][:127]


def eight_bits(place, plain):
    """models/single/fp8, fp8_scaled: the UNet in E4M3, plain and with scales; wide, wide_scaled: the same numbers in F32."""
    table = e4m3_table()
    files = {name: {} for name in ("fp8", "wide", "fp8_scaled", "wide_scaled")}
    for name, (dtype, shape, data) in plain.items():
        if not name.startswith("model.diffusion_model.") or len(shape) < 2:
            for file in files.values():
                file[name] = (dtype, shape, data)
            continue
        for kind, scale in (("", 1.0), ("_scaled", 2.0**-6)):
            codes = bytes(min(bisect.bisect_left(table, abs(v) / scale), 126) | (0x80 if v < 0 else 0) for v in halves(data))
            files["fp8" + kind][name] = ("F8_E4M3", shape, codes)
            files["wide" + kind][name] = ("F32", shape, [table[c & 0x7F] * (-scale if c & 0x80 else scale) for c in codes])
            if kind and name.endswith(".weight"):
                files["fp8" + kind][name[:-len("weight")] + "scale_weight"] = ("F32", [], [scale])
    files["fp8_scaled"]["scaled_fp8"] = ("F8_E4M3", [2], b"\0\0")
    for name, tensors in files.items():
        safetensors(place / f"{name}.safetensors", tensors)


def fp8_lora(folder):
    """models/loras/fp8 and wide: kohya's LoRA in E4M3, alpha too, and the same numbers in F32."""
    table = e4m3_table()
    tensors, _ = read_safetensors(GOLDEN / "lora/kohya.safetensors")
    small, wide = {}, {}
    for name, (dtype, shape, data) in tensors.items():
        values = halves(data) if dtype == "F16" else struct.unpack(f"<{len(data) // 4}f", data)
        codes = bytes(min(bisect.bisect_left(table, abs(v)), 126) | (0x80 if v < 0 else 0) for v in values)
        small[name] = ("F8_E4M3", shape, codes)
        wide[name] = ("F32", shape, [table[c & 0x7F] * (-1 if c & 0x80 else 1) for c in codes])
    safetensors(folder / "models/loras/fp8.safetensors", small)
    safetensors(folder / "models/loras/wide.safetensors", wide)


def folders(folder):
    """models/hub: Hugging Face caches; models/littered: the tiny model among foreign files; models/two: two files in one folder."""
    hub = folder / "models/hub"
    for name, revisions, main in (("one", ["aaaa1111"], ""), ("main", ["aaaa1111", "bbbb2222"], "bbbb2222"), ("many", ["aaaa1111", "bbbb2222"], "")):
        root = hub / f"models--me--{name}"
        for revision in revisions:
            (root / "snapshots").mkdir(parents=True, exist_ok=True)
            (root / "snapshots" / revision).symlink_to(GOLDEN / "pipeline/model")
        (root / "blobs").mkdir()
        if main:
            (root / "refs").mkdir()
            (root / "refs/main").write_text(main)
    littered = folder / "models/littered"
    shutil.copytree(GOLDEN / "pipeline/model", littered)
    for part in ("", "unet", "vae", "text_encoder", "tokenizer", "scheduler"):
        for name in ("._diffusion_pytorch_model.safetensors", ".DS_Store", "Thumbs.db", "desktop.ini", "model.safetensors.part",
                     "diffusion_pytorch_model.sync-conflict-20240101-120000-ABCDEFG.safetensors", "model.safetensors.bak"):
            (littered / part / name).write_text("not a model")
    merges = littered / "tokenizer/merges.txt"
    merges.write_bytes(b"\xef\xbb\xbf" + merges.read_bytes())
    safetensors(folder / "noise.safetensors", {"latents": ("F32", [1, 4, 6, 8], [((7 * i) % 13 - 6) / 4 for i in range(192)])})
    for name in ("one", "two"):
        target = folder / f"models/two/{name}.safetensors"
        target.parent.mkdir(exist_ok=True)
        shutil.copy(GOLDEN / "pipeline/model/vae/diffusion_pytorch_model.safetensors", target)


def embeddings(folder):
    """toys: two words in one file, and each of them alone; no folder that prompts look into."""
    ball, beach = [0.01 * (i % 7) for i in range(64)], [0.02 * (i % 5) for i in range(32)]
    place = folder / "toys"
    safetensors(place / "toys.safetensors", {"<ball>": ("F32", [2, 32], ball), "<beach>": ("F32", [32], beach)})
    safetensors(place / "ball.safetensors", {"<ball>": ("F32", [2, 32], ball)})
    safetensors(place / "beach.safetensors", {"<beach>": ("F32", [32], beach)})


def pictures(folder):
    """pictures: a start of 70 x 50, masks of every kind, scales with masks, JPEGs without their ends."""
    place = folder / "pictures"
    ramp = bytes(v for y in range(50) for x in range(70) for v in (x * 3, y * 5, 128))
    png(place / "start.png", 70, 50, ramp)
    png(place / "even.png", 64, 48, bytes(v for y in range(48) for x in range(64) for v in (x * 4, y * 5, 128)))
    left = [x < 32 for y in range(48) for x in range(64)]
    png(place / "mask.png", 64, 48, bytes(255 if on else 0 for on in left), kind=0)
    png(place / "mask_paint.png", 64, 48, bytes(v for on in left for v in (255, 255, 255, 255 if on else 0)), kind=6)
    png(place / "mask_grey_alpha.png", 64, 48, bytes(v for on in left for v in (255, 255 if on else 0)), kind=4)
    png(place / "mask_hole.png", 64, 48, bytes(v for i, on in enumerate(left) for v in (i % 64 * 4, 90, i // 64 * 5, 0 if on else 255)), kind=6)
    png(place / "mask_black.png", 64, 48, bytes(64 * 48), kind=0)
    png(place / "mask_white.png", 64, 48, b"\xff" * (64 * 48), kind=0)
    for name, scale in (("scale", {"values": 0.8, "mask": "mask.png"}), ("scale_plain", {"values": 0.8}), ("scale_gone", {"values": 0.8, "mask": "gone.png"}),
                        ("scale_paint", {"values": 0.8, "mask": "mask_paint.png"})):
        (place / f"{name}.json").write_text(json.dumps(scale))
    whole = (GOLDEN / "image/pictures/rgb.jpg").read_bytes()
    (place / "no_end.jpg").write_bytes(whole[:-2])
    (place / "half.jpg").write_bytes(whole[:len(whole) * 2 // 3])


def lora_forms(folder):
    """lora: one LoRA as PEFT, kohya and A1111 may write it, with and without what they add."""
    tensors, _ = read_safetensors(GOLDEN / "lora/peft_lora/adapter_model.safetensors")
    modules = sorted({name.rsplit(".lora_", 1)[0] for name in tensors})
    number = lambda ending, value: {f"{module}.{ending}": ("F32", [], [value]) for module in modules}
    named = lambda adapter: {re.sub(r"(lora_[AB])\.", rf"\1.{adapter}.", name): data for name, data in tensors.items()}
    place = folder / "lora"
    safetensors(place / "plain.safetensors", {**tensors, **number("alpha", 2)})  # of rank 4
    safetensors(place / "scale.safetensors", {**tensors, **number("scale", 0.5)})
    safetensors(place / "named.safetensors", {**named("my_style"), **number("alpha", 2)})
    safetensors(place / "two_names.safetensors", {**named("red"), **named("blue")})
    safetensors(place / "huge.safetensors", {**tensors, **number("alpha", 1e30)})
    toy, _ = read_safetensors(GOLDEN / "lora/toy.safetensors")
    safetensors(place / "bundle.safetensors", {**tensors, **number("alpha", 2), "bundle_emb.glow.string_to_param.*": toy["emb_params"]})
    shutil.copy(GOLDEN / "lora/toy.safetensors", place / "glow.safetensors")
    (folder / "models/loras/bundle.safetensors").symlink_to(place / "bundle.safetensors")


COMFY = """{
  "1": {"class_type": "KSampler", "inputs": {"seed": 11, "steps": 20, "cfg": 8, "denoise": 1, "sampler_name": "euler", "scheduler": "normal",
        "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
  "2": {"class_type": "LatentUpscale", "inputs": {"samples": ["1", 0], "width": 1024, "height": 768}},
  "3": {"class_type": "KSampler", "inputs": {"seed": 22, "steps": 10, "cfg": 5, "denoise": 0.5, "sampler_name": "dpmpp_2m", "scheduler": "karras",
        "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["2", 0]}},
  "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5.safetensors"}, "is_changed": [NaN, -Infinity]},
  "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 384, "batch_size": 1}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["10", 0], "clip": ["4", 1]}},
  "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "fog", "clip": ["4", 1]}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}},
  "10": {"class_type": "Text Concatenate", "inputs": {"delimiter": ", ", "text_a": ["11", 0], "text_b": "at dusk"}},
  "11": {"class_type": "PrimitiveString", "inputs": {"value": "a cat"}}}"""
A1111 = """a café at night
Negative prompt: fog
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 18446744073709551615, Size: 512x768, Model: dream_v8"""
SWARM = {"sui_image_params": {"prompt": "a cat", "negativeprompt": "dog", "model": "SD1/v1-5", "seed": 7, "steps": 12, "cfgscale": 6.5, "width": 640,
                              "height": 512, "sampler": "dpmpp_2m", "scheduler": "karras", "refinermethod": "PostApply"}}
FOOOCUS = {"prompt": "a cat", "negative_prompt": "dog", "base_model": "juggernaut", "seed": "7", "steps": 30, "guidance_scale": 4.0, "sharpness": 2.0,
           "resolution": "(1152, 896)", "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "metadata_scheme": "fooocus"}
INVOKE_1 = {"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "app_version": "1.14", "image": {
    "prompt": [{"prompt": "a cat [dog, fog] on a roof", "weight": 1.0}], "steps": 50, "cfg_scale": 7.5, "seed": 1234, "sampler": "k_euler_a",
    "width": 512, "height": 640, "type": "txt2img"}}
INVOKE_3 = {"positive_prompt": "a dog", "negative_prompt": None, "seed": 77, "steps": 30, "cfg_scale": 7.5, "width": 512, "height": 512,
            "scheduler": "dpmpp_2m_k", "model": {"name": "deliberate", "base": "sd-1"}, "controlnets": [{"x": 1}]}


def user_comment(text):
    """EXIF with this user comment in UTF-16, as A1111 writes it into JPEG and WebP."""
    words = b"UNICODE\0" + text.encode("utf-16-be")
    return (b"MM\0*" + struct.pack(">IHHHIIIH", 8, 1, 0x8769, 4, 1, 26, 0, 1) + struct.pack(">HHII", 0x9286, 7, len(words), 44) + b"\0\0\0\0" + words)


def other_tools(folder):
    """tools: pictures with the settings of other tools, each kept as that tool keeps them; and blocks that were torn."""
    place = folder / "tools"
    text = lambda key, words, code="latin-1": (b"tEXt", key.encode() + b"\0" + (words if isinstance(words, str) else json.dumps(words)).encode(code))
    for name, chunks in (("comfy", [text("prompt", COMFY)]), ("a1111", [text("parameters", A1111)]), ("a1111_utf8", [text("parameters", A1111, "utf-8")]),
                         ("swarm", [text("parameters", SWARM)]), ("fooocus", [text("parameters", FOOOCUS), text("fooocus_scheme", "fooocus")]),
                         ("invoke_1", [text("sd-metadata", INVOKE_1)]), ("invoke_3", [text("invokeai_metadata", INVOKE_3)]),
                         ("dream", [text("Dream", '"a cat [dog, fog] on a roof" -s50 -S1234 -W512 -H640 -C7.5 -Ak_euler_a -G0.8')]),
                         ("torn_swarm", [text("parameters", json.dumps(SWARM)[:60])]), ("foreign", [text("parameters", {"positive": "a cat", "size": 3})]),
                         ("torn_a1111", [text("parameters", A1111[:-40])]), ("torn_comfy", [text("prompt", COMFY[:200])]), ("plain", [])):
        png(place / f"{name}.png", 8, 8, bytes(192), chunks=chunks)
    exif = user_comment(A1111)
    jpeg = (GOLDEN / "image/pictures/rgb.jpg").read_bytes()
    (place / "a1111.jpg").write_bytes(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif + jpeg[2:])
    webp = (GOLDEN / "image/photos/lossless.webp").read_bytes()
    body = b"WEBPVP8X" + struct.pack("<II", 10, 8) + (12).to_bytes(3, "little") + (8).to_bytes(3, "little") + webp[12:]
    body += b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\0" * (len(exif) % 2)
    (place / "a1111.webp").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


SUBJECTS = [models, small_files, lora_forms, single_files, fp8_lora, folders, embeddings, pictures, other_tools]


def main():
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for subject in SUBJECTS:
        subject(folder)


if __name__ == "__main__":
    main()
