"""Writes the files that the cases name into a folder: python3 make_inputs.py FOLDER. Standard library only.

Each subject has a function; what it writes is described beside it. Tiny models are those of tests/golden/pipeline, linked.
"""
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


SUBJECTS = [models, small_files, lora_forms]


def main():
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for subject in SUBJECTS:
        subject(folder)


if __name__ == "__main__":
    main()
