"""Compares our verdicts on safetensors files with the reference's (the Rust library, through its Python package): what
it refuses we must refuse. We may refuse more, and say how often we do.

    cmake --build <build> --target weights_verdict
    python cross_check.py <build>/bin/weights_verdict [number of mutations]

The files are the generator's bad ones and mutations of right ones. One difference is wanted: a type name that is not
known is listed here as not usable, so that the rest of the file can be inspected, and refused there."""

import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

import safetensors

FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures/weights"
DTYPES = {"F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8", "BOOL", "C64", "F8_E4M3",
          "F8_E5M2", "F8_E8M0"}


def has_unknown_dtype(data):
    """True for the one wanted difference."""
    try:
        header = json.loads(data[8:8 + struct.unpack("<Q", data[:8])[0]])
        return any(v["dtype"] not in DTYPES for k, v in header.items() if k != "__metadata__")
    except (ValueError, KeyError, TypeError, AttributeError, struct.error):
        return False


def reference_accepts(data):
    try:
        safetensors.deserialize(data)
        return True
    except Exception:
        return False


def packed(header, data):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def random_file(rng):
    """A right file of up to five tensors."""
    header, data = {}, b""
    if rng.random() < 0.3:
        header["__metadata__"] = {"k": "v"}
    for i in range(rng.randrange(6)):
        dtype, size = rng.choice([("F32", 4), ("F16", 2), ("U8", 1), ("I64", 8), ("F8_E4M3", 1), ("C64", 8)])
        shape = [rng.randrange(0, 4) for _ in range(rng.randrange(4))]
        count = 1
        for n in shape:
            count *= n
        header[f"t{i}"] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + count * size]}
        data += bytes(count * size)
    return header, data


def mutated(rng):
    header, data = random_file(rng)
    file = bytearray(packed(header, data))
    for _ in range(rng.randrange(1, 4)):
        action = rng.randrange(5)
        at = rng.randrange(len(file))
        if action == 0:
            file[at] = rng.randrange(256)
        elif action == 1:
            file[at:at] = rng.choice([b" ", b"\0", b"0", b"9", b"-", b"[", b"}", b",", b'"', b"\\", b"\xc3", b"1e3"])
        elif action == 2:
            del file[at:at + rng.randrange(1, 4)]
        elif action == 3:
            digits = [i for i in range(8, len(file)) if 48 <= file[i] <= 57]
            if digits:
                file[rng.choice(digits)] = 48 + rng.randrange(10)
        else:
            file += bytes(rng.randrange(4))
        if not file:
            break
    if len(file) >= 8 and rng.random() < 0.7:  # a length that fits, so that the mutation is seen
        file[:8] = struct.pack("<Q", max(0, len(file) - 8 - len(data)))
    return bytes(file)


def our_verdicts(tool, paths):
    verdicts = []
    for i in range(0, len(paths), 500):
        done = subprocess.run([tool, *paths[i:i + 500]], capture_output=True, text=True, check=True)
        verdicts += [line.split("\t") for line in done.stdout.splitlines()]
    return verdicts


def main():
    tool, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([tool, "--make-bad", folder], check=True)
        for path in FIXTURES.glob("*.safetensors"):
            (folder / path.stem).write_bytes(path.read_bytes())
        for i in range(count):
            (folder / f"good-{i:06}").write_bytes(packed(*random_file(rng)))
            (folder / f"mutated-{i:06}").write_bytes(mutated(rng))
        paths = sorted(folder.iterdir())
        ours = our_verdicts(tool, paths)
        assert len(ours) == len(paths)
        tally = {"both accept": 0, "both refuse": 0, "we refuse more": 0, "unknown type": 0, "WE ACCEPT MORE": 0,
                 "GOOD REFUSED": 0}
        for path, (verdict, message) in zip(paths, ours):
            data = path.read_bytes()
            accepted, reference = verdict == "accepted", reference_accepts(data)
            kind = ("both accept" if accepted else "both refuse") if accepted == reference else \
                "we refuse more" if reference else "unknown type" if has_unknown_dtype(data) else "WE ACCEPT MORE"
            if path.name.startswith("good") and not accepted:
                kind = "GOOD REFUSED"
            tally[kind] += 1
            if kind.isupper():
                print(kind, message, data[:300])
        print(json.dumps(tally, indent=1))
        return 1 if tally["WE ACCEPT MORE"] or tally["GOOD REFUSED"] else 0


sys.exit(main())
