// Note: a sentence for the user about what was read differently than it was written, or had no effect: an option, a
// key, a file, a word. Made where that is found, and carried with results to where it is shown. Every id is listed in
// docs/notes.md (a lint test checks it). Used by every room. A value.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace heddle {

struct Note {
  std::string id;       // "prompt.bad_weight"; stable, for programs and tests
  std::string message;  // names the piece, and what to do instead
  auto operator<=>(const Note&) const = default;
};

// `id`: a literal, as the list has it.
template <class... Args>
[[nodiscard]] Note note(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  return {std::string(id), fmt::format(format, std::forward<Args>(args)...)};
}

}  // namespace heddle
