"""Writes schedules.json: what A1111 makes of prompts that change over the steps.

Run: python tests/golden/text/make_schedules.py FOLDER, where FOLDER holds the web UI's prompt_parser.py (version 1.10) and
lark is installed. Recorded are the texts with the step up to which each leads.
"""
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).parent
WRITTEN = [
    "red ball", "a [red:blue:0.5] ball", "a [red:blue:3] ball", "[red:3] ball", "[red::3] ball", "[:red:3]", "[red: 3]", "[red : blue : 1.0 ]",
    "[a|b] ball", "[a|b|c] d", "[fe|]male", "[fe|||]male", "[|a]", "[a|[b|c]] d", "[a:[b:c:4]:2] d", "[[a|b]:c:3]", "[(red:1.3):(blue:0.7):0.3]",
    "a [[[b]]:2]", "[(a:2):3]", "a [unbalanced", "((a][:b:c [d:3]", "a | b [c:d:3]", "a [b:c:3] \\", "\\[a:b:3\\]", "[a\\:b:c:3]", "[a\\|b|c]",
    "[red:1.3] ball", "[a:b:0]", "[a:b:-1]", "[a:b:.25]", "[a:b:2e0]", "[a:b:99]", "[a:b:+2]", "[a:b:x]", "[a:b:c:3]", "[a\nb:c:\n3\n]", "(a [b:c:2]:1.2)",
    "[빨간 공:해변:0.5]", "", "[]", "[:]", "[::2]", "[3]", "[a:3:5]",
]


def made(depth):
    """A piece whose brackets all close."""
    inner = lambda: "".join(made(depth - 1) for _ in range(random.randint(0, 2)))
    number = lambda: random.choice(["3", ".5", "0.25", "10", "1.0", "0", "+2", " 2", "2 "])
    kind = random.randint(0, 7) if depth else 0
    if kind < 3:
        return random.choice(["a", "b c", " ", "red", "\\(", ", ", "1.2"])
    return {3: lambda: f"({inner()})", 4: lambda: f"({inner()}:1.2)", 5: lambda: f"[{inner()}:{inner()}:{number()}]",
            6: lambda: f"[{inner()}:{number()}]", 7: lambda: "[" + "|".join(inner() for _ in range(random.randint(2, 3))) + "]"}[kind]()


def main():
    sys.path.insert(0, sys.argv[1])
    from prompt_parser import get_learned_conditioning_prompt_schedules
    random.seed(4)
    prompts = WRITTEN + sorted({"".join(made(3) for _ in range(random.randint(1, 3))) for _ in range(160)})
    cases = [{"prompt": prompt, "steps": 6, "texts": get_learned_conditioning_prompt_schedules([prompt], 6)[0]}
             for prompt in prompts if len(prompt) < 60]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (HERE / "schedules.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


main()
