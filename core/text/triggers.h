// Triggers: words of a prompt that stand for vectors of a textual inversion instead of tokens, and the search for them.
// Used by prompt_chunks. Immutable once made: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"

namespace heddle::text {

struct Trigger {
  std::string text;           // "easynegative", "<cat-toy>"
  std::size_t embedding = 0;  // the caller's number for it
  std::size_t vectors = 1;    // places that it takes in a chunk, at most 75
};

// A token of a prompt, or what replaces the tokens of a trigger.
struct PromptToken {
  std::int64_t id = 0;                 // of a trigger: its first token's
  std::optional<std::size_t> trigger;  // index into the triggers
};

// As A1111 does, a trigger that is made of words is found where its tokens occur, so in any case and never inside a
// longer word; one that begins or ends with a sign ("<cat-toy>") is found as it is written, as diffusers does, whatever
// is beside it. ComfyUI's "embedding:name" means the name. Of two at one place the longer counts, of equals the later
// one.
class TriggerFinder final {
 public:
  TriggerFinder(const Tokenizer& tokenizer, const std::vector<Trigger>& triggers);

  [[nodiscard]] std::vector<PromptToken> read(std::string_view text) const;

 private:
  struct Spelled {
    std::vector<std::int64_t> ids;
    std::size_t trigger;
  };
  struct Written {
    std::string text;
    std::size_t trigger;
  };
  void read_words(std::string_view text, std::vector<PromptToken>& tokens) const;

  const Tokenizer* tokenizer_;
  std::vector<Spelled> spelled_;  // longest first
  std::vector<Written> written_;  // longest first
};

}  // namespace heddle::text
