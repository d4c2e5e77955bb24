#!/usr/bin/env python3
"""Reads source files one by one, as the preset `dev` compiles them: proof that each includes what it uses, which units of many
files and precompiled headers hide. Nothing is written; warnings are errors. Every day another share, so that all have had their
turn after SHARES days:
  each_file.py BUILD_FOLDER [--share K] [--shares N] [--jobs J]
"""
import argparse
import concurrent.futures
import datetime
import json
import shlex
import subprocess
import sys
from pathlib import Path

SHARES = 12


def only_read(command):
    """The compiler's command, without what starts it through a cache, and without an object."""
    words = shlex.split(command)
    first = next(i for i, word in enumerate(words) if Path(word).name.split("-")[0] in ("c++", "g++", "clang++", "gcc", "cc"))
    words = words[first:]
    at = words.index("-o")
    del words[at : at + 2]
    return [*words, "-fsyntax-only"]


def read(entry):
    done = subprocess.run(only_read(entry["command"]), cwd=entry["directory"], capture_output=True, text=True)
    return entry["file"], done.returncode, done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--share", type=int, default=datetime.date.today().toordinal())
    parser.add_argument("--shares", type=int, default=SHARES)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    # What moc writes is included by the tests.
    for info in sorted(arguments.build.rglob("*_autogen.dir/AutogenInfo.json")):
        subprocess.run(["cmake", "-E", "cmake_autogen", info, "RelWithDebInfo"], check=True, stdout=subprocess.DEVNULL)
    commands = json.loads((arguments.build / "compile_commands.json").read_text())
    ours = [entry for entry in commands if entry["file"].endswith(".cpp") and str(arguments.build.resolve()) not in entry["file"]]
    ours.sort(key=lambda entry: (entry["file"], entry["command"]))
    mine = ours[arguments.share % arguments.shares :: arguments.shares]
    print(f"each file by itself: {len(mine)} of {len(ours)}", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for file, code, said in pool.map(read, mine):
            if code != 0:
                failed += 1
                print(f"{file}\n{said}", flush=True)
    sys.exit(1 if failed else 0)


main()
