#!/usr/bin/env python3
"""Brings translations/heddle_ko.ts up to date: update.py (needs lupdate of Qt 6).

Sentences come from ui and app, from resources/nodes.json (context "nodes"), and from the starters' titles. New ones are left unfinished in the
file; a test fails until they are translated.
"""
import json
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LUPDATE = next((p for p in ("/usr/lib/qt6/bin/lupdate", "/usr/lib64/qt6/bin/lupdate") if Path(p).exists()), "lupdate")


def node_sentences():
    found = set()
    for node in json.loads((ROOT / "resources/nodes.json").read_text()):
        found |= {node.get("title"), node.get("help")}
        for part in node["inputs"] + node["outputs"] + node["params"]:
            found |= {part.get("title") or part["name"].replace("_", " "), part.get("help")}
    return sorted(text for text in found if text)


def starter_titles():
    """Titles of the starters' nodes."""
    return sorted({node["title"] for path in (ROOT / "resources/graphs").glob("*.json")
                   for node in json.loads(path.read_text())["nodes"] if node.get("title")})


def main():
    with tempfile.NamedTemporaryFile("w", suffix=".cpp", dir=ROOT / "translations") as nodes:
        for text in node_sentences():
            nodes.write(f'QT_TRANSLATE_NOOP("nodes", {json.dumps(text, ensure_ascii=False)});\n')
        for text in starter_titles():
            nodes.write(f'QT_TRANSLATE_NOOP("starters", {json.dumps(text, ensure_ascii=False)});\n')
        nodes.flush()
        subprocess.run([LUPDATE, "-no-obsolete", "-locations", "none", "-target-language", "ko", "ui", "app", nodes.name,
                        "-ts", "translations/heddle_ko.ts"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
