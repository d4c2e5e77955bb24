// Parses untrusted JSON; writes canonical JSON (sorted keys, the same bytes every time). Used by every reader of JSON
// files. Thread rule: free functions, any thread.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heddle {

using Json = nlohmann::json;

// Limits of a document; beyond them the parser stops before building more.
struct JsonLimits {
  std::size_t bytes_max = 64u << 20;
  std::size_t depth_max = 64;               // nested objects and arrays
  std::size_t string_bytes_max = 1u << 20;  // of one string or key
  std::size_t values_max = 4'000'000;  // everything, nested too: bounds the memory that a few bytes of text can claim
};

// Strict JSON in strict UTF-8: numbers are finite, no key occurs twice in an object, nothing follows the document.
// `what` names the document in messages ("graph 'first.json'"). Fails with invalid_input; never throws.
Result<Json> parse_json(std::string_view text, std::string_view what, const JsonLimits& limits = {});

// One line, keys sorted, the shortest digits that read back to the same number. Bytes that are not UTF-8 become U+FFFD.
std::string dump_json(const Json& value);

// The member of an object, or nullptr when `value` is no object or has no such member.
const Json* find_member(const Json& value, std::string_view key);

}  // namespace heddle
