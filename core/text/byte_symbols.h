// CLIP's spelling of bytes in vocabulary files: each of the 256 bytes is one printable code point ("Ġ" is a space).
// Used by the tokenizer's loaders and by the trainer. Source: Radford et al. 2019 (GPT-2). Pure functions: any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace heddle::text {

inline constexpr std::string_view kWordEnd = "</w>";
inline constexpr std::string_view kStartToken = "<|startoftext|>";
inline constexpr std::string_view kEndToken = "<|endoftext|>";

// The bytes in the order of their token ids: the printable ones of Latin-1 first, then the others.
[[nodiscard]] const std::array<std::uint8_t, 256>& bytes_in_vocabulary_order();

// The spelling of one byte, one or two bytes of UTF-8.
[[nodiscard]] const std::string& symbol_of(std::uint8_t byte);

// Each byte of a word by its symbol.
[[nodiscard]] std::string spell(std::string_view bytes);

}  // namespace heddle::text
