#!/usr/bin/env python3
"""Rules of the tree that a compiler does not see. One rule a run: lint.py RULE [ROOT]; prints each breach, exits 1 if any.

includes  a room of core includes only rooms that core/CMakeLists.txt puts before it, in its own library or in those it
          links; a room of app or ui only those of its README's line "May include: core/base, app/session."
torch     no file sees both LibTorch and Qt; core and app/cli never see Qt, ui and the window's rooms never LibTorch;
          no header takes in torch/torch.h or ATen/ATen.h
sizes     no file has more than 400 lines
classes   no class has more than 25 data members
writers   files are written through base/atomic_file.h alone
readmes   every room has a README.md of at most 25 lines of 100 columns
headers   every header begins with a comment that says what it does, who uses it and its thread rule, and has #pragma once
words     no notes to self in the code, no whimsical words in its comments, no identifier that says picture for image
notes     docs/notes.md lists the notes that the code makes, each once, and no other
format    every file is as clang-format 14 writes it; exits 77 where that is not installed
"""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).resolve().parents[2])
SOURCES = (".h", ".cpp")

# Tables of data; their length does not matter.
TABLES = {"core/text/unicode_compositions.cpp"}
# Who may open a file for writing, and why.
WRITERS = {
    "core/base/file_calls.cpp": "the system calls below base/atomic_file.h",
    "core/training/train_log.cpp": "grows by a line a step; a cut last line is dropped when it is read",
    "app/paint/canvas_journal.cpp": "grows by a stroke; a cut last one is dropped when it is read",
}
# The thread rule of a header, or what makes one unnecessary.
THREAD_RULE = re.compile(r"(?i:thread|\ba value\b|plain values?|pure function|free function|constant|immutable)|\bValues\b")
# Words that comments avoid: they say who hears, tells or wishes where a program receives, reports or requests.
WHIMSICAL = re.compile(
    r"\b(whoever|nobody|somebody|anew|(the|a) person|person's|(the|an) artist|artist's|go(es)? on|(is|are|be|been|was|were) told"
    r"|tells|hears?|wish(es)?|stands(?! for)|lies|vouch(es)?|by itself|in words|shelf|errands?|speaks)\b", re.I)
# Words of one thing that code has another name for; texts on the screen and prose may use them.
SYNONYM = re.compile(r"\b\w*[Pp]icture\w*\b")
MOST_LINES, MOST_MEMBERS, README_LINES, README_COLUMNS = 400, 25, 25, 100
BATCH_FILES, SKIPPED = 64, 77


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SOURCES:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def includes(text):
    return re.findall(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', text, re.M)


def allowed_rooms():
    """Room -> the rooms it may include, read from core/CMakeLists.txt."""
    text = (ROOT / "core/CMakeLists.txt").read_text()
    rooms_of, seen, allowed = {}, {}, {}
    for target, rooms, rest in re.findall(r"heddle_add_library\(\s*(\w+)\s+ROOMS\s+([\w\s]+?)(?:\s+((?:LINK|PRIVATE)[^)]*))?\)", text):
        rooms = [room for room in rooms.split()]
        link = re.search(r"LINK\s+([\w\s]+?)(?:\s+PRIVATE|$)", rest or "")
        below = set()
        for other in (link.group(1).split() if link else []):
            below |= seen.get(other, set())
        rooms_of[target] = rooms
        seen[target] = below | set(rooms)
        for i, room in enumerate(rooms):
            allowed[room] = below | set(rooms[: i + 1])
    return allowed


def rule_includes():
    allowed = allowed_rooms()
    for name, text in sources("core"):
        room = name.split("/")[1]
        if room not in allowed:
            yield f"{name}: the room '{room}' belongs to no library in core/CMakeLists.txt"
            continue
        for include in includes(text):
            other = include.split("/")[0]
            if "/" in include and other in allowed and other not in allowed[room]:
                yield f"{name}: includes '{include}', but the room '{room}' may not know '{other}'"
            if include.startswith(".."):
                yield f"{name}: includes '{include}'; write it from the room's parent"
    yield from rule_includes_above()


def rooms_above():
    """The rooms of app and ui, by path, with the rooms that each may include by its README; app/* stands for all of app."""
    rooms = {folder.relative_to(ROOT).as_posix(): folder / "README.md" for top in ("app", "ui") if (ROOT / top).is_dir()
             for folder in sorted((ROOT / top).iterdir()) if folder.is_dir() and any(p.suffix in SOURCES for p in folder.rglob("*"))}
    for room, readme in rooms.items():
        line = re.search(r"^May include: ([^.]*)\.", readme.read_text() if readme.exists() else "", re.M)
        yield room, {name.strip() for name in line.group(1).split(",")} - {"no other room"} if line else None


def rule_includes_above():
    place = {folder.name: folder.relative_to(ROOT).as_posix() for top in ("core", "app", "ui") if (ROOT / top).is_dir()
             for folder in (ROOT / top).iterdir() if folder.is_dir()}
    for room, allowed in rooms_above():
        if allowed is None:
            yield f"{room}/README.md: has no line 'May include: core/base, ...' that names rooms"
            continue
        met = set()
        for name, text in sources(room):
            for include in includes(text):
                other = place.get(include.split("/")[0]) if "/" in include else None
                if other is None or other == room:
                    continue
                met.add(other)
                if other not in allowed and other.split("/")[0] + "/*" not in allowed:
                    yield f"{name}: includes '{include}', but its room may not know '{other}' (README.md)"
        for unused in sorted(name for name in allowed - met if not name.endswith("*")):
            yield f"{room}/README.md: may include '{unused}', which it does not; take it off the line"


def rule_torch():
    is_torch = re.compile(r"^(torch|ATen|c10|caffe2)/").match
    is_qt = re.compile(r"^(Q[A-Z]\w*|Qt\w+/.*)$").match
    heavy = {"torch/torch.h", "torch/all.h", "torch/extension.h", "ATen/ATen.h"}
    without_qt = ("core/", "app/cli/", "app/engine_host/")
    without_torch = ("ui/", "app/settings/", "app/document/", "app/session/", "app/import/", "app/history/",
                     "app/studio_main")
    for name, text in sources("core", "app", "ui", "tests"):
        found = includes(text)
        torch, qt = any(map(is_torch, found)), any(map(is_qt, found))
        if torch and qt:
            yield f"{name}: sees both LibTorch and Qt"
        if qt and name.startswith(without_qt):
            yield f"{name}: Qt has no place here"
        if torch and name.startswith(without_torch):
            yield f"{name}: LibTorch has no place here"
        if name.endswith(".h"):
            for include in heavy.intersection(found):
                yield f"{name}: takes in <{include}>; include the single operators (ATen/ops/...)"


def rule_sizes():
    for name, text in sources("core", "app", "ui", "tests"):
        lines = text.count("\n")
        if name not in TABLES and lines > MOST_LINES:
            yield f"{name}: {lines} lines; at most {MOST_LINES}"


def without_comments(text):
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)
    text = re.sub(r"'(?:\\.|[^'\\\n])'", "0", text)
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def data_members(code):
    """Each class of a text without comments, with the number of its members that are named like_this_."""
    for head in re.finditer(r"\b(?:class|struct)\s+(\w+)(?:\s+final)?(?:\s*:[^;{}()]*)?\s*\{", code):
        depth, at, own = 1, head.end(), []  # own: the class's own declarations, without the bodies in them
        while at < len(code) and depth > 0:
            depth += {"{": 1, "}": -1}.get(code[at], 0)
            if depth == 1 or (depth == 2 and code[at] == "{"):
                own.append(code[at])
            at += 1
        count = 0
        for declaration in re.split(r";|(?<=\})", "".join(own)):
            declaration = re.sub(r"<[^;]*>", "", declaration)  # template arguments
            if "(" not in re.split(r"[={]", declaration)[0]:
                count += len(re.findall(r"\b[A-Za-z]\w*_\b(?=\s*(?:$|[={,\[]))", declaration))
        yield head.group(1), count


def rule_classes():
    for name, text in sources("core", "app", "ui", "tests"):
        for known, count in data_members(without_comments(text)):
            if count > MOST_MEMBERS:
                yield f"{name}: {known} has {count} data members; at most {MOST_MEMBERS}"


def rule_writers():
    writes = re.compile(r'\bofstream\b|\bf?reopen\s*\(|\bfopen\s*\([^;]*,\s*"[wa]|\bfstream\s+\w+\s*[({][^;]*\bout\b|\bO_WRONLY\b|\bO_RDWR\b'
                        r"|\bQIODevice(Base)?::(WriteOnly|Append|ReadWrite)|\bQFile::WriteOnly|\bQSaveFile\b|\bQImageWriter\b")
    for name, text in sources("core", "app", "ui"):
        if name in WRITERS:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            code = line.split("//")[0]
            if writes.search(code) and "O_RDONLY" not in code:
                yield f"{name}:{number}: opens a file for writing; use base/atomic_file.h"


def rule_readmes():
    rooms = [folder for parent in ("core", "app", "ui") if (ROOT / parent).is_dir()
             for folder in sorted((ROOT / parent).iterdir()) if folder.is_dir()]
    for room in rooms:
        if not any(path.suffix in SOURCES for path in room.rglob("*")):
            continue
        name, readme = room.relative_to(ROOT).as_posix(), room / "README.md"
        if not readme.exists():
            yield f"{name}: has no README.md"
            continue
        lines = readme.read_text(encoding="utf-8").splitlines()
        if len(lines) > README_LINES:
            yield f"{name}/README.md: {len(lines)} lines; at most {README_LINES}"
        for number, line in enumerate(lines, 1):
            if len(line) > README_COLUMNS:
                yield f"{name}/README.md:{number}: {len(line)} columns; at most {README_COLUMNS}"


def rule_headers():
    for name, text in sources("core", "app", "ui"):
        if not name.endswith(".h"):
            continue
        first = " ".join(line[2:].strip() for line in re.match(r"(?://.*\n)*", text).group().splitlines())
        if not first:
            yield f"{name}: does not begin with a comment on what it does"
        if first and "Used by" not in first:
            yield f"{name}: its first comment does not say who uses it ('Used by ...')"
        if first and not THREAD_RULE.search(first):
            yield f"{name}: its first comment states no thread rule ('Thread rule: ...', 'A value.', 'Pure functions.')"
        if "#pragma once" not in text:
            yield f"{name}: has no #pragma once"


def code_lines(text):
    """Numbered lines without comments and strings."""
    blank = lambda found: re.sub(r"[^\n]", " ", found.group())
    text = re.sub(r'R"(\w*)\(.*?\)\1"', blank, text, flags=re.S)
    text = re.sub(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', blank, text, flags=re.S)
    return enumerate(text.splitlines(), 1)


def rule_words():
    notes = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    comment = re.compile(r"(?<!:)//.*")  # the colon: an address in a string
    for name, text in sources("core", "app", "ui", "tests"):
        for number, line in enumerate(text.splitlines(), 1):
            if notes.search(line):
                yield f"{name}:{number}: {line.strip()[:80]}"
            found = comment.search(line) and WHIMSICAL.search(comment.search(line).group())
            if found:
                yield f"{name}:{number}: '{found.group()}' in a comment; say it in plain technical English"
        for number, line in code_lines(text):
            for word in SYNONYM.findall(line):
                yield f"{name}:{number}: the identifier '{word}'; code says image"


def rule_notes():
    page = ROOT / "docs/notes.md"
    listed = re.findall(r"^\| `([^`]+)` \|", page.read_text(encoding="utf-8"), re.M) if page.exists() else []
    made = {}
    for name, text in sources("core", "app"):
        for found in re.findall(r'\bnote\(\s*"([^"{ ]+)",', text):
            made.setdefault(found, name)
    for known in sorted(made):
        if known not in listed:
            yield f"{made[known]}: makes the note '{known}', which docs/notes.md does not list"
    for known in sorted(set(listed)):
        if known not in made:
            yield f"docs/notes.md: lists '{known}', which nothing makes"
        if listed.count(known) > 1:
            yield f"docs/notes.md: lists '{known}' twice"


def clang_format_14():
    """The program's name; None where it is not installed in that version, since versions differ in their output."""
    for name in ("clang-format-14", "clang-format"):
        if shutil.which(name) and " version 14." in subprocess.run([name, "--version"], capture_output=True, text=True).stdout:
            return name
    return None


def rule_format():
    program = clang_format_14()
    if program is None:
        print("no clang-format 14 here")
        sys.exit(SKIPPED)
    names = [name for name, _ in sources("core", "app", "ui", "tests")]
    batches = [names[first : first + BATCH_FILES] for first in range(0, len(names), BATCH_FILES)]

    def check(batch):
        command = [program, "--style=file", "--dry-run", "--Werror", *batch]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for batch, done in zip(batches, pool.map(check, batches)):
            found = re.findall(r"^(.+?):(\d+):\d+: error: code should be clang-formatted", done.stderr, re.M)
            first_lines = {}
            for name, line in found:
                first_lines.setdefault(name, line)
            yield from (f"{name}:{line}: not as {program} writes it; run {program} -i" for name, line in first_lines.items())
            if done.returncode != 0 and not found:
                yield f"{program} failed: {done.stderr.strip()[:200]}"


def main():
    rule = globals().get("rule_" + (sys.argv[1] if len(sys.argv) > 1 else ""))
    if rule is None:
        print(__doc__)
        return 2
    breaches = list(rule())
    print("\n".join(breaches) or "no breach")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
