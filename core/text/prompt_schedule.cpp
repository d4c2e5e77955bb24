#include "text/prompt_schedule.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "text/prompt_scan.h"

namespace heddle::text {

namespace {

using View = std::u32string_view;

constexpr int kDepthMax = 100;  // brackets in brackets; deeper ones are text
constexpr View kSpecial = U"\\[]():|";

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

struct Number {
  double value = 0;
  bool has_dot = false;
  std::size_t end = 0;  // behind it
};

// [+-] digits, with a dot and an exponent where there are.
std::optional<Number> read_when(View text, std::size_t at) {
  std::string digits;
  Number number;
  const std::size_t start = at;
  if (at < text.size() && (text[at] == U'+' || text[at] == U'-')) {
    if (text[at] == U'-') digits = "-";
    ++at;
  }
  const auto take_digits = [&] {
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at])) digits.push_back(static_cast<char>(text[at++]));
    return at > first;
  };
  bool has_digits = take_digits();
  if (at < text.size() && text[at] == U'.') {
    number.has_dot = true;
    digits.push_back('.');
    ++at;
    has_digits = take_digits() || has_digits;
  }
  if (!has_digits || at == start) return std::nullopt;
  number.end = at;
  if (at < text.size() && (text[at] == U'e' || text[at] == U'E')) {
    const std::string before = digits;
    digits.push_back('e');
    ++at;
    if (at < text.size() && (text[at] == U'+' || text[at] == U'-')) digits.push_back(static_cast<char>(text[at++]));
    take_digits() ? void(number.end = at) : void(digits = before);
  }
  if (digits.back() == '.') digits.push_back('0');
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
  if (parsed.ec == std::errc::result_out_of_range) number.value = digits.front() == '-' ? -1e9 : 1e9;
  number.value = std::clamp(number.value, -1e9, 1e9);
  return number;
}

}  // namespace

// Reads from left to right; a bracket that opens no piece makes those around it text as well.
class PromptSchedule::Reader final {
 public:
  explicit Reader(View text) : text_(text) {}

  // None where A1111 reads the whole as words.
  std::optional<Items> read() {
    Items all;
    bool is_in_the_way = false;
    for (std::size_t at = 0;; ++at) {
      add(all, run(at, 0));
      if (at >= text_.size()) break;
      is_in_the_way = is_in_the_way || text_[at] == U'|' || text_[at] == U'\\';
      add_text(all, text_.substr(at, 1));
    }
    return is_in_the_way ? std::nullopt : std::optional(std::move(all));
  }
  [[nodiscard]] bool found_piece() const { return found_piece_; }

 private:
  static void add_text(Items& to, View text) {
    if (!to.empty() && to.back().kind == Item::Kind::text) {
      to.back().text += text;
    } else {
      to.push_back({Item::Kind::text, std::u32string(text), 0, false, {}});
    }
  }
  static void add(Items& to, Items from) {
    for (Item& item : from) {
      if (item.kind == Item::Kind::text) {
        add_text(to, item.text);
      } else {
        to.push_back(std::move(item));
      }
    }
  }

  // As many items as there are from `at` on, which moves behind them.
  Items run(std::size_t& at, int depth) {
    Items items;
    while (at < text_.size()) {
      const char32_t c = text_[at];
      if (c == U'[' || c == U'(') {
        auto group = depth < kDepthMax ? read_group(at, depth) : std::nullopt;
        if (!group) return items;
        add(items, std::move(group->items));
        at = group->end;
      } else if (c == U'\\') {
        if (at + 1 >= text_.size() || text_[at + 1] == U'\n') return items;
        add_text(items, text_.substr(at, 2));
        at += 2;
      } else if (kSpecial.find(c) != View::npos) {
        return items;
      } else {
        const std::size_t end = std::min(text_.find_first_of(kSpecial, at), text_.size());
        add_text(items, text_.substr(at, end - at));
        at = end;
      }
    }
    return items;
  }

  struct Group {
    Items items;
    std::size_t end = 0;
  };

  [[nodiscard]] bool stands(std::size_t at, char32_t c) const { return at < text_.size() && text_[at] == c; }

  Group kept(char32_t open, Items inner, char32_t close, std::size_t end) {
    Group group{{}, end};
    add_text(group.items, View(&open, 1));
    add(group.items, std::move(inner));
    add_text(group.items, View(&close, 1));
    return group;
  }

  std::optional<Group> read_group(const std::size_t open, int depth) {
    std::size_t at = open + 1;
    Items first = run(at, depth + 1);
    if (text_[open] == U'(') {
      if (stands(at, U':')) {
        add_text(first, U":");
        add(first, run(++at, depth + 1));
      }
      if (!stands(at, U')')) return std::nullopt;
      return kept(U'(', std::move(first), U')', at + 1);
    }
    if (stands(at, U']')) return kept(U'[', std::move(first), U']', at + 1);
    if (stands(at, U'|')) return read_alternation(open, at, std::move(first), depth);
    if (!stands(at, U':')) return std::nullopt;
    if (auto edit = read_edit(open, at + 1, {}, first)) return edit;
    Items second = run(++at, depth + 1);
    return stands(at, U':') ? read_edit(open, at + 1, std::move(first), std::move(second)) : std::nullopt;
  }

  std::optional<Group> read_alternation(std::size_t open, std::size_t at, Items first, int depth) {
    Item item{Item::Kind::alternation, {}, 0, false, {}};
    item.parts.push_back(std::move(first));
    while (stands(at, U'|')) item.parts.push_back(run(++at, depth + 1));
    if (!stands(at, U']')) return std::nullopt;
    return piece(std::move(item), open, at + 1);
  }

  std::optional<Group> read_edit(std::size_t open, std::size_t at, Items from, Items to) {
    while (at < text_.size() && is_python_space(text_[at])) ++at;
    const auto number = read_when(text_, at);
    if (!number) return std::nullopt;
    at = number->end;
    while (at < text_.size() && is_python_space(text_[at])) ++at;
    if (!stands(at, U']')) return std::nullopt;
    Item item{Item::Kind::edit, {}, number->value, number->has_dot, {}};
    item.parts = {std::move(from), std::move(to)};
    return piece(std::move(item), open, at + 1);
  }

  Group piece(Item item, std::size_t open, std::size_t end) {
    found_piece_ = true;
    item.text = text_.substr(open, end - open);
    Group group{{}, end};
    group.items.push_back(std::move(item));
    return group;
  }

  View text_;
  bool found_piece_ = false;
};

int PromptSchedule::Item::switch_step(int steps) const {
  return static_cast<int>(std::min<double>(steps, is_share ? when * steps : when));
}

PromptSchedule PromptSchedule::constant(View prompt) {
  PromptSchedule schedule;
  schedule.items_.push_back({Item::Kind::text, std::u32string(prompt), 0, false, {}});
  return schedule;
}

PromptSchedule PromptSchedule::read(View prompt) {
  Reader reader(prompt);
  auto items = reader.read();
  if (!items) {
    PromptSchedule words = constant(prompt);
    words.is_spoiled_ = reader.found_piece();
    return words;
  }
  PromptSchedule schedule;
  schedule.changes_ = std::ranges::any_of(*items, [](const Item& item) { return item.kind != Item::Kind::text; });
  schedule.items_ = std::move(*items);
  return schedule;
}

void PromptSchedule::collect(const Items& items, int steps, std::vector<int>& ends) {
  for (const Item& item : items) {
    if (item.kind == Item::Kind::edit && item.switch_step(steps) >= 1) ends.push_back(item.switch_step(steps));
    for (int step = 1; item.kind == Item::Kind::alternation && step <= steps; ++step) ends.push_back(step);
    for (const Items& part : item.parts) collect(part, steps, ends);
  }
}

void PromptSchedule::write(const Items& items, int step, int steps, std::u32string& to) {
  for (const Item& item : items) {
    if (item.kind == Item::Kind::text) {
      to += item.text;
    } else if (item.kind == Item::Kind::edit) {
      write(item.parts[step <= item.switch_step(steps) ? 0 : 1], step, steps, to);
    } else {
      write(item.parts[static_cast<std::size_t>(step - 1) % item.parts.size()], step, steps, to);
    }
  }
}

void PromptSchedule::find_never(const Items& items, int steps, std::vector<std::string>& found) {
  for (const Item& item : items) {
    if (item.kind == Item::Kind::edit && item.switch_step(steps) >= steps - 1) found.push_back(encode_utf8(item.text));
    for (const Items& part : item.parts) find_never(part, steps, found);
  }
}

std::vector<ScheduledText> PromptSchedule::texts(int steps) const {
  std::vector<int> ends{std::max(steps, 1)};
  collect(items_, ends.front(), ends);
  std::ranges::sort(ends);
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  std::vector<ScheduledText> texts;
  for (const int end : ends) {
    std::u32string text;
    write(items_, end, ends.back(), text);
    texts.push_back({end, encode_utf8(text)});
  }
  return texts;
}

std::vector<std::string> PromptSchedule::never(int steps) const {
  std::vector<std::string> found;
  find_never(items_, steps, found);
  return found;
}

}  // namespace heddle::text
