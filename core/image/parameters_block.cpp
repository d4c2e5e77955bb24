#include "image/parameters_block.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace heddle::image {
namespace {

constexpr std::string_view kNegative = "Negative prompt:";
constexpr std::size_t kFieldsLeast = 3;  // fewer pairs than this and the last line belongs to the prompt

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string quoted(const std::string& value) {
  if (value.find_first_of(",:\n") == std::string::npos) return value;
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Past the closing quote of the string at the front of `text`; 0 when it is not closed.
std::size_t quoted_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  return 0;
}

std::string unquoted(std::string_view value) {
  const auto json = nlohmann::json::parse(value, nullptr, false);
  return json.is_string() ? json.get<std::string>() : std::string(value);
}

bool is_block_key(std::string_view key) {
  return key.size() > 1 && std::ranges::all_of(key, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_' ||
                  c == '-' || c == '/';
         });
}

// "Key: value, Key: "quoted, value", ..." in one pass; what has no key is passed over.
Fields parse_fields(std::string_view line) {
  Fields fields;
  while (!line.empty()) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) break;
    const auto comma = line.substr(0, colon).rfind(',');
    const auto key =
        trimmed(comma == std::string_view::npos ? line.substr(0, colon) : line.substr(comma + 1, colon - comma - 1));
    line = line.substr(colon + 1);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    const std::size_t quote = line.starts_with('"') ? quoted_length(line) : 0;
    const std::size_t end = std::min(line.find(',', quote), line.size());
    const auto value = trimmed(line.substr(0, end));
    if (is_block_key(key)) fields.emplace_back(key, quote > 0 ? unquoted(value) : std::string(value));
    line = line.substr(std::min(end + 1, line.size()));
  }
  return fields;
}

void append_line(std::string& text, std::string_view line, bool& begun) {
  if (begun) text += '\n';
  text += line;
  begun = true;
}

}  // namespace

std::optional<std::string> ParametersBlock::field(std::string_view key) const {
  for (const auto& [name, value] : fields)
    if (name == key) return value;
  return std::nullopt;
}

std::string compose_parameters(const ParametersBlock& block) {
  std::string text = block.prompt;
  if (!block.negative.empty()) text.append("\n").append(kNegative).append(" ").append(block.negative);
  text += '\n';
  for (std::size_t i = 0; i < block.fields.size(); ++i) {
    if (i > 0) text += ", ";
    text += block.fields[i].first + ": " + quoted(block.fields[i].second);
  }
  return text;
}

// Where the last "Steps: 20," that begins a word is; npos for none. Programs that tear a block (line breaks made
// spaces, lines wrapped, notes put behind it) leave it so.
std::size_t steps_place(std::string_view text) {
  constexpr std::string_view kSteps = "Steps: ";
  for (auto at = text.rfind(kSteps); at != std::string_view::npos; at = at == 0 ? at : text.rfind(kSteps, at - 1)) {
    const std::string_view digits = text.substr(at + kSteps.size());
    const auto end = digits.find_first_not_of("0123456789");
    const bool begins_word = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n' || text[at - 1] == '\t';
    if (begins_word && end != 0 && end != std::string_view::npos && digits[end] == ',') return at;
    if (at == 0) break;
  }
  return std::string_view::npos;
}

// The fields of a torn block, and what is before them, with its negative prompt on a line of its own.
bool take_torn(std::string_view& text, std::string& before, Fields& fields) {
  const auto place = steps_place(text);
  if (place == std::string_view::npos) return false;
  std::string line;  // that "Steps:" begins, and those that continue from it: a wrapped line ends in its comma
  for (std::string_view rest = text.substr(place); !rest.empty() && (line.empty() || line.back() == ',');) {
    const auto end = std::min(rest.find('\n'), rest.size());
    line += (line.empty() ? "" : " ") + std::string(trimmed(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  Fields found = parse_fields(line);
  if (found.size() < kFieldsLeast) return false;
  fields = std::move(found);
  before = trimmed(text.substr(0, place));
  const auto negative = before.find(kNegative);
  if (negative != std::string::npos && negative > 0 && before[negative - 1] == ' ') before[negative - 1] = '\n';
  text = before;
  return true;
}

ParametersBlock parse_parameters(std::string_view text) {
  ParametersBlock block;
  std::string before;
  text = trimmed(text);
  const auto last_break = text.rfind('\n');
  const auto last_line = last_break == std::string_view::npos ? text : text.substr(last_break + 1);
  const bool is_whole = last_break != std::string_view::npos && last_line.starts_with("Steps: ");
  auto fields = parse_fields(last_line);
  if (!is_whole && take_torn(text, before, block.fields)) {
    // taken
  } else if (fields.size() >= kFieldsLeast) {
    block.fields = std::move(fields);
    text = last_break == std::string_view::npos ? std::string_view() : text.substr(0, last_break);
  }
  bool prompt_begun = false;
  bool negative_begun = false;
  bool in_negative = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = trimmed(text.substr(0, end));
    text = text.substr(std::min(end + 1, text.size()));
    if (line.starts_with(kNegative)) {
      in_negative = true;
      line = trimmed(line.substr(kNegative.size()));
    }
    append_line(in_negative ? block.negative : block.prompt, line, in_negative ? negative_begun : prompt_begun);
  }
  return block;
}

}  // namespace heddle::image
