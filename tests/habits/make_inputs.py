"""Writes the files that the cases name into a folder: python3 make_inputs.py FOLDER. Standard library only.

Each subject has a function; what it writes is described beside it. Tiny models are those of tests/golden/pipeline, linked.
"""
import json
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


def loras(folder):
    """models/loras: ink (in a folder of its own), and an embedding toy."""
    for source, target in (("lora/kohya.safetensors", "loras/styles/ink.safetensors"), ("lora/toy.pt", "embeddings/toy.pt")):
        to = folder / "models" / target
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(GOLDEN / source, to)


SUBJECTS = [models, loras]


def main():
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for subject in SUBJECTS:
        subject(folder)


if __name__ == "__main__":
    main()
