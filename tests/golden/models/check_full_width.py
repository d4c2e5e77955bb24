"""Heddle against diffusers and transformers at the widths of SD 1.5, ViT-L text and ViT-H image, fp32, random weights.

Run: python tests/golden/models/check_full_width.py --heddle build/release/bin/heddle
Needs 6 GB of disk in the temporary folder, about 8 GB of memory and some minutes. Fails when a value is further off than
1e-4 of its range (see `heddle selftest`). Nothing is kept.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    arguments = parser.parse_args()
    make = pathlib.Path(__file__).with_name("make_models.py")
    with tempfile.TemporaryDirectory(prefix="heddle-full-width-") as folder:
        subprocess.run([sys.executable, str(make), "--full", folder], check=True)
        sys.exit(subprocess.run([arguments.heddle, "selftest", "--recordings", folder, "--dtype", "fp32"]).returncode)


if __name__ == "__main__":
    main()
