#!/usr/bin/env python3
"""Sizes and numbers that cannot be are refused before anything runs, with the range or what they would take."""
import argparse
import subprocess
import sys

CASES = [
    (["--width", "80000", "--height", "80000"], ["'height' is 80000", "from 0 to 8192"]),
    (["--height", "9000"], ["'height' is 9000", "from 0 to 8192"]),
    (["--guidance", "101"], ["guidance", "from 0 to 100"]),
    (["--guidance", "-1"], ["guidance", "from 0 to 100"]),
    (["--width", "8192", "--height", "8192", "--count", "64"], ["8192 x 8192", "64 pictures at once", "GB", "is free"]),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    heddle = parser.parse_args().heddle
    for options, words in CASES:
        run = subprocess.run([heddle, "generate", "--prompt", "a ball", "-o", "refused.png", *options], capture_output=True, text=True)
        if run.returncode != 1 or not all(word in run.stderr for word in words):
            sys.exit(f"{options}: exit code {run.returncode}, wanted the words {words} in: {run.stderr}")
        print(f"{' '.join(options)}: {run.stderr.strip()}")


main()
