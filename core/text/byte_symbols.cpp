#include "text/byte_symbols.h"

#include <cstddef>

#include "base/utf8.h"

namespace heddle::text {
namespace {

constexpr bool is_printable(unsigned byte) {
  return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

std::array<std::uint8_t, 256> order_bytes() {
  std::array<std::uint8_t, 256> ordered{};
  std::size_t filled = 0;
  for (const bool printable : {true, false}) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (is_printable(byte) == printable) ordered.at(filled++) = static_cast<std::uint8_t>(byte);
    }
  }
  return ordered;
}

// Printable bytes stand for themselves; the others take the code points from U+0100 on.
std::array<std::string, 256> spell_bytes() {
  std::array<std::string, 256> symbols;
  char32_t next = 0x100;
  for (unsigned byte = 0; byte < 256; ++byte) append_utf8(symbols.at(byte), is_printable(byte) ? byte : next++);
  return symbols;
}

}  // namespace

const std::array<std::uint8_t, 256>& bytes_in_vocabulary_order() {
  static const std::array<std::uint8_t, 256> ordered = order_bytes();
  return ordered;
}

const std::string& symbol_of(std::uint8_t byte) {
  static const std::array<std::string, 256> symbols = spell_bytes();
  return symbols.at(byte);
}

std::string spell(std::string_view bytes) {
  std::string spelled;
  for (const char byte : bytes) spelled += symbol_of(static_cast<std::uint8_t>(byte));
  return spelled;
}

}  // namespace heddle::text
