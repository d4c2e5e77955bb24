// Written by make_html_entities.py. Do not edit.
#include "text/html_entities.h"

namespace heddle::text {
namespace {

// clang-format off
constexpr HtmlEntity entity_table[] = {
  {"AElig", 0xC6, 0}, {"AMP", 0x26, 0}, {"Aacute", 0xC1, 0}, {"Acirc", 0xC2, 0}, {"Agrave", 0xC0, 0},
  {"Alpha", 0x391, 1}, {"Aring", 0xC5, 0}, {"Atilde", 0xC3, 0}, {"Auml", 0xC4, 0}, {"Beta", 0x392, 1},
  {"COPY", 0xA9, 0}, {"Ccedil", 0xC7, 0}, {"Chi", 0x3A7, 1}, {"Dagger", 0x2021, 1}, {"Delta", 0x394, 1},
  {"ETH", 0xD0, 0}, {"Eacute", 0xC9, 0}, {"Ecirc", 0xCA, 0}, {"Egrave", 0xC8, 0}, {"Epsilon", 0x395, 1},
  {"Eta", 0x397, 1}, {"Euml", 0xCB, 0}, {"GT", 0x3E, 0}, {"Gamma", 0x393, 1}, {"Iacute", 0xCD, 0}, {"Icirc", 0xCE, 0},
  {"Igrave", 0xCC, 0}, {"Iota", 0x399, 1}, {"Iuml", 0xCF, 0}, {"Kappa", 0x39A, 1}, {"LT", 0x3C, 0},
  {"Lambda", 0x39B, 1}, {"Mu", 0x39C, 1}, {"Ntilde", 0xD1, 0}, {"Nu", 0x39D, 1}, {"OElig", 0x152, 1},
  {"Oacute", 0xD3, 0}, {"Ocirc", 0xD4, 0}, {"Ograve", 0xD2, 0}, {"Omega", 0x3A9, 1}, {"Omicron", 0x39F, 1},
  {"Oslash", 0xD8, 0}, {"Otilde", 0xD5, 0}, {"Ouml", 0xD6, 0}, {"Phi", 0x3A6, 1}, {"Pi", 0x3A0, 1},
  {"Prime", 0x2033, 1}, {"Psi", 0x3A8, 1}, {"QUOT", 0x22, 0}, {"REG", 0xAE, 0}, {"Rho", 0x3A1, 1}, {"Scaron", 0x160, 1},
  {"Sigma", 0x3A3, 1}, {"THORN", 0xDE, 0}, {"Tau", 0x3A4, 1}, {"Theta", 0x398, 1}, {"Uacute", 0xDA, 0},
  {"Ucirc", 0xDB, 0}, {"Ugrave", 0xD9, 0}, {"Upsilon", 0x3A5, 1}, {"Uuml", 0xDC, 0}, {"Xi", 0x39E, 1},
  {"Yacute", 0xDD, 0}, {"Yuml", 0x178, 1}, {"Zeta", 0x396, 1}, {"aacute", 0xE1, 0}, {"acirc", 0xE2, 0},
  {"acute", 0xB4, 0}, {"aelig", 0xE6, 0}, {"agrave", 0xE0, 0}, {"alefsym", 0x2135, 1}, {"alpha", 0x3B1, 1},
  {"amp", 0x26, 0}, {"and", 0x2227, 1}, {"ang", 0x2220, 1}, {"apos", 0x27, 1}, {"aring", 0xE5, 0}, {"asymp", 0x2248, 1},
  {"atilde", 0xE3, 0}, {"auml", 0xE4, 0}, {"bdquo", 0x201E, 1}, {"beta", 0x3B2, 1}, {"brvbar", 0xA6, 0},
  {"bull", 0x2022, 1}, {"cap", 0x2229, 1}, {"ccedil", 0xE7, 0}, {"cedil", 0xB8, 0}, {"cent", 0xA2, 0},
  {"chi", 0x3C7, 1}, {"circ", 0x2C6, 1}, {"clubs", 0x2663, 1}, {"cong", 0x2245, 1}, {"copy", 0xA9, 0},
  {"crarr", 0x21B5, 1}, {"cup", 0x222A, 1}, {"curren", 0xA4, 0}, {"dArr", 0x21D3, 1}, {"dagger", 0x2020, 1},
  {"darr", 0x2193, 1}, {"deg", 0xB0, 0}, {"delta", 0x3B4, 1}, {"diams", 0x2666, 1}, {"divide", 0xF7, 0},
  {"eacute", 0xE9, 0}, {"ecirc", 0xEA, 0}, {"egrave", 0xE8, 0}, {"empty", 0x2205, 1}, {"emsp", 0x2003, 1},
  {"ensp", 0x2002, 1}, {"epsilon", 0x3B5, 1}, {"equiv", 0x2261, 1}, {"eta", 0x3B7, 1}, {"eth", 0xF0, 0},
  {"euml", 0xEB, 0}, {"euro", 0x20AC, 1}, {"exist", 0x2203, 1}, {"fnof", 0x192, 1}, {"forall", 0x2200, 1},
  {"frac12", 0xBD, 0}, {"frac14", 0xBC, 0}, {"frac34", 0xBE, 0}, {"frasl", 0x2044, 1}, {"gamma", 0x3B3, 1},
  {"ge", 0x2265, 1}, {"gt", 0x3E, 0}, {"hArr", 0x21D4, 1}, {"harr", 0x2194, 1}, {"hearts", 0x2665, 1},
  {"hellip", 0x2026, 1}, {"iacute", 0xED, 0}, {"icirc", 0xEE, 0}, {"iexcl", 0xA1, 0}, {"igrave", 0xEC, 0},
  {"image", 0x2111, 1}, {"infin", 0x221E, 1}, {"int", 0x222B, 1}, {"iota", 0x3B9, 1}, {"iquest", 0xBF, 0},
  {"isin", 0x2208, 1}, {"iuml", 0xEF, 0}, {"kappa", 0x3BA, 1}, {"lArr", 0x21D0, 1}, {"lambda", 0x3BB, 1},
  {"lang", 0x27E8, 1}, {"laquo", 0xAB, 0}, {"larr", 0x2190, 1}, {"lceil", 0x2308, 1}, {"ldquo", 0x201C, 1},
  {"le", 0x2264, 1}, {"lfloor", 0x230A, 1}, {"lowast", 0x2217, 1}, {"loz", 0x25CA, 1}, {"lrm", 0x200E, 1},
  {"lsaquo", 0x2039, 1}, {"lsquo", 0x2018, 1}, {"lt", 0x3C, 0}, {"macr", 0xAF, 0}, {"mdash", 0x2014, 1},
  {"micro", 0xB5, 0}, {"middot", 0xB7, 0}, {"minus", 0x2212, 1}, {"mu", 0x3BC, 1}, {"nabla", 0x2207, 1},
  {"nbsp", 0xA0, 0}, {"ndash", 0x2013, 1}, {"ne", 0x2260, 1}, {"ni", 0x220B, 1}, {"not", 0xAC, 0}, {"notin", 0x2209, 1},
  {"nsub", 0x2284, 1}, {"ntilde", 0xF1, 0}, {"nu", 0x3BD, 1}, {"oacute", 0xF3, 0}, {"ocirc", 0xF4, 0},
  {"oelig", 0x153, 1}, {"ograve", 0xF2, 0}, {"oline", 0x203E, 1}, {"omega", 0x3C9, 1}, {"omicron", 0x3BF, 1},
  {"oplus", 0x2295, 1}, {"or", 0x2228, 1}, {"ordf", 0xAA, 0}, {"ordm", 0xBA, 0}, {"oslash", 0xF8, 0},
  {"otilde", 0xF5, 0}, {"otimes", 0x2297, 1}, {"ouml", 0xF6, 0}, {"para", 0xB6, 0}, {"part", 0x2202, 1},
  {"permil", 0x2030, 1}, {"perp", 0x22A5, 1}, {"phi", 0x3C6, 1}, {"pi", 0x3C0, 1}, {"piv", 0x3D6, 1},
  {"plusmn", 0xB1, 0}, {"pound", 0xA3, 0}, {"prime", 0x2032, 1}, {"prod", 0x220F, 1}, {"prop", 0x221D, 1},
  {"psi", 0x3C8, 1}, {"quot", 0x22, 0}, {"rArr", 0x21D2, 1}, {"radic", 0x221A, 1}, {"rang", 0x27E9, 1},
  {"raquo", 0xBB, 0}, {"rarr", 0x2192, 1}, {"rceil", 0x2309, 1}, {"rdquo", 0x201D, 1}, {"real", 0x211C, 1},
  {"reg", 0xAE, 0}, {"rfloor", 0x230B, 1}, {"rho", 0x3C1, 1}, {"rlm", 0x200F, 1}, {"rsaquo", 0x203A, 1},
  {"rsquo", 0x2019, 1}, {"sbquo", 0x201A, 1}, {"scaron", 0x161, 1}, {"sdot", 0x22C5, 1}, {"sect", 0xA7, 0},
  {"shy", 0xAD, 0}, {"sigma", 0x3C3, 1}, {"sigmaf", 0x3C2, 1}, {"sim", 0x223C, 1}, {"spades", 0x2660, 1},
  {"sub", 0x2282, 1}, {"sube", 0x2286, 1}, {"sum", 0x2211, 1}, {"sup", 0x2283, 1}, {"sup1", 0xB9, 0}, {"sup2", 0xB2, 0},
  {"sup3", 0xB3, 0}, {"supe", 0x2287, 1}, {"szlig", 0xDF, 0}, {"tau", 0x3C4, 1}, {"there4", 0x2234, 1},
  {"theta", 0x3B8, 1}, {"thetasym", 0x3D1, 1}, {"thinsp", 0x2009, 1}, {"thorn", 0xFE, 0}, {"tilde", 0x2DC, 1},
  {"times", 0xD7, 0}, {"trade", 0x2122, 1}, {"uArr", 0x21D1, 1}, {"uacute", 0xFA, 0}, {"uarr", 0x2191, 1},
  {"ucirc", 0xFB, 0}, {"ugrave", 0xF9, 0}, {"uml", 0xA8, 0}, {"upsih", 0x3D2, 1}, {"upsilon", 0x3C5, 1},
  {"uuml", 0xFC, 0}, {"weierp", 0x2118, 1}, {"xi", 0x3BE, 1}, {"yacute", 0xFD, 0}, {"yen", 0xA5, 0}, {"yuml", 0xFF, 0},
  {"zeta", 0x3B6, 1}, {"zwj", 0x200D, 1}, {"zwnj", 0x200C, 1},
};
// clang-format on

}  // namespace

const std::span<const HtmlEntity> html_entities = entity_table;

}  // namespace heddle::text
