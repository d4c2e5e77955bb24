// Note: a sentence for the person about what was read otherwise than it was written, or had no effect: an option, a key, a
// file, a word. Made where that is seen, carried by values to whoever shows it. Every id is listed in docs/notes.md (a lint
// test checks it). Used by every room. Plain values: copy and move freely between threads.
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

// The id stands in the code as it is written in the list.
template <class... Args>
[[nodiscard]] Note note(std::string_view id, fmt::format_string<Args...> format, Args&&... args) {
  return {std::string(id), fmt::format(format, std::forward<Args>(args)...)};
}

}  // namespace heddle
