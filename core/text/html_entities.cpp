#include "text/html_entities.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "base/utf8.h"

namespace heddle::text {
namespace {

using View = std::u32string_view;

constexpr std::size_t kLongestName = 32;  // Python's html.unescape looks no further

struct Entity {
  char32_t code_point;  // 0 where the entity is dropped
  std::size_t length;   // from "&" on
};

// Numbers 0x80 to 0x9F are meant as Windows-1252 (HTML standard, 13.2.5.80).
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

char32_t meant_by_number(std::uint32_t number) {
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) return kReplacementCharacter;
  if (number == 0x0D) return number;
  if (number >= 0x80 && number < 0xA0) return kWindows1252.at(number - 0x80);
  const bool control = number < 0x09 || number == 0x0B || (number >= 0x0E && number < 0x20) || number == 0x7F;
  const bool noncharacter = (number & 0xFFFE) == 0xFFFE || (number >= 0xFDD0 && number < 0xFDF0);
  return control || noncharacter ? 0 : number;
}

std::optional<std::uint32_t> digit(char32_t c, bool hexadecimal) {
  if (c >= U'0' && c <= U'9') return c - U'0';
  const char32_t lower = c | 0x20;
  if (hexadecimal && lower >= U'a' && lower <= U'f') return lower - U'a' + 10;
  return std::nullopt;
}

// `text` starts with "&#".
std::optional<Entity> read_number(View text) {
  std::size_t at = 2;
  const bool hexadecimal = text.size() > at && (text[at] == U'x' || text[at] == U'X');
  if (hexadecimal) ++at;
  const std::size_t first = at;
  std::uint32_t number = 0;
  for (; at < text.size(); ++at) {
    const auto value = digit(text[at], hexadecimal);
    if (!value) break;
    number = std::min<std::uint32_t>(number * (hexadecimal ? 16 : 10) + *value, 0x110000);
  }
  if (at == first) return std::nullopt;
  if (at < text.size() && text[at] == U';') ++at;
  return Entity{meant_by_number(number), at};
}

const HtmlEntity* find_entity(std::string_view name) {
  const auto found = std::ranges::lower_bound(html_entities, name, {}, &HtmlEntity::name);
  return found != html_entities.end() && found->name == name ? &*found : nullptr;
}

// `text` starts with "&". The longest name counts, with its semicolon before without.
std::optional<Entity> read_name(View text) {
  std::string name;
  for (const char32_t c : text.substr(1, kLongestName)) {
    const char32_t lower = c | 0x20;
    if (!(lower >= U'a' && lower <= U'z') && !(c >= U'0' && c <= U'9')) break;
    name.push_back(static_cast<char>(c));
  }
  if (const HtmlEntity* entity = find_entity(name); entity != nullptr) {
    const bool closed = text.size() > name.size() + 1 && text[name.size() + 1] == U';';
    if (closed) return Entity{entity->code_point, name.size() + 2};
  }
  for (; !name.empty(); name.pop_back()) {
    const HtmlEntity* entity = find_entity(name);
    if (entity != nullptr && !entity->needs_semicolon) return Entity{entity->code_point, name.size() + 1};
  }
  return std::nullopt;
}

}  // namespace

std::u32string unescape_html(View text) {
  std::u32string resolved;
  resolved.reserve(text.size());
  while (!text.empty()) {
    const std::size_t ampersand = std::min(text.find(U'&'), text.size());
    resolved += text.substr(0, ampersand);
    text.remove_prefix(ampersand);
    if (text.empty()) break;
    const std::optional<Entity> entity = text.starts_with(U"&#") ? read_number(text) : read_name(text);
    if (!entity) {
      resolved.push_back(U'&');
      text.remove_prefix(1);
      continue;
    }
    if (entity->code_point != 0) resolved.push_back(entity->code_point);
    text.remove_prefix(entity->length);
  }
  return resolved;
}

}  // namespace heddle::text
