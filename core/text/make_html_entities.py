"""Writes html_entity_table.cpp: the named entities of HTML 4.01 and &apos;, as Python's html.unescape resolves them.

    python make_html_entities.py [folder]
"""
import sys
from html.entities import html5, name2codepoint
from pathlib import Path

HEAD = """// Written by make_html_entities.py. Do not edit.
#include "text/html_entities.h"

namespace heddle::text {
namespace {

// clang-format off
constexpr HtmlEntity entity_table[] = {
"""
TAIL = """};
// clang-format on

}  // namespace

const std::span<const HtmlEntity> html_entities = entity_table;

}  // namespace heddle::text
"""


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    named = {name: ord(html5[name + ";"]) for name in [*name2codepoint, "apos"]}
    named |= {name: ord(html5[name]) for name in html5 if not name.endswith(";")}
    lines, line = [], " "
    for name in sorted(named):
        item = f' {{"{name}", 0x{named[name]:X}, {int(name not in html5)}}},'
        if len(line) + len(item) > 120:
            lines.append(line)
            line = " "
        line += item
    (folder / "html_entity_table.cpp").write_text(HEAD + "\n".join([*lines, line]) + "\n" + TAIL)


main()
