#include "text/triggers.h"

#include <algorithm>

namespace heddle::text {
namespace {

constexpr std::string_view kComfyPrefix = "embedding:";

bool is_sign(char byte) {
  const auto c = static_cast<unsigned char>(byte);
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
  return !is_letter;
}

}  // namespace

TriggerFinder::TriggerFinder(const Tokenizer& tokenizer, const std::vector<Trigger>& triggers)
    : tokenizer_(&tokenizer) {
  for (std::size_t i = triggers.size(); i-- > 0;) {  // the later first, so that a stable sort lets it win
    const std::string& text = triggers[i].text;
    if (text.empty()) continue;
    for (const std::string& spelled : {std::string(kComfyPrefix) + text, text}) {
      if (is_sign(text.front()) || is_sign(text.back())) {
        written_.push_back({spelled, i});
      } else if (auto ids = tokenizer.encode(spelled); !ids.empty()) {
        spelled_.push_back({std::move(ids), i});
      }
    }
  }
  std::ranges::stable_sort(written_, std::greater(), [](const Written& one) { return one.text.size(); });
  std::ranges::stable_sort(spelled_, std::greater(), [](const Spelled& one) { return one.ids.size(); });
}

std::vector<PromptToken> TriggerFinder::read(std::string_view text) const {
  std::vector<PromptToken> tokens;
  std::vector<std::size_t> next;  // where each written trigger comes next
  for (const Written& one : written_) next.push_back(text.find(one.text));
  for (std::size_t from = 0;;) {
    std::size_t best = written_.size();
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (next[i] != text.npos && next[i] < from) next[i] = text.find(written_[i].text, from);
      if (next[i] != text.npos && (best == written_.size() || next[i] < next[best])) best = i;
    }
    if (best == written_.size()) {
      read_words(text.substr(from), tokens);
      return tokens;
    }
    read_words(text.substr(from, next[best] - from), tokens);
    tokens.push_back({0, written_[best].trigger});
    from = next[best] + written_[best].text.size();
  }
}

void TriggerFinder::read_words(std::string_view text, std::vector<PromptToken>& tokens) const {
  const std::vector<std::int64_t> ids = tokenizer_->encode(text);
  for (std::size_t at = 0; at < ids.size();) {
    const auto starts = [&](const Spelled& one) {
      return one.ids.size() <= ids.size() - at &&
             std::equal(one.ids.begin(), one.ids.end(), ids.begin() + static_cast<std::ptrdiff_t>(at));
    };
    const auto found = std::ranges::find_if(spelled_, starts);
    if (found == spelled_.end()) {
      tokens.push_back({ids[at++], std::nullopt});
    } else {
      tokens.push_back({ids[at], found->trigger});
      at += found->ids.size();
    }
  }
}

}  // namespace heddle::text
