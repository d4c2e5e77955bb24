#!/usr/bin/env python3
"""Compiles some source files one by one, as the preset `dev` does: proof that each includes what it uses, which units of many
files and precompiled headers hide. Every day another share, so that all have had their turn after SHARES days:
  each_file.py BUILD_FOLDER [--share K] [--shares N] [--jobs J]
"""
import argparse
import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

SHARES = 12


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--share", type=int, default=datetime.date.today().toordinal())
    parser.add_argument("--shares", type=int, default=SHARES)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    commands = json.loads((arguments.build / "compile_commands.json").read_text())
    outputs = sorted(re.search(r" -o (\S+)", entry["command"]).group(1) for entry in commands if entry["file"].endswith(".cpp"))
    mine = outputs[arguments.share % arguments.shares::arguments.shares]
    print(f"each file by itself: {len(mine)} of {len(outputs)}", flush=True)
    sys.exit(subprocess.run(["ninja", "-C", arguments.build, "-j", str(arguments.jobs), "-k", "0", *mine]).returncode)


main()
