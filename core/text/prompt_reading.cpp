#include "text/prompt_reading.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/printable.h"
#include "base/utf8.h"
#include "text/foreign_syntax.h"
#include "text/lora_tags.h"
#include "text/prompt_scan.h"

namespace heddle::text {

namespace {

using View = std::u32string_view;

constexpr View kAnd = U"AND";

// A sign that words follow at once ("number #3 ball") may have been meant as a word.
void note_comment(View before, View comment, std::vector<Note>& notes) {
  const bool is_word = comment.size() > 1 && comment[1] != U'#' && !is_python_space(comment[1]);
  if (!is_word || trimmed(before).empty()) return;
  notes.push_back(
      note("prompt.comment", "'{}' was left out: '#' begins a comment that goes up to the line's end", shown(comment)));
}

std::u32string without_comments(std::u32string text, std::vector<Note>& notes) {
  if (text.find(U'#') == View::npos) return text;
  std::u32string kept;
  View rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(U'\n'), rest.size());
    const View line = rest.substr(0, end);
    const std::size_t sign = std::min(line.find(U'#'), line.size());
    if (sign < line.size()) note_comment(line.substr(0, sign), line.substr(sign), notes);
    kept += line.substr(0, sign);
    if (end < rest.size()) kept.push_back(U'\n');
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return kept;
}

// The next AND that is a word of its own, at or after `from`; npos when there is none.
std::size_t find_and(View text, std::size_t from) {
  for (std::size_t at = text.find(kAnd, from); at != View::npos; at = text.find(kAnd, at + 1)) {
    const std::size_t end = at + kAnd.size();
    const bool starts = at == 0 || !is_python_word(text[at - 1]);
    if (starts && (end == text.size() || !is_python_word(text[end]))) return at;
  }
  return View::npos;
}

// The weight behind the last colon: [+-] digits with at most one dot, up to the end. Cuts it off.
std::optional<double> take_weight(View& text) {
  const View whole = trimmed(text);
  const std::size_t colon = whole.rfind(U':');
  if (colon == View::npos) return std::nullopt;
  const auto weight = read_weight(trimmed(whole.substr(colon + 1)));
  if (!weight) return std::nullopt;
  text = text.substr(0, static_cast<std::size_t>(whole.data() - text.data()) + colon);
  while (!text.empty() && is_python_space(text.back())) text.remove_suffix(1);
  return weight;
}

// How many brackets are open behind the text; escapes do not count.
int open_brackets(View text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'\\')
      ++i;
    else if (text[i] == U'(' || text[i] == U'[')
      ++depth;
    else if (text[i] == U')' || text[i] == U']')
      depth = std::max(0, depth - 1);
  }
  return depth;
}

void add_prompt(View text, bool is_alone, ReadPrompt& read) {
  const View written = text;
  const auto weight = take_weight(text);
  read.prompts.push_back({PromptSchedule::read(weight ? text : written), weight.value_or(1)});
  if (is_alone && weight && *weight != 1) {
    read.notes.push_back(note("prompt.weight_of_all",
                              "the number behind the last ':' is the weight of the whole prompt, {:g} times "
                              "the guidance, as in A1111; write something behind it to keep it as words",
                              *weight));
  }
}

void split_at_and(View text, ReadPrompt& read) {
  std::size_t begin = 0;
  for (std::size_t at = find_and(text, 0); at != View::npos; at = find_and(text, begin)) {
    add_prompt(text.substr(begin, at - begin), false, read);
    if (open_brackets(text.substr(begin, at - begin)) > 0) {
      read.notes.push_back(note("prompt.and_in_brackets",
                                "AND cuts the prompt in two also inside brackets: '{}' ends there",
                                shown(trimmed(text.substr(begin, at - begin)))));
    }
    begin = at + kAnd.size();
  }
  add_prompt(text.substr(begin), begin == 0, read);
}

}  // namespace

ReadPrompt read_prompt(std::string_view prompt, PromptSyntax syntax) {
  ReadPrompt read;
  if (syntax == PromptSyntax::plain) {
    read.whole = PromptSchedule::constant(decode_utf8(prompt));
    read.prompts.push_back({read.whole, 1});
    return read;
  }
  ParsedPrompt tags;
  const std::u32string text = take_lora_tags(without_comments(decode_utf8(prompt), read.notes), tags);
  read.loras = std::move(tags.loras);
  std::ranges::move(tags.notes, std::back_inserter(read.notes));
  read.whole = PromptSchedule::read(text);
  split_at_and(text, read);
  const bool is_spoiled =
      std::ranges::any_of(read.prompts, [](const WeightedPrompt& one) { return one.schedule.is_spoiled(); });
  if (is_spoiled) {
    read.notes.push_back(note("prompt.changes_spoiled",
                              "pieces like [from:to:when] and [a|b] are read as words, as in A1111: a '|' "
                              "outside of [ ], or a backslash at the end, is in the way"));
  }
  std::ranges::move(foreign_syntax(text), std::back_inserter(read.notes));
  return read;
}

}  // namespace heddle::text
