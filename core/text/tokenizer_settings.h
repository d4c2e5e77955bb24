// The JSON files beside a tokenizer's vocabulary that name its special and added tokens. Used by tokenizer_files.cpp.
// Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "text/tokenizer.h"

namespace heddle::text {

// The JSON object in `text`. `file` and `source` are what messages call it and the tokenizer.
[[nodiscard]] Result<Json> parse_settings(const std::string& text, std::string_view file, std::string_view source);

// Adds the special and added tokens that the settings name to the parts, whose vocabulary is read already.
[[nodiscard]] Result<void> read_settings(const TokenizerTexts& texts, std::string_view source, TokenizerParts& parts);

// Adds the tokens of a list like tokenizer.json's "added_tokens": [{"id": 49408, "content": "<cat>"}]. Others are
// skipped.
void take_added_tokens(const Json& list, TokenizerParts& parts);

}  // namespace heddle::text
