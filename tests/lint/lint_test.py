#!/usr/bin/env python3
"""The lint finds a breach of every rule in a small tree made for it, and none in a good one."""
import subprocess
import sys
import tempfile
from pathlib import Path

LINT = Path(__file__).with_name("lint.py")
CMAKE = """heddle_add_library(low ROOMS base image PRIVATE ${codecs})
heddle_add_library(high ROOMS tensor nn
  LINK low heddle_torch)
"""
HEADER = "// A thing. Used by its\n// test. A value.\n#pragma once\n"
GOOD = {
    ".clang-format": LINT.parents[2].joinpath(".clang-format").read_text(),
    "core/CMakeLists.txt": CMAKE,
    "core/base/README.md": "# base\n",
    "core/nn/README.md": "# nn\n",
    "core/base/a.h": HEADER,
    "core/nn/b.cpp": '#include <ATen/ops/add.h>\n#include "base/a.h"\n#include "tensor/x.h"\n',
    "app/history/README.md": "# history\n\nMay include: core/base.\n",
    "app/history/h.cpp": '#include "base/a.h"\n',
}
BAD = {
    "includes": {"core/base/c.cpp": '#include "nn/b.h"\n'},
    "torch": {"core/nn/c.h": HEADER + "#include <torch/torch.h>\n"},
    "sizes": {"core/base/c.cpp": "\n" * 401},
    "classes": {"core/base/c.h": HEADER + "class A {\n" + "".join(f"  std::map<int, int> m{i}_;\n" for i in range(26)) + "};\n"},
    "writers": {"core/base/c.cpp": "std::ofstream out(path);\n"},
    "readmes": {"core/base/README.md": "line\n" * 26},
    "headers": {"core/base/c.h": "#pragma once\n"},
    "words": {"core/base/c.cpp": "// TO" + "DO later\n"},
    "notes": {"core/base/c.cpp": 'return note("a.b", "words");\n'},
    "format": {"core/base/c.cpp": "int  a;\n"},
}


def run(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, LINT, rule, folder], capture_output=True, text=True)


# A rule that has more than one breach to find.
MORE = [
    ("includes", {"app/history/h.cpp": '#include "base/a.h"\n#include "nn/b.h"\n'}),
    ("includes", {"app/history/README.md": "# history\n\nMay include: core/base, core/nn.\n"}),
    ("includes", {"app/history/README.md": "# history\n"}),
    ("readmes", {"core/base/README.md": "x" * 101 + "\n"}),
    ("headers", {"core/base/c.h": "// A thing. A value.\n#pragma once\n"}),
    ("headers", {"core/base/c.h": "// A thing. Used by its test.\n#pragma once\n"}),
    ("words", {"core/base/c.cpp": "int a;  // Nobody reads it.\n"}),
    ("words", {"core/base/c.cpp": "// Whoever stands for it.\n"}),
    ("words", {"core/base/c.cpp": "int first_picture;\n"}),
    ("classes", {"core/base/c.cpp": "struct B : A {\n  int f(int a_);\n  int " + ", ".join(f"m{i}_ = {i}" for i in range(26)) + ";\n};\n"}),
]

# What looks like a breach and is none.
FINE = [
    ("words", {"core/base/c.cpp": 'auto image = "a picture";  // of a picture\n'}),
    ("words", {"core/base/c.cpp": 'auto a = "https://the.artist";  // ID stands for identity; a personal path\n'}),
    ("words", {"core/base/c.cpp": 'auto image = "a picture";  // of a picture\n'}),
    ("classes", {"core/base/c.h": HEADER + "class A {\n" + "".join(f"  void f{i}(int a_) {{ int b_; }}\n" for i in range(26)) + "};\n"}),
]

for rule, change in FINE:
    good = run(rule, {**GOOD, **change})
    assert good.returncode == 0, (rule, good.stdout, good.stderr)
for rule, change in [*BAD.items(), *MORE]:
    good, bad = run(rule, GOOD), run(rule, {**GOOD, **change})
    if good.returncode == 77:  # its program is not installed
        continue
    assert good.returncode == 0, (rule, good.stdout, good.stderr)
    assert bad.returncode == 1, (rule, bad.stdout, bad.stderr)
print("every rule finds its breach")
