// Parses the prompt syntax of AUTOMATIC1111's web UI: weights in brackets, BREAK, <lora:name:weight> tags. Used by
// prompt_chunks, the command line and the prompt editor. Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"

namespace heddle::text {

enum class PromptSyntax {
  plain,  // every character stands for itself
  a1111,  // (more) x1.1   [less] /1.1   (text:1.3)   \( \) \[ \] \\ for the characters   BREAK   <lora:name:weight>
};

inline constexpr double kMaxPromptWeight = 10;  // weights beyond +-10 only break images; they are clamped

struct PromptPart {
  std::string text;  // "BREAK" for a break
  double weight = 1;
  bool is_break = false;  // the next part starts a new chunk
};

struct LoraTag {
  std::string name;
  double unet_weight = 1;
  double text_weight = 1;
};

struct ParsedPrompt {
  std::vector<PromptPart> parts;  // never empty; neighbours of one weight are one part
  std::vector<LoraTag> loras;     // in the order written
  std::vector<Note> notes;        // what was read otherwise than it may have been meant
};

// Never fails: what is no syntax is text, with a note where it looks like a slip. Brackets that are never closed
// reach to the end of the prompt. A BREAK inside brackets is the word "break" with a negative weight, as in A1111,
// with a note. Time O(n log n), no recursion. Invalid UTF-8 and NUL are treated as by clean_utf8.
[[nodiscard]] ParsedPrompt parse_prompt(std::string_view prompt, PromptSyntax syntax = PromptSyntax::a1111);

}  // namespace heddle::text
