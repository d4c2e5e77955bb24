#!/usr/bin/env python3
"""Runs the cases of tests/habits/cases (README.md says what a case is): run.py --heddle PROGRAM [SUBJECT...] [-k WORDS]."""
import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASE_KEYS = {"name", "command", "args", "equals", "differs", "notes", "says", "exit", "line", "json", "latents", "stdout"}


class Runner:
    def __init__(self, heddle, folder, defaults):
        self.heddle, self.folder, self.defaults = heddle, folder, defaults
        self.done = {}  # arguments -> outcome; many cases compare with the same command
        self.names = {"inputs": str(folder / "inputs"), "model": str(folder / "inputs/models/checkpoints/tiny"),
                      "golden": str(HERE.parent / "golden")}

    def arguments(self, case_args):
        """The defaults, without the options that the case gives itself."""
        given = {arg for arg in case_args if arg.startswith("-") and not re.match(r"-[\d.]", arg)}
        kept = []
        for option, value in self.defaults.items():
            if option not in given and value is not False:
                kept += [option, str(value)]
        return kept + list(case_args)

    def run(self, command, case_args, as_json=True):
        args = self.arguments(case_args) if command == "generate" else list(case_args)
        key = (command, as_json, *args)
        if key in self.done:
            return self.done[key]
        out = self.folder / hashlib.sha256(repr(key).encode()).hexdigest()[:16]
        out.mkdir(exist_ok=True)
        args = [re.sub(r"\{(inputs|model|golden|out)\}", lambda m: {**self.names, "out": str(out)}[m[1]], arg) for arg in args]
        if command == "generate":
            if "-o" not in args:
                args += ["-o", str(out / "picture.png")]
            args += ["--save-latents", str(out / "latents.safetensors")]
        run = subprocess.run([self.heddle, command, *args, *(["--json"] if as_json else [])], cwd=out, capture_output=True,
                             text=True, timeout=120)
        latents = out / "latents.safetensors"
        events = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")] if as_json else []
        notices = [event for event in events if event.get("event") == "notice"]
        self.done[key] = {"exit": run.returncode, "stderr": run.stderr, "stdout": run.stdout,
                          "notes": {notice["id"] for notice in notices}, "messages": [notice["message"] for notice in notices],
                          "latents": latents.read_bytes() if latents.exists() else None}
        return self.done[key]


def faults(runner, case):
    """What is wrong with what the case gave, in words."""
    unknown = set(case) - CASE_KEYS
    if unknown:
        yield f"the case has unknown keys: {', '.join(sorted(unknown))}"
    command = case.get("command", "generate")
    gave = runner.run(command, case.get("args", []), case.get("json", True))
    if gave["exit"] != case.get("exit", 0):
        yield f"exit code {gave['exit']}, not {case.get('exit', 0)}: {gave['stderr'].strip() or gave['stdout'][-400:]}"
        return
    expected = set(case.get("notes", []))
    if gave["notes"] != expected and case.get("json", True):
        yield f"notes {sorted(gave['notes'])}, not {sorted(expected)}: {gave['messages']}"
    told = "\n".join(gave["messages"]) + gave["stderr"]
    for words in case.get("says", []):
        if words not in told:
            yield f"'{words}' is not in what it says: {told.strip()}"
    for words in case.get("stdout", []):
        if words not in gave["stdout"]:
            yield f"'{words}' is not in its output: {gave['stdout'].strip()}"
    for key, wanted in (("equals", True), ("differs", False)):
        if key not in case:
            continue
        other = runner.run("generate", case[key])
        if other["exit"] != 0:
            yield f"the command of '{key}' failed: {other['stderr'].strip()}"
        elif gave["latents"] is None or (gave["latents"] == other["latents"]) != wanted:
            yield f"its latents are {'not those' if wanted else 'those'} of {case[key]}"


def run_subject(path, heddle, words):
    subject = tomllib.loads(path.read_text(encoding="utf-8"))
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, HERE / "make_inputs.py", folder / "inputs"], check=True)
        runner = Runner(heddle, folder, subject.get("defaults", {}))
        names = [case["name"] for case in subject["case"]]
        for twice in {name for name in names if names.count(name) > 1}:
            print(f"{path.stem}: two cases are called '{twice}'")
            failed += 1
        for case in subject["case"]:
            if words and words not in case["name"]:
                continue
            found = list(faults(runner, case))
            failed += bool(found)
            if found or words:
                print("\n  ".join([f"{path.stem}: {case['name']}: {'FAILED' if found else 'holds'}", *found]))
    print(f"{path.stem}: {len(names)} cases, {failed} failed")
    return failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heddle", required=True)
    parser.add_argument("subjects", nargs="*", help="names of files in cases (default: all)")
    parser.add_argument("-k", default="", help="only cases whose name holds these words")
    options = parser.parse_args()
    paths = [HERE / "cases" / f"{name}.toml" for name in options.subjects] or sorted((HERE / "cases").glob("*.toml"))
    heddle = str(Path(options.heddle).resolve())
    sys.exit(1 if sum(run_subject(path, heddle, options.k) for path in paths) else 0)


main()
