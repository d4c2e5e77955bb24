// Resolves HTML entities in text, as OpenAI's cleaning of prompts does. Used by word_split.cpp. Pure functions: any
// thread. Names are those of HTML 4.01 and &apos;; invalid numbers follow the HTML standard's replacement table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace heddle::text {

struct HtmlEntity {
  std::string_view name;  // without "&" and ";"
  std::uint32_t code_point;
  bool needs_semicolon;  // the older ones are known without it, even as the start of a longer word
};

extern const std::span<const HtmlEntity> html_entities;  // sorted by name

// "&eacute;" -> "é", "&#233;" -> "é", "&ampx" -> "&x". What is no entity stays. Linear.
[[nodiscard]] std::u32string unescape_html(std::u32string_view text);

}  // namespace heddle::text
