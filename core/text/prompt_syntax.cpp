#include "text/prompt_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

#include "base/printable.h"
#include "base/utf8.h"
#include "text/lora_tags.h"
#include "text/prompt_scan.h"

namespace heddle::text {
namespace {

using View = std::u32string_view;
using Kind = PromptMark::Kind;

constexpr double kRoundFactor = 1.1;
constexpr double kSquareFactor = 1 / 1.1;
constexpr View kBreak = U"BREAK";

// A bracket multiplies the weights of the pieces first..last-1.
struct Bracket {
  std::size_t first;
  std::size_t last;
  double factor;
};

struct Piece {
  View text;
  bool is_break = false;
};

struct Pieces {
  std::vector<Piece> pieces;
  std::vector<Bracket> brackets;  // in the order closed; those never closed last, as A1111 multiplies them
  std::vector<Note> notes;
};

// The next BREAK that is a separate word, at or after `from`; npos when there is none.
std::size_t find_break(View text, std::size_t from) {
  for (std::size_t at = text.find(kBreak, from); at != View::npos; at = text.find(kBreak, at + 1)) {
    const std::size_t end = at + kBreak.size();
    const bool starts = at == 0 || !is_python_word(text[at - 1]);
    if (starts && (end == text.size() || !is_python_word(text[end]))) return at;
  }
  return View::npos;
}

// Cuts text at each BREAK; the white space around it goes with it.
void add_text(View text, std::vector<Piece>& pieces) {
  std::size_t begin = 0;
  for (std::size_t at = find_break(text, 0); at != View::npos; at = find_break(text, begin)) {
    std::size_t end = at;
    while (end > begin && is_python_space(text[end - 1])) --end;
    pieces.push_back({text.substr(begin, end - begin)});
    pieces.push_back({text.substr(at, kBreak.size()), true});
    begin = at + kBreak.size();
    while (begin < text.size() && is_python_space(text[begin])) ++begin;
  }
  pieces.push_back({text.substr(begin)});
}

Pieces find_pieces(View prompt) {
  Pieces found;
  std::vector<std::size_t> round, square;  // where the open brackets start
  const auto close = [&](std::vector<std::size_t>& open, double factor) {
    found.brackets.push_back({open.back(), found.pieces.size(), factor});
    open.pop_back();
  };
  PromptScanner scanner(prompt);
  while (const std::optional<PromptMark> mark = scanner.next()) {
    if (mark->kind == Kind::open_round) {
      round.push_back(found.pieces.size());
    } else if (mark->kind == Kind::open_square) {
      square.push_back(found.pieces.size());
    } else if (mark->kind == Kind::close_round && !round.empty()) {
      close(round, mark->weight.value_or(kRoundFactor));
    } else if (mark->kind == Kind::close_square && !square.empty()) {
      close(square, kSquareFactor);
    } else if (mark->is_escape) {
      found.pieces.push_back({mark->meant});
    } else {
      if (mark->is_bad_weight && !round.empty()) {
        found.notes.push_back(
            note("prompt.bad_weight", "a weight after ':' is not a plain number like 1.2; it was read as words"));
      }
      add_text(mark->meant, found.pieces);
    }
  }
  for (const std::size_t first : round) found.brackets.push_back({first, found.pieces.size(), kRoundFactor});
  for (const std::size_t first : square) found.brackets.push_back({first, found.pieces.size(), kSquareFactor});
  return found;
}

// The product of the factors of all brackets around the current piece, multiplied in the order in which A1111 does, so
// that weights which are equal there are equal here. Where more than kExact brackets nest, by logarithms.
class OpenBrackets {
 public:
  explicit OpenBrackets(const std::vector<Bracket>& brackets) : brackets_(&brackets) {}

  void enter(std::size_t bracket) { change(bracket, +1), open_.insert(bracket); }
  void leave(std::size_t bracket) { change(bracket, -1), open_.erase(bracket); }

  [[nodiscard]] double weight(double weight) const {
    if (open_.size() > kExact) {
      if (zeros_ != 0) return 0;
      return (negatives_ % 2 == 0 ? weight : -weight) * std::exp2(std::clamp(log_, -1000.0, 1000.0));
    }
    for (const std::size_t bracket : open_) weight *= (*brackets_)[bracket].factor;
    return std::isnan(weight) ? 0 : weight;  // infinity times zero
  }

 private:
  static constexpr std::size_t kExact = 64;

  void change(std::size_t bracket, int step) {
    const double factor = (*brackets_)[bracket].factor;
    zeros_ += factor == 0 ? step : 0;
    negatives_ += factor < 0 ? step : 0;
    log_ += factor == 0 ? 0 : step * std::log2(std::abs(factor));
  }

  const std::vector<Bracket>* brackets_;
  std::set<std::size_t> open_;
  int zeros_ = 0, negatives_ = 0;
  double log_ = 0;
};

std::vector<double> weigh(const Pieces& found) {
  const std::size_t count = found.pieces.size();
  std::vector<std::vector<std::size_t>> entering(count + 1), leaving(count + 1);
  for (std::size_t i = 0; i < found.brackets.size(); ++i) {
    if (found.brackets[i].first == found.brackets[i].last) continue;
    entering[found.brackets[i].first].push_back(i);
    leaving[found.brackets[i].last].push_back(i);
  }
  OpenBrackets open(found.brackets);
  std::vector<double> weights;
  weights.reserve(count);
  double plain = 1, broken = -1;  // A1111 gives a BREAK the weight -1 and recognises it only where that is unchanged
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::size_t bracket : leaving[i]) open.leave(bracket);
    for (const std::size_t bracket : entering[i]) open.enter(bracket);
    if (!leaving[i].empty() || !entering[i].empty()) plain = open.weight(1), broken = open.weight(-1);
    weights.push_back(found.pieces[i].is_break ? broken : plain);
  }
  return weights;
}

void add_part(const Piece& piece, double weight, std::vector<PromptPart>& parts) {
  const bool breaks = piece.is_break && weight == -1;
  if (!parts.empty() && !breaks && !parts.back().is_break && parts.back().weight == weight) {
    parts.back().text += encode_utf8(piece.text);
  } else {
    parts.push_back({encode_utf8(piece.text), weight, breaks});
  }
}

void clamp_weights(ParsedPrompt& parsed) {
  const auto excessive = [](const PromptPart& part) { return std::abs(part.weight) > kMaxPromptWeight; };
  const auto first = std::ranges::find_if(parsed.parts, excessive);
  if (first == parsed.parts.end()) return;
  parsed.notes.push_back(note("prompt.weight_held", "the weight {:.4g} of '{}' was held at {}", first->weight,
                              printable(first->text, 40), std::copysign(kMaxPromptWeight, first->weight)));
  for (PromptPart& part : parsed.parts) part.weight = std::clamp(part.weight, -kMaxPromptWeight, kMaxPromptWeight);
}

}  // namespace

ParsedPrompt parse_prompt(std::string_view prompt, PromptSyntax syntax) {
  ParsedPrompt parsed;
  if (syntax == PromptSyntax::plain) {
    parsed.parts.push_back({clean_utf8(prompt)});
    return parsed;
  }
  const std::u32string text = take_lora_tags(decode_utf8(prompt), parsed);
  Pieces found = find_pieces(text);
  const std::vector<double> weights = weigh(found);
  bool lost_break = false;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    add_part(found.pieces[i], weights[i], parsed.parts);
    lost_break = lost_break || (found.pieces[i].is_break && weights[i] != -1);
  }
  if (parsed.parts.empty()) parsed.parts.emplace_back();
  if (lost_break) {
    found.notes.push_back(
        note("prompt.break_in_brackets", "BREAK inside brackets is read as a word; close the brackets before it"));
  }
  std::ranges::sort(found.notes);
  found.notes.erase(std::unique(found.notes.begin(), found.notes.end()), found.notes.end());
  std::ranges::move(found.notes, std::back_inserter(parsed.notes));
  clamp_weights(parsed);
  return parsed;
}

}  // namespace heddle::text
