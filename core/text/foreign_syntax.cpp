#include "text/foreign_syntax.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/printable.h"
#include "base/utf8.h"
#include "text/prompt_scan.h"

namespace heddle::text {

namespace {

using View = std::u32string_view;

// The word that ends before `end`, or the bracket with all in it.
std::size_t start_of_word(View text, std::size_t end) {
  std::size_t at = end;
  if (at > 0 && text[at - 1] == U')') {
    const std::size_t open = text.rfind(U'(', at - 1);
    return open == View::npos ? at - 1 : open;
  }
  while (at > 0 && is_python_word(text[at - 1])) --at;
  return at;
}

// {red|blue} is chosen by lot in ComfyUI, {red} a weight in NovelAI.
void find_braces(View text, std::vector<Note>& notes) {
  const std::size_t open = text.find(U'{');
  const std::size_t close = open == View::npos ? View::npos : text.find(U'}', open);
  if (close == View::npos) return;
  const View piece = text.substr(open, close - open + 1);
  if (piece.find(U'|') != View::npos) {
    notes.push_back(note("prompt.random_choice",
                         "'{}' is read as words: Heddle draws no lots; write [a|b] to take turns step by step",
                         shown(piece)));
  } else {
    notes.push_back(
        note("prompt.braces", "'{}' is read as words: weights are written (word), (word:1.2) or [word]", shown(piece)));
  }
}

// word++ and word--, (some words)1.3
void find_invoke_weights(View text, std::vector<Note>& notes) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool is_sign = (text[i] == U'+' || text[i] == U'-') && (is_python_word(text[i - 1]) || text[i - 1] == U')');
    const bool is_number = text[i - 1] == U')' && ((text[i] >= U'0' && text[i] <= U'9') || text[i] == U'.');
    if (!is_sign && !is_number) continue;
    std::size_t end = i;
    while (end < text.size() &&
           (is_number ? (text[end] == U'.' || (text[end] >= U'0' && text[end] <= U'9')) : text[end] == text[i]))
      ++end;
    const bool ends_word = end == text.size() || !is_python_word(text[end]);
    // One sign alone is a hyphen or a plus ("blue-", "18+"), unless it follows a bracket.
    const bool is_weight = is_number ? end - i > 1 || text[i] != U'.' : end - i > 1 || text[i - 1] == U')';
    if (ends_word && is_weight) {
      const std::size_t start = start_of_word(text, i);
      notes.push_back(note("prompt.invoke_weight",
                           "'{}' is InvokeAI's way to write a weight, and read as words: write (word:1.2)",
                           shown(text.substr(start, end - start))));
      return;
    }
    i = end;
  }
}

void find_invoke_calls(View text, std::vector<Note>& notes) {
  constexpr std::array<View, 3> kCalls = {U").blend(", U").swap(", U").and("};
  for (const View call : kCalls) {
    if (const std::size_t at = text.find(call); at != View::npos) {
      notes.push_back(note("prompt.invoke_call",
                           "'{}...)' is InvokeAI's, and read as words: write AND between prompts, or [from:to:when]",
                           shown(call.substr(1))));
    }
  }
}

void find_wildcards(View text, std::vector<Note>& notes) {
  for (std::size_t at = text.find(U"__"); at != View::npos; at = text.find(U"__", at + 2)) {
    std::size_t end = at + 2;
    while (end < text.size() &&
           (is_python_word(text[end]) || text[end] == U'-' || text[end] == U'/' || text[end] == U'*') &&
           text.substr(end, 2) != U"__") {
      ++end;
    }
    if (end == at + 2 || text.substr(end, 2) != U"__") continue;
    notes.push_back(note("prompt.wildcard", "'{}' is read as words: Heddle has no files of wildcards",
                         shown(text.substr(at, end + 2 - at))));
    return;
  }
}

}  // namespace

std::vector<Note> foreign_syntax(View prompt) {
  std::vector<Note> notes;
  find_braces(prompt, notes);
  find_invoke_weights(prompt, notes);
  find_invoke_calls(prompt, notes);
  find_wildcards(prompt, notes);
  return notes;
}

}  // namespace heddle::text
