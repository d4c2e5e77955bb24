"""Writes prompts.txt: 10,000 prompts of many kinds, each with what the reference tokenizer makes of it.

The reference is CLIPTokenizer of transformers 5.23 (tokenizers backend) over OpenAI's vocabulary, whose vocab.json and
merges.txt are made here from bpe_simple_vocab_16e6.txt. A line is: FNV-1a-64 of the ids (little-endian 32-bit each,
without start and end) in hexadecimal, the number of ids, the prompt as a JSON string.

    python make_prompts.py ../../../build/vocab/bpe_simple_vocab_16e6.txt
"""
import json
import random
import struct
import sys
import tempfile
import unicodedata
from pathlib import Path

from transformers import CLIPTokenizer

COUNT = 10_000
rng = random.Random(20260701)
pick = rng.choice

SUBJECTS = """cat|red ball|old sailor|lighthouse|dragon|teapot|woman in a kimono|bowl of ramen|vintage car|knight
snow leopard|robot gardener|tiny house|ballet dancer|stack of books|hot-air balloon|grandmother's kitchen|space station
fox asleep in the leaves|violin|market stall|glass frog|child with an umbrella|wizard's desk|bonsai tree|steam engine
""".replace("\n", "|").strip("|").split("|")
PLACES = """on the beach at dusk|in a foggy forest|under neon lights|at the edge of a cliff|inside a cathedral|on Mars
by the window|in the rain|at golden hour|beneath the northern lights|on a wooden table|in a crowded subway|at sea
among wildflowers|in an abandoned factory|on top of the world""".replace("\n", "|").split("|")
STYLES = """oil painting|watercolour|35mm photograph|isometric render|studio ghibli style|ukiyo-e|pencil sketch|pixel art
art nouveau poster|low poly|baroque|charcoal|claymation|blueprint|double exposure|linocut""".replace("\n", "|").split("|")
TAGS = """masterpiece|best quality|highly detailed|8k|4k uhd|sharp focus|1girl|solo|long hair|blue eyes|depth of field|bokeh
trending on artstation|by greg rutkowski|unreal engine 5|f/1.8|iso 100|cinematic lighting|volumetric fog|hdr|intricate
symmetrical|(masterpiece:1.2)|((best quality))|[blurry]|lowres|bad anatomy|extra digits|jpeg artifacts|<lora:detail:0.8>
score_9|rating:safe|upper_body|looking at viewer|rim light|wide-angle|b&w|matte|octane render|photo-realistic
art by alphonse mucha & klimt|(soft light)1.3|{{{sharp}}}|no text, no watermark""".replace("\n", "|").split("|")
FOREIGN = """夕日の海辺にいる赤い猫|龍と桜の木、浮世絵|一只在雨中的狗|高山流水，水墨畫|해변의 빨간 공|비 오는 날의 고양이 그림|漢字とかなと한글
красный шар на пляже|Старый маяк в тумане|Ο γάτος στη θάλασσα|ΟΔΟΣ ΑΘΗΝΑΣ|ένα κόκκινο σπίτι|קטגוריה של חתולים|שָׁלוֹם עוֹלָם|قطة حمراء على الشاطئ
مَرْحَبًا بِالعَالَم|گربهٔ سیاه|लाल गेंद समुद्र तट पर|क़िला और ज़मीन|சிவப்பு பந்து|แมวสีแดงบนชายหาด|ลูกบอลสีแดง|წითელი ბურთი|կարմիր գնդակ
İstanbul'da kırmızı balon|IĞDIR ılık|STRASSE Straße STRAẞE|Größe und Füße|çilek ve şeker|naïve café façade|Dvořák a žluťoučký kůň|Łódź żółta łódka
ærøskøbing på øen|crème brûlée à l'été|niño pequeño y señorita|ﬁne ﬂow oﬃce|Ångström Å Å K Ω|ǅungla ǈubav ǋegoš|ſtraße ſchön|ΣΊΣΥΦΟΣ Σ|ᏣᎳᎩ ꭰꭱ
អង្គរវត្ត|မြန်မာ|བོད་སྐད|ᠮᠣᠩᠭᠣᠯ|አማርኛ ቋንቋ|ߒߞߏ|𝓯𝓪𝓷𝓬𝔂 𝔱𝔢𝔵𝔱 𝟘𝟙𝟚|ＦＵＬＬ ｗｉｄｔｈ １２３|ﾊﾝｶｸ ｶﾅ|Ⅳ ⅷ ½ ¾ ² ³ ① ㊿|١٢٣ ۴۵۶ १२३ ๑๒|𐐀𐐁 𐐨|👁️‍🗨️ see
豈更車 﨑 塚 神|क्षत्रिय|Việt Nam đẹp lắm|tiếng Việt|ǖǘǚǜ|ṩ ẛ̣ ḍ̇|ά ά ᾳ ᾼ ᾷ""".replace("\n", "|").split("|")
EMOJI = "😀 😂 🥰 🐱 🐉 🌊 🌅 ❤️ ❤ ☺ ☂️ 👍🏽 👩🏿‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🏴‍☠️ 🇰🇷 🇺🇸 🇯🇵🇫🇷 1️⃣ #️⃣ ©️ ™ 🧑‍🎨 🤷‍♀️ 🪄 🫠 ✨ ⭐ 🔥 💯 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ✅".split(" ")
ENTITIES = "&amp; &lt; &gt; &quot; &#39; &nbsp; &eacute; &#x1F600; &amp;amp; &copy; &hellip; &notit; & &; &#0; &#xD800;".split(" ")
SPACES = ["\u00a0", "\u1680", "\u2003", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\u0085", "\t",
          "\n", "\r\n", "\v", "\f", "  ", "     ", "\u180e", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"]
CONTROLS = [chr(c) for c in (*range(1, 32), 127, *range(128, 160))] + ["\u202e", "\u2066", "\u2069", "\ufffd", "\ufffe", "\ue000"]
ENDINGS = "'s 't 're 've 'm 'll 'd 'S 'RE 'LL ’s ’ll 'x 'd've ''s".split(" ")
SPECIALS = ["<|startoftext|>", "<|endoftext|>", "<|StartOfText|>", "<|ENDOFTEXT|>", "<|endoftext|", "<|startoftext|>!!", "|>", "<|"]
MARKS = [chr(c) for c in (*range(0x300, 0x370), *range(0x591, 0x5BE), *range(0x64B, 0x656), 0x93C, 0x94D, 0x9BC, 0xE38, 0xE48,
                          0x1DC0, 0x20D0, 0x302A, 0x3099, 0x309A, 0xFB1E, 0xFE20, 0x1D165, 0x1E8D0)]
LEADS, VOWELS, TAILS = range(0x1100, 0x1113), range(0x1161, 0x1176), range(0x11A8, 0x11C3)
ASSIGNED = [c for c in range(1, 0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
ODD = [c for c in ASSIGNED if not (0x3400 <= c < 0xA000 or 0xAC00 <= c < 0xD7A4 or 0x17000 <= c < 0x19000 or c >= 0x20000)]
DECOMPOSABLE = [c for c in ASSIGNED if unicodedata.decomposition(chr(c))]


def sentence():
    return f"{pick(['a', 'the', 'A', 'One', 'an'])} {pick(SUBJECTS)} {pick(PLACES)}{pick(['', '.', ', ' + pick(STYLES), '!'])}"


def tags():
    return pick([", ", ",", " , ", ",\n"]).join(rng.sample(TAGS, rng.randint(2, 5)))


def foreign():
    text = pick(FOREIGN)
    return pick([text, unicodedata.normalize("NFD", text), unicodedata.normalize("NFKC", text), text.upper(), text.lower(),
                 text + pick(EMOJI), text + " " + pick(SUBJECTS)])


def emoji():
    return pick(["", " "]).join(pick(EMOJI) if rng.random() < 0.7 else pick(SUBJECTS) for _ in range(rng.randint(1, 4)))


def korean():
    syllable = lambda: chr(pick(LEADS)) + chr(pick(VOWELS)) + (chr(pick(TAILS)) if rng.random() < 0.5 else "")
    jamo = "".join(syllable() if rng.random() < 0.8 else pick([chr(pick(LEADS)), chr(pick(TAILS)), "ㄱ", "가", " ", "각\u11a8"])
                   for _ in range(rng.randint(1, 6)))
    return pick([jamo, unicodedata.normalize("NFC", jamo)])


def combining():
    return "".join(pick("aeiouncsAEO qוبकか가") + "".join(pick(MARKS) for _ in range(rng.randint(0, 4)))
                   for _ in range(rng.randint(1, 6)))


def entities():
    return "".join(pick([pick(ENTITIES), pick(SUBJECTS), " "]) for _ in range(rng.randint(2, 6)))


def spaced():
    return "".join(pick(["a", "cat", "X", "9", "é", "猫", ","]) + pick(SPACES) for _ in range(rng.randint(1, 9)))


def controls():
    return "".join(pick([pick(CONTROLS), pick(SUBJECTS)[:6], pick(SPACES)]) for _ in range(rng.randint(1, 8)))


def digits():
    return "".join(pick(["0", "12", "2024", "3.14", "1,000", "1e9", "²", "½", "Ⅻ", "٣", "५", "𝟘", "①", "4k", "x", " ", "-", "%"])
                   for _ in range(rng.randint(1, 9)))


def punctuation():
    return "".join(pick(list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~…—“”‘’«»¿¡、。")) * rng.choice([1, 1, 2, 3, 7])
                   + pick(["", " ", "a"]) for _ in range(rng.randint(1, 7)))


def endings():
    return "".join(pick(["dog", "it", "I", "they", "1990", "é", "!", ""]) + pick(ENDINGS) + pick(["", " "])
                   for _ in range(rng.randint(1, 6)))


def cased():
    text = pick([sentence(), pick(FOREIGN)])
    return pick([text.title(), text.upper(), text.swapcase(), "".join(pick([c.upper(), c.lower()]) for c in text)])


def specials():
    return "".join(pick([pick(SPECIALS), "x", " ", "!", pick(SUBJECTS)]) for _ in range(rng.randint(1, 5)))


def letters():
    return " ".join("".join(pick("abcdefghijklmnopqrstuvwxyzETAOIN") for _ in range(rng.randint(1, 14)))
                    for _ in range(rng.randint(1, 5)))


def anything():
    return "".join(chr(pick(ODD if rng.random() < 0.7 else ASSIGNED)) for _ in range(rng.randint(1, 8)))


def composed():
    return "".join(pick([chr(pick(DECOMPOSABLE)), unicodedata.normalize("NFD", chr(pick(DECOMPOSABLE))), pick(MARKS)])
                   for _ in range(rng.randint(1, 6)))


def long():
    return pick([", ".join(pick(TAGS) for _ in range(rng.randint(30, 90))), " ".join(sentence() for _ in range(9)),
                 pick("aé猫!9") * rng.randint(80, 400)])


KINDS = [(sentence, 18), (tags, 10), (foreign, 14), (emoji, 6), (korean, 4), (combining, 6), (entities, 4), (spaced, 5),
         (controls, 3), (digits, 4), (punctuation, 4), (endings, 4), (cased, 5), (specials, 3), (letters, 4), (anything, 9),
         (composed, 5), (long, 0.6)]
EDGES = ["", " ", "a", ".", "\n", "<|startoftext|>", "!", "'", "\u0301", "\u200d", "İ", "\u1100\u1161\u11a8", "\U0010ffff"]


def prompts():
    seen = dict.fromkeys(EDGES)
    makers, weights = zip(*KINDS)
    while len(seen) < COUNT:
        seen.setdefault(rng.choices(makers, weights)[0]())
    return list(seen)


def byte_symbols():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return [chr(b) for b in printable] + [chr(0x100 + i) for i in range(len(others))]


def openai_tokenizer(path, **settings):
    merges = Path(path).read_text(encoding="utf-8").split("\n")[1:49152 - 256 - 2 + 1]
    tokens = byte_symbols() + [s + "</w>" for s in byte_symbols()] + ["".join(m.split()) for m in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}))
        (Path(folder) / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
        return CLIPTokenizer.from_pretrained(folder, **settings)


def fnv1a(ids):
    value = 0xCBF29CE484222325
    for byte in struct.pack(f"<{len(ids)}I", *ids):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def to_json(text):
    """Letters, marks, numbers, punctuation and symbols stand for themselves; all else is escaped."""
    safe = lambda c: c == " " or unicodedata.category(c)[0] in "LNPS" and c not in "\"\\"
    return '"' + "".join(c if safe(c) else json.dumps(c)[1:-1] for c in text) + '"'


def main():
    tokenizer = openai_tokenizer(sys.argv[1])
    lines = []
    for prompt in prompts():
        ids = tokenizer(prompt, add_special_tokens=False).input_ids
        line = to_json(prompt)
        assert json.loads(line) == prompt
        lines.append(f"{fnv1a(ids):016x} {len(ids)} {line}\n")
    (Path(__file__).parent / "prompts.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
