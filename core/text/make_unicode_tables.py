"""Writes unicode_classes.cpp and unicode_compositions.cpp.

The tables hold what the reference tokenizer does, not what the newest Unicode says: the Rust library `tokenizers` mixes a
regular-expression engine, a normaliser and a lower-casing of three different Unicode versions, and equal token ids need
all three. So each code point is put to the library itself (tokenizers 0.23, behind transformers 5.23's CLIPTokenizer).

    python make_unicode_tables.py [folder]
"""
import sys
import unicodedata
from pathlib import Path

from tokenizers import Regex, normalizers, pre_tokenizers

WIDTH = 120
CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)
NFC, NFD, LOWER = normalizers.NFC(), normalizers.NFD(), normalizers.Lowercase()


def members(pattern):
    split = pre_tokenizers.Split(Regex(pattern), behavior="removed", invert=True)
    return [c for c in CODE_POINTS if split.pre_tokenize_str(chr(c))]


def ranges(code_points):
    found = []
    for c in code_points:
        if found and found[-1][1] == c - 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return found


def lower_case_runs():
    """(first, last, step, delta): every step-th code point from first to last moves by delta."""
    runs = []
    for c in CODE_POINTS:
        lowered = LOWER.normalize_str(chr(c))
        if lowered == chr(c) or c == 0x130:  # U+0130 becomes two code points: unicode.cpp does it
            continue
        assert len(lowered) == 1, hex(c)
        delta = ord(lowered) - c
        if runs and runs[-1][3] == delta:
            run, gap = runs[-1], c - runs[-1][1]
            if gap in (1, 2) and (run[0] == run[1] or gap == run[2]):
                run[1], run[2] = c, gap
                continue
        runs.append([c, c, 1, delta])
    return runs


def combining_class(c):
    """The class that the library sorts by: found by watching where it moves the mark."""
    known = unicodedata.combining(chr(c))
    if known == 0 or c in (0x0334, 0x0301):
        return known
    text = "a\u0301" + chr(c) if known == 1 else "a" + chr(c) + "\u0334"
    return known if NFD.normalize_str(text) != text else 0


def canonical_pairs():
    """(composed, first, second, composes): second is 0 where one code point stands for another."""
    pairs = []
    for c in CODE_POINTS:
        decomposition = unicodedata.decomposition(chr(c))
        if not decomposition or decomposition[0] == "<" or NFD.normalize_str(chr(c)) == chr(c):
            continue
        parts = [int(part, 16) for part in decomposition.split()]
        composes = len(parts) == 2 and NFC.normalize_str("".join(map(chr, parts))) == chr(c)
        pairs.append((c, parts[0], parts[1] if len(parts) == 2 else 0, composes))
    return pairs


def check_reach():
    """Code points that Python's tables do not know may not be known to the library's normaliser either."""
    for c in CODE_POINTS:
        if c not in HANGUL and not unicodedata.decomposition(chr(c)):
            assert NFD.normalize_str(chr(c)) == chr(c), hex(c)
        if unicodedata.combining(chr(c)) == 0:
            text = "a" + chr(c) + "\u0334"
            assert c in HANGUL or unicodedata.decomposition(chr(c)) or NFD.normalize_str(text) == text, hex(c)


def array(kind, name, rows):
    lines, line = [], " "
    for row in rows:
        item = " {" + ", ".join(row) + "},"
        if len(line) + len(item) > WIDTH:
            lines.append(line)
            line = " "
        line += item
    lines.append(line)
    return f"constexpr {kind} {name}[] = {{\n" + "\n".join(lines) + "\n};\n"


def source(arrays, spans):
    head = ("// Written by make_unicode_tables.py from the reference tokenizer's own behaviour. Do not edit.\n"
            '#include "text/unicode_tables.h"\n\nnamespace heddle::text {\nnamespace {\n\n// clang-format off\n')
    return (head + "\n".join(arrays) + "// clang-format on\n\n}  // namespace\n\n" + "\n".join(spans)
            + "\n\n}  // namespace heddle::text\n")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    check_reach()
    hexes = lambda row: [f"0x{value:X}" for value in row]
    classes = [array("CodePointRange", f"{name}_table", map(hexes, ranges(members(pattern))))
               for name, pattern in (("letter", r"\p{L}"), ("number", r"\p{N}"), ("space", r"\s"))]
    classes.append(array("LowerCaseRun", "lower_case_table",
                         ([f"0x{a:X}", f"0x{b:X}", str(step), str(delta)] for a, b, step, delta in lower_case_runs())))
    spans = [f"const std::span<const CodePointRange> {name}s = {name}_table;" for name in ("letter", "number", "space")]
    spans.append("const std::span<const LowerCaseRun> lower_case_runs = lower_case_table;")
    (folder / "unicode_classes.cpp").write_text(source(classes, spans))

    marks = []
    for c in CODE_POINTS:
        order = combining_class(c)
        if order and marks and marks[-1][1] == c - 1 and marks[-1][2] == order:
            marks[-1][1] = c
        elif order:
            marks.append([c, c, order])
    compositions = [
        array("CombiningMark", "combining_mark_table", ([f"0x{a:X}", f"0x{b:X}", str(k)] for a, b, k in marks)),
        array("CanonicalPair", "canonical_pair_table",
              (hexes(pair[:3]) + [str(int(pair[3]))] for pair in canonical_pairs()))]
    spans = ["const std::span<const CombiningMark> combining_marks = combining_mark_table;",
             "const std::span<const CanonicalPair> canonical_pairs = canonical_pair_table;"]
    (folder / "unicode_compositions.cpp").write_text(source(compositions, spans))


main()
