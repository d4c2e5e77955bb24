#include "text/tokenizer_settings.h"

#include <charconv>
#include <optional>
#include <utility>

namespace heddle::text {
namespace {

bool is_true(const Json& object, std::string_view key) {
  const Json* value = find_member(object, key);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::optional<std::int64_t> usable_id(const Json& value) {
  if (!value.is_number_integer() || value < 0 || value >= BytePairEncoding::kMaxVocabulary) return std::nullopt;
  return value.get<std::int64_t>();
}

void take_added_token(const Json& token, std::optional<std::int64_t> id, TokenizerParts& parts) {
  const Json* content = find_member(token, "content");
  if (!id || content == nullptr || !content->is_string() || content->get_ref<const std::string&>().empty()) return;
  parts.added.push_back({content->get<std::string>(), *id, is_true(token, "normalized")});
}

constexpr std::pair<const char*, std::string SpecialTokens::*> kSpecials[] = {{"bos_token", &SpecialTokens::start},
                                                                              {"eos_token", &SpecialTokens::end},
                                                                              {"unk_token", &SpecialTokens::unknown},
                                                                              {"pad_token", &SpecialTokens::pad}};

// Special tokens as text or as {"content": "<|endoftext|>", "normalized": true}.
void take_specials(const Json& settings, TokenizerParts& parts, Json& written) {
  for (const auto& [key, member] : kSpecials) {
    const Json* value = find_member(settings, key);
    const Json* content = value != nullptr && value->is_object() ? find_member(*value, "content") : value;
    if (content == nullptr || !content->is_string()) continue;
    parts.specials.*member = content->get<std::string>();
    written[key] = *value;
  }
}

// In the reference two special tokens of one text ("<|endoftext|>" is end, unknown and padding) may differ in where
// they are looked for: they are listed in this order, without repetition, and the last in the list counts.
void add_specials(const Json& written, TokenizerParts& parts) {
  std::vector<AddedToken> listed;
  for (const auto& [key, member] : kSpecials) {
    const auto known = parts.vocabulary.find(parts.specials.*member);
    const Json* value = find_member(written, key);
    if (known == parts.vocabulary.end()) continue;
    const bool is_cleaned = value != nullptr && is_true(*value, "normalized");
    bool repeated = false;
    for (const AddedToken& token : listed) {
      repeated = repeated || (token.text == known->first && token.is_cleaned == is_cleaned);
    }
    if (!repeated) listed.push_back({known->first, known->second, is_cleaned});
  }
  parts.added.insert(parts.added.begin(), listed.begin(), listed.end());
}

// tokenizer_config.json's {"49408": {"content": "<cat>", ...}}.
void take_added_decoder(const Json& decoder, TokenizerParts& parts) {
  if (!decoder.is_object()) return;
  for (const auto& [key, token] : decoder.items()) {
    std::int64_t id = -1;
    const auto parsed = std::from_chars(key.data(), key.data() + key.size(), id);
    if (parsed.ec == std::errc() && parsed.ptr == key.data() + key.size())
      take_added_token(token, usable_id(id), parts);
  }
}

// added_tokens.json's {"<cat>": 49408}, as older versions save them.
void take_added_table(const Json& table, TokenizerParts& parts) {
  for (const auto& [text, id] : table.items()) {
    if (const auto usable = usable_id(id); usable && !text.empty()) parts.added.push_back({text, *usable, true});
  }
}

}  // namespace

Result<Json> parse_settings(const std::string& text, std::string_view file, std::string_view source) {
  auto parsed = parse_json(text, fmt::format("{} of {}", file, source), JsonLimits{.depth_max = 16});
  if (parsed && !parsed->is_object()) {
    return fail(ErrorKind::invalid_input, "[tokenizer.load] {} of {} is not a JSON object; the file is damaged", file,
                source);
  }
  return parsed;
}

Result<void> read_settings(const TokenizerTexts& texts, std::string_view source, TokenizerParts& parts) {
  Json written = Json::object();
  // special_tokens_map.json overrides the configuration unless the latter names its added tokens: transformers decides
  // so, and the two differ in SD 2's pad token.
  bool older_files_count = true;
  if (!texts.tokenizer_config_json.empty()) {
    auto config = parse_settings(texts.tokenizer_config_json, "tokenizer_config.json", source);
    if (!config) return forward(config);
    take_specials(*config, parts, written);
    if (const Json* decoder = find_member(*config, "added_tokens_decoder")) {
      take_added_decoder(*decoder, parts);
      older_files_count = false;
    }
  }
  if (older_files_count && !texts.special_tokens_map_json.empty()) {
    auto map = parse_settings(texts.special_tokens_map_json, "special_tokens_map.json", source);
    if (!map) return forward(map);
    take_specials(*map, parts, written);
  }
  if (older_files_count && !texts.added_tokens_json.empty()) {
    auto table = parse_settings(texts.added_tokens_json, "added_tokens.json", source);
    if (!table) return forward(table);
    take_added_table(*table, parts);
  }
  add_specials(written, parts);
  return {};
}

void take_added_tokens(const Json& list, TokenizerParts& parts) {
  if (!list.is_array()) return;
  for (const Json& token : list) {
    const Json* id = find_member(token, "id");
    take_added_token(token, id != nullptr ? usable_id(*id) : std::nullopt, parts);
  }
}

}  // namespace heddle::text
