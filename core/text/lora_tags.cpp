#include "text/lora_tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/printable.h"
#include "base/utf8.h"
#include "text/prompt_scan.h"

namespace heddle::text {
namespace {

using View = std::u32string_view;

struct Tag {
  View kind;       // "lora"
  View arguments;  // "name:0.8"
  std::size_t length;
};

// A tag that starts at text[0], which is '<'.
std::optional<Tag> read_tag(View text) {
  std::size_t colon = 1;
  while (colon < text.size() && is_python_word(text[colon])) ++colon;
  if (colon == 1 || colon >= text.size() || text[colon] != U':') return std::nullopt;
  const std::size_t close = text.find(U'>', colon + 1);
  if (close == View::npos || close == colon + 1) return std::nullopt;
  return Tag{text.substr(1, colon - 1), text.substr(colon + 1, close - colon - 1), close + 1};
}

std::vector<View> split(View text, char32_t separator) {
  std::vector<View> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == View::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

LoraTag read_lora(const Tag& tag, std::vector<Note>& notes) {
  std::vector<View> places, unused;
  std::optional<View> text_weight, unet_weight;
  for (const View argument : split(tag.arguments, U':')) {
    const std::size_t equals = argument.find(U'=');
    if (equals == View::npos) {
      places.push_back(argument);
    } else if (argument.substr(0, equals) == U"te") {
      text_weight = argument.substr(equals + 1);
    } else if (argument.substr(0, equals) == U"unet") {
      unet_weight = argument.substr(equals + 1);
    } else {
      unused.push_back(argument);
    }
  }
  LoraTag lora;
  if (!places.empty()) lora.name = encode_utf8(trimmed(places[0]));
  for (std::size_t i = 3; i < places.size(); ++i) unused.push_back(places[i]);
  for (const View piece : unused) {
    notes.push_back(note("prompt.lora_key",
                         "<lora:{}>: '{}' has no effect here; the tag knows a name and the weights of text encoder "
                         "and UNet (te=, unet=)",
                         printable(lora.name, 40), printable(encode_utf8(piece), 40)));
  }
  const auto number = [&](View written, double otherwise) {
    const View text = trimmed(written);
    const std::optional<double> weight = read_weight(text);
    if (weight && std::abs(*weight) <= kMaxPromptWeight) return *weight;
    notes.push_back(note("prompt.lora_weight", "<lora:{}>: '{}' is no weight between -{} and {}; {} was used",
                         printable(lora.name, 40), printable(encode_utf8(text), 20), kMaxPromptWeight, kMaxPromptWeight,
                         otherwise));
    return otherwise;
  };
  if (!text_weight && places.size() > 1) text_weight = places[1];
  if (!unet_weight && places.size() > 2) unet_weight = places[2];
  lora.text_weight = text_weight ? number(*text_weight, 1) : 1;
  lora.unet_weight = unet_weight ? number(*unet_weight, lora.text_weight) : lora.text_weight;
  return lora;
}

}  // namespace

std::u32string take_lora_tags(std::u32string prompt, ParsedPrompt& parsed) {
  if (prompt.find(U'<') == View::npos) return prompt;
  std::u32string kept;
  View rest = prompt;
  while (!rest.empty()) {
    const std::size_t open = std::min(rest.find(U'<'), rest.size());
    kept += rest.substr(0, open);
    rest.remove_prefix(open);
    if (rest.empty()) break;
    const std::optional<Tag> tag = read_tag(rest);
    if (!tag) {
      kept.push_back(U'<');
      rest.remove_prefix(1);
      continue;
    }
    if (tag->kind == U"lora" || tag->kind == U"lyco") {
      parsed.loras.push_back(read_lora(*tag, parsed.notes));
    } else {
      parsed.notes.push_back(note("prompt.unknown_tag", "<{}:{}> is not known and was left out",
                                  printable(encode_utf8(tag->kind), 40), printable(encode_utf8(tag->arguments), 40)));
    }
    rest.remove_prefix(tag->length);
  }
  return kept;
}

}  // namespace heddle::text
