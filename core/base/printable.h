// Makes text from a file safe to show in a message or a list: control and invalid bytes escaped, long text elided. Used
// by every message that quotes a name from a file. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace heddle {

// Valid UTF-8 of at most about `limit` bytes; "\x1b" for a control or invalid byte, "…" where it was cut.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 120);

// True when every byte belongs to a well-formed UTF-8 sequence (no surrogates, no overlong forms).
[[nodiscard]] bool is_valid_utf8(std::string_view text);

// "1.2 GB", "12 MB", "300 bytes": readable sizes, in powers of 1000.
[[nodiscard]] std::string readable_size(unsigned long long bytes);

}  // namespace heddle
