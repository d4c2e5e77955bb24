#!/usr/bin/env python3
"""Runs the cases of tests/habits/cases (README.md says what a case is): run.py --heddle PROGRAM [SUBJECT...] [-k WORDS]."""
import argparse
import hashlib
import json
import re
import signal
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASE_KEYS = {"name", "command", "args", "equals", "differs", "notes", "says", "exit", "line", "json", "latents", "stdout", "settings", "then", "ends_by"}


class Runner:
    def __init__(self, programs, folder, defaults):
        self.programs, self.folder, self.defaults = programs, folder, defaults
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

    def in_place(self, args, out):
        return [re.sub(r"\{(inputs|model|golden|out)\}", lambda m: {**self.names, "out": str(out)}[m[1]], arg) for arg in args]

    def run(self, command, case_args, as_json=True, then=(), ends_by=None):
        args = self.arguments(case_args) if command == "generate" else list(case_args)
        key = (command, as_json, ends_by, *args, *(tuple(one) for one in then))
        if key in self.done:
            return self.done[key]
        out = self.folder / hashlib.sha256(repr(key).encode()).hexdigest()[:16]
        out.mkdir(exist_ok=True)
        args = self.in_place(args, out)
        if command == "generate":
            if "-o" not in args:
                args += ["-o", str(out / "picture.png")]
            args += ["--save-latents", str(out / "latents.safetensors")]
        heddle = self.programs["heddle"]
        line = [self.programs["settings"], *args] if command == "settings" else [heddle, command, *args, *(["--json"] if as_json else [])]
        run = run_to_end(line, out, ends_by)
        after = ""
        for following in then:
            after += subprocess.run([heddle, *self.in_place(following, out)], cwd=out, capture_output=True, text=True, timeout=120).stdout
        latents = out / "latents.safetensors"
        events = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")] if as_json else []
        notices = [event for event in events if event.get("event") == "notice"]
        self.done[key] = {"exit": run.returncode, "stderr": run.stderr, "stdout": run.stdout + after,
                          "notes": {notice["id"] for notice in notices}, "messages": [notice["message"] for notice in notices],
                          "latents": latents.read_bytes() if latents.exists() else None,
                          "files": sorted(path.name for path in out.iterdir())}
        return self.done[key]


def run_to_end(line, folder, ends_by=None):
    """The program's end by itself, or by the signal of this name, which it is sent at its first step."""
    process = subprocess.Popen(line, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    early = ""
    while ends_by:
        event = process.stdout.readline()
        early += event
        if not event or '"text":"step ' in event:
            process.send_signal(getattr(signal, ends_by))
            break
    try:
        stdout, stderr = process.communicate(timeout=120)
    finally:
        process.kill()
    return subprocess.CompletedProcess(line, process.returncode, early + stdout, stderr)


def setting_faults(wanted, text):
    found = json.loads(text)
    for key, value in wanted.items():
        if found.get(key) != value:
            yield f"{key} is {found.get(key)!r}, not {value!r}"


def faults(runner, case):
    """What is wrong with what the case gave, in words."""
    unknown = set(case) - CASE_KEYS
    if unknown:
        yield f"the case has unknown keys: {', '.join(sorted(unknown))}"
    command = case.get("command", "generate")
    gave = runner.run(command, case.get("args", []), case.get("json", True), case.get("then", []), case.get("ends_by"))
    if gave["exit"] != case.get("exit", 0):
        yield f"exit code {gave['exit']}, not {case.get('exit', 0)}: {gave['stderr'].strip() or gave['stdout'][-400:]}"
        return
    if "settings" in case:
        yield from setting_faults(case["settings"], gave["stdout"])
    if "ends_by" in case and any(name.endswith((".png", ".part")) for name in gave["files"]):
        yield f"it was ended, and left {gave['files']}"
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


def run_subject(path, programs, words):
    subject = tomllib.loads(path.read_text(encoding="utf-8"))
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, HERE / "make_inputs.py", folder / "inputs"], check=True)
        runner = Runner(programs, folder, subject.get("defaults", {}))
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
    parser.add_argument("--read-settings", help="tests/habits/read_settings.cpp, for the command `settings`")
    parser.add_argument("subjects", nargs="*", help="names of files in cases (default: all)")
    parser.add_argument("-k", default="", help="only cases whose name holds these words")
    options = parser.parse_args()
    paths = [HERE / "cases" / f"{name}.toml" for name in options.subjects] or sorted((HERE / "cases").glob("*.toml"))
    programs = {"heddle": str(Path(options.heddle).resolve())}
    if options.read_settings:
        programs["settings"] = str(Path(options.read_settings).resolve())
    sys.exit(1 if sum(run_subject(path, programs, options.k) for path in paths) else 0)


main()
