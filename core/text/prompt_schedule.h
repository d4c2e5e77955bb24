// PromptSchedule: a prompt that changes while the picture forms, in A1111's syntax: [from:to:when] and [a|b|c].
// Used by prompt_reading.h and the pipeline's text plan. Immutable: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heddle::text {

// What the prompt is up to and with a step, counted from 1.
struct ScheduledText {
  int last_step = 0;
  std::string text;
  bool operator==(const ScheduledText&) const = default;
};

// Brackets nest. `when` with a dot is a share of the steps, without one a number of steps; [to:when] and [from::when]
// leave the other side empty. Weights, escapes and brackets of other kinds stay in the text. Brackets that are no such
// piece are text. As in A1111 a "|" outside of brackets, or a backslash at the end, makes the whole prompt text. Where
// brackets are left open beside a piece, A1111's parser at times reads the piece as words; here it stays a piece.
class PromptSchedule final {
 public:
  // An empty prompt.
  PromptSchedule() = default;
  static PromptSchedule read(std::u32string_view prompt);
  static PromptSchedule constant(std::u32string_view prompt);

  // Whether any text depends on the step.
  [[nodiscard]] bool changes() const { return changes_; }
  // The prompt looks like one that changes and does not, since something outside of its brackets is in the way.
  [[nodiscard]] bool is_spoiled() const { return is_spoiled_; }

  // In order; the last entry's step is `steps`. Neighbours may have equal texts.
  [[nodiscard]] std::vector<ScheduledText> texts(int steps) const;
  // The pieces whose second text never comes in so many steps, as written: "[red:1.3]". As A1111 counts, a text that is
  // last at the step before the end leads to the end.
  [[nodiscard]] std::vector<std::string> never(int steps) const;

 private:
  struct Item;
  using Items = std::vector<Item>;
  class Reader;

  static void collect(const Items& items, int steps, std::vector<int>& ends);
  static void write(const Items& items, int step, int steps, std::u32string& to);
  static void find_never(const Items& items, int steps, std::vector<std::string>& found);

  Items items_;
  bool changes_ = false, is_spoiled_ = false;
};

struct PromptSchedule::Item {
  enum class Kind { text, edit, alternation };
  Kind kind = Kind::text;
  std::u32string text;       // as written
  double when = 0;           // edit
  bool is_share = false;     // edit: `when` had a dot
  std::vector<Items> parts;  // edit: from, to; alternation: in turn
  [[nodiscard]] int switch_step(int steps) const;
};

}  // namespace heddle::text
