// The files that a tokenizer comes in. Sizes are limited, JSON is kept flat, every file is untrusted.
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/json.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "text/tokenizer.h"
#include "text/tokenizer_settings.h"

namespace heddle::text {
namespace {

constexpr std::uintmax_t kMaxFileBytes = 64ULL << 20;  // CLIP's largest, tokenizer.json, is 2.3 MB
constexpr std::size_t kOpenaiMerges = 49152 - 256 - 2;

Result<Vocabulary> read_vocabulary(const Json& table, std::string_view source) {
  Vocabulary vocabulary;
  vocabulary.reserve(table.size());
  for (const auto& [token, id] : table.items()) {
    if (!id.is_number_integer()) {
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

// At most `limit` merges; lines that start with "#version" and empty lines are none, nor is a byte order mark.
Result<Merges> read_merges(std::string_view text, std::size_t limit, std::string_view source) {
  text = without_byte_order_mark(text);
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

Result<TokenizerParts> read_tokenizer_json(const std::string& text, std::string_view source) {
  auto parsed = parse_settings(text, "tokenizer.json", source);
  if (!parsed) return forward(parsed);
  const Json* model = find_member(*parsed, "model");
  const Json* table = model != nullptr ? find_member(*model, "vocab") : nullptr;
  const Json* list = model != nullptr ? find_member(*model, "merges") : nullptr;
  if (table == nullptr || !table->is_object() || list == nullptr || !list->is_array()) {
    return fail(ErrorKind::unsupported, "[tokenizer.load] {}: tokenizer.json does not hold a byte pair encoding",
                source);
  }
  TokenizerParts parts;
  auto vocabulary = read_vocabulary(*table, source);
  if (!vocabulary) return forward(vocabulary);
  parts.vocabulary = std::move(*vocabulary);
  auto merges = read_json_merges(*list, source);
  if (!merges) return forward(merges);
  parts.merges = std::move(*merges);
  if (const Json* added = find_member(*parsed, "added_tokens")) take_added_tokens(*added, parts);
  return parts;
}

Result<TokenizerParts> read_vocab_and_merges(const TokenizerTexts& texts, std::string_view source) {
  if (texts.vocab_json.empty() || texts.merges_txt.empty()) {
    return fail(ErrorKind::not_found, "[tokenizer.load] {} has no {}; a CLIP tokenizer is vocab.json and merges.txt",
                source, texts.vocab_json.empty() ? "vocab.json" : "merges.txt");
  }
  auto table = parse_settings(texts.vocab_json, "vocab.json", source);
  if (!table) return forward(table);
  TokenizerParts parts;
  auto vocabulary = read_vocabulary(*table, source);
  if (!vocabulary) return forward(vocabulary);
  parts.vocabulary = std::move(*vocabulary);
  auto merges = read_merges(texts.merges_txt, BytePairEncoding::kMaxVocabulary, source);
  if (!merges) return forward(merges);
  parts.merges = std::move(*merges);
  return parts;
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
                                                        {"added_tokens.json", &texts.added_tokens_json},
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
  const bool in_one_file = texts.vocab_json.empty() && !texts.tokenizer_json.empty();
  auto parts = in_one_file ? read_tokenizer_json(texts.tokenizer_json, source) : read_vocab_and_merges(texts, source);
  if (!parts) return forward(parts);
  if (auto settings = read_settings(texts, source, *parts); !settings) return forward(settings);
  return Tokenizer::create(std::move(*parts), source);
}

Result<Tokenizer> make_openai_tokenizer(std::string_view bpe_txt, std::string_view source, Padding padding) {
  take_line(bpe_txt);  // "bpe_simple_vocab_16e6.txt#version: 0.2
  auto merges = read_merges(bpe_txt, kOpenaiMerges, source);
  if (!merges) return forward(merges);
  if (merges->size() != kOpenaiMerges) {
    return fail(ErrorKind::invalid_input, "[tokenizer.load] {} has {} of {} merges; it is cut short", source,
                merges->size(), kOpenaiMerges);
  }
  TokenizerParts parts;
  Vocabulary& vocabulary = parts.vocabulary;
  std::int64_t next = 0;
  for (const std::string_view ending : {std::string_view(), kWordEnd}) {
    for (const std::uint8_t byte : bytes_in_vocabulary_order()) {
      vocabulary.insert_or_assign(symbol_of(byte) + std::string(ending), next++);
    }
  }
  for (const auto& [left, right] : *merges) vocabulary.insert_or_assign(left + right, next++);
  for (const std::string_view special : {kStartToken, kEndToken})
    vocabulary.insert_or_assign(std::string(special), next++);
  parts.merges = std::move(*merges);
  if (padding == Padding::zero) parts.specials.pad.assign(1, '!');  // the first entry of the vocabulary
  return Tokenizer::create(std::move(parts), source);
}

Result<Tokenizer> read_tokenizer(const std::filesystem::path& path, Padding padding) {
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  if (std::filesystem::is_directory(status)) return read_directory(path);
  if (!std::filesystem::is_regular_file(status)) {
    return fail(ErrorKind::not_found, "[tokenizer.load] '{}' does not exist", printable(path.string()));
  }
  auto text = read_text(path);
  if (!text) return forward(text);
  return make_openai_tokenizer(*text, fmt::format("'{}'", printable(path.string())), padding);
}

}  // namespace heddle::text
