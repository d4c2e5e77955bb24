// The files that a tokenizer comes in. Sizes are limited, JSON is kept flat, nothing in a file is believed.
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/json.h"
#include "base/printable.h"
#include "text/tokenizer.h"

namespace heddle::text {
namespace {

constexpr std::uintmax_t kMaxFileBytes = 64ULL << 20;  // CLIP's largest, tokenizer.json, is 2.3 MB
constexpr std::size_t kOpenaiMerges = 49152 - 256 - 2;

Result<Json> parse_object(const std::string& text, std::string_view file, std::string_view source) {
  auto parsed = parse_json(text, fmt::format("{} of {}", file, source), JsonLimits{.depth_max = 16});
  if (parsed && !parsed->is_object()) {
    return fail(ErrorKind::invalid_input, "[tokenizer.load] {} of {} is not a JSON object; the file is damaged", file,
                source);
  }
  return parsed;
}

Result<Vocabulary> read_vocabulary(const Json& table, std::string_view source) {
  Vocabulary vocabulary;
  vocabulary.reserve(table.size());
  for (const auto& [token, id] : table.items()) {
    if (!id.is_number_integer() || (id.is_number_unsigned() && id > BytePairEncoding::kMaxVocabulary)) {
      return fail(ErrorKind::invalid_input, "[tokenizer.load] {}: token '{}' has no usable id in the vocabulary",
                  source, printable(token));
    }
    vocabulary.emplace(token, id.get<std::int64_t>());
  }
  return vocabulary;
}

// Cuts off the first line and returns it, without line end or a carriage return before it.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Result<std::pair<std::string, std::string>> split_merge(std::string_view line, std::size_t number,
                                                        std::string_view source) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space == 0 || space + 1 == line.size() ||
      line.find(' ', space + 1) != std::string_view::npos) {
    return fail(ErrorKind::invalid_input, "[tokenizer.load] {}: line {} of the merges is '{}', not two tokens", source,
                number, printable(line));
  }
  return std::pair(std::string(line.substr(0, space)), std::string(line.substr(space + 1)));
}

// At most `limit` merges; lines that start with "#version" and empty lines are none.
Result<Merges> read_merges(std::string_view text, std::size_t limit, std::string_view source) {
  Merges merges;
  for (std::size_t number = 1; !text.empty() && merges.size() < limit; ++number) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.starts_with("#version")) continue;
    auto merge = split_merge(line, number, source);
    if (!merge) return forward(merge);
    merges.push_back(std::move(*merge));
  }
  return merges;
}

// tokenizer.json lists merges as "a b" or as ["a", "b"].
Result<Merges> read_json_merges(const Json& list, std::string_view source) {
  Merges merges;
  merges.reserve(list.size());
  for (const Json& item : list) {
    if (item.is_string()) {
      auto merge = split_merge(item.get_ref<const std::string&>(), merges.size() + 1, source);
      if (!merge) return forward(merge);
      merges.push_back(std::move(*merge));
    } else if (item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string()) {
      merges.emplace_back(item[0].get<std::string>(), item[1].get<std::string>());
    } else {
      return fail(ErrorKind::invalid_input, "[tokenizer.load] {}: merge {} in tokenizer.json is not two tokens", source,
                  merges.size() + 1);
    }
  }
  return merges;
}

// The token's text, given as it is or as {"content": "..."}.
void take_special(const Json& settings, const char* key, std::string& token) {
  const Json* found = find_member(settings, key);
  if (found != nullptr && found->is_object()) found = find_member(*found, "content");
  if (found != nullptr && found->is_string()) token = found->get<std::string>();
}

void take_specials(const Json& settings, SpecialTokens& specials) {
  take_special(settings, "bos_token", specials.start);
  take_special(settings, "eos_token", specials.end);
  take_special(settings, "unk_token", specials.unknown);
  take_special(settings, "pad_token", specials.pad);
}

// special_tokens_map.json outweighs the configuration unless the latter is of the kind that names its added tokens:
// transformers decides so, and the two differ in SD 2's pad token.
Result<SpecialTokens> read_specials(const TokenizerTexts& texts, std::string_view source) {
  SpecialTokens specials;
  bool map_counts = !texts.special_tokens_map_json.empty();
  if (!texts.tokenizer_config_json.empty()) {
    auto config = parse_object(texts.tokenizer_config_json, "tokenizer_config.json", source);
    if (!config) return forward(config);
    take_specials(*config, specials);
    map_counts = map_counts && !config->contains("added_tokens_decoder");
  }
  if (map_counts) {
    auto map = parse_object(texts.special_tokens_map_json, "special_tokens_map.json", source);
    if (!map) return forward(map);
    take_specials(*map, specials);
  }
  return specials;
}

Result<Tokenizer> make_from_tokenizer_json(const std::string& text, const SpecialTokens& specials,
                                           std::string_view source) {
  auto parsed = parse_object(text, "tokenizer.json", source);
  if (!parsed) return forward(parsed);
  const Json* model = find_member(*parsed, "model");
  const Json* table = model != nullptr ? find_member(*model, "vocab") : nullptr;
  const Json* list = model != nullptr ? find_member(*model, "merges") : nullptr;
  if (table == nullptr || !table->is_object() || list == nullptr || !list->is_array()) {
    return fail(ErrorKind::unsupported, "[tokenizer.load] {}: tokenizer.json does not hold a byte pair encoding",
                source);
  }
  auto vocabulary = read_vocabulary(*table, source);
  if (!vocabulary) return forward(vocabulary);
  auto merges = read_json_merges(*list, source);
  if (!merges) return forward(merges);
  return Tokenizer::create(std::move(*vocabulary), *merges, specials, source);
}

// The text of a file; empty when it does not exist.
Result<std::string> read_text(const std::filesystem::path& path) {
  std::error_code missing;
  const std::uintmax_t size = std::filesystem::file_size(path, missing);
  if (missing) return std::string();
  if (size > kMaxFileBytes) {
    return fail(ErrorKind::invalid_input, "[tokenizer.load] '{}' has {}; no tokenizer is that large",
                printable(path.string()), readable_size(size));
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (file.bad() || !file.is_open()) {
    return fail(ErrorKind::io, "[tokenizer.load] '{}' cannot be read", printable(path.string()));
  }
  return text;
}

Result<Tokenizer> read_directory(const std::filesystem::path& folder) {
  TokenizerTexts texts;
  const std::pair<const char*, std::string*> files[] = {{"vocab.json", &texts.vocab_json},
                                                        {"merges.txt", &texts.merges_txt},
                                                        {"tokenizer_config.json", &texts.tokenizer_config_json},
                                                        {"special_tokens_map.json", &texts.special_tokens_map_json},
                                                        {"tokenizer.json", &texts.tokenizer_json}};
  for (const auto& [name, text] : files) {
    if (text == &texts.tokenizer_json && !texts.vocab_json.empty()) continue;
    auto content = read_text(folder / name);
    if (!content) return forward(content);
    *text = std::move(*content);
  }
  return make_tokenizer(texts, fmt::format("'{}'", printable(folder.string())));
}

}  // namespace

Result<Tokenizer> make_tokenizer(const TokenizerTexts& texts, std::string_view source) {
  auto specials = read_specials(texts, source);
  if (!specials) return forward(specials);
  if (texts.vocab_json.empty() && !texts.tokenizer_json.empty()) {
    return make_from_tokenizer_json(texts.tokenizer_json, *specials, source);
  }
  if (texts.vocab_json.empty() || texts.merges_txt.empty()) {
    return fail(ErrorKind::not_found, "[tokenizer.load] {} has no {}; a CLIP tokenizer is vocab.json and merges.txt",
                source, texts.vocab_json.empty() ? "vocab.json" : "merges.txt");
  }
  auto table = parse_object(texts.vocab_json, "vocab.json", source);
  if (!table) return forward(table);
  auto vocabulary = read_vocabulary(*table, source);
  if (!vocabulary) return forward(vocabulary);
  auto merges = read_merges(texts.merges_txt, BytePairEncoding::kMaxVocabulary, source);
  if (!merges) return forward(merges);
  return Tokenizer::create(std::move(*vocabulary), *merges, *specials, source);
}

Result<Tokenizer> make_openai_tokenizer(std::string_view bpe_txt, std::string_view source) {
  take_line(bpe_txt);  // "bpe_simple_vocab_16e6.txt#version: 0.2
  auto merges = read_merges(bpe_txt, kOpenaiMerges, source);
  if (!merges) return forward(merges);
  if (merges->size() != kOpenaiMerges) {
    return fail(ErrorKind::invalid_input, "[tokenizer.load] {} has {} of {} merges; it is cut short", source,
                merges->size(), kOpenaiMerges);
  }
  Vocabulary vocabulary;
  std::int64_t next = 0;
  for (const std::string_view ending : {std::string_view(), kWordEnd}) {
    for (const std::uint8_t byte : bytes_in_vocabulary_order()) {
      vocabulary.insert_or_assign(symbol_of(byte) + std::string(ending), next++);
    }
  }
  for (const auto& [left, right] : *merges) vocabulary.insert_or_assign(left + right, next++);
  for (const std::string_view special : {kStartToken, kEndToken})
    vocabulary.insert_or_assign(std::string(special), next++);
  return Tokenizer::create(std::move(vocabulary), *merges, SpecialTokens{}, source);
}

Result<Tokenizer> read_tokenizer(const std::filesystem::path& path) {
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  if (std::filesystem::is_directory(status)) return read_directory(path);
  if (!std::filesystem::is_regular_file(status)) {
    return fail(ErrorKind::not_found, "[tokenizer.load] '{}' does not exist", printable(path.string()));
  }
  auto text = read_text(path);
  if (!text) return forward(text);
  return make_openai_tokenizer(*text, fmt::format("'{}'", printable(path.string())));
}

}  // namespace heddle::text
