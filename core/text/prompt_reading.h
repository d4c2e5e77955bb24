// read_prompt: takes a prompt apart as it is written: comments, LoRA tags, prompts joined by AND with their
// weights, and how each changes over the steps. parse_prompt then reads the words of one text. Used by the text
// encoder's callers and by the search for files that prompts name. Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "text/prompt_schedule.h"
#include "text/prompt_syntax.h"

namespace heddle::text {

struct WeightedPrompt {
  PromptSchedule schedule;
  double weight = 1;
};

struct ReadPrompt {
  std::vector<WeightedPrompt> prompts;  // never empty; several where they are joined by AND (Liu et al. 2022)
  // The same with AND and a weight behind the last colon as words: what A1111 reads as a negative prompt.
  PromptSchedule whole;
  std::vector<LoraTag> loras;  // in the order written
  std::vector<Note> notes;     // what was read otherwise than it may have been meant

  // One text, the same for all steps.
  [[nodiscard]] bool is_plain() const {
    return prompts.size() == 1 && prompts.front().weight == 1 && !prompts.front().schedule.changes();
  }
};

// As A1111 1.10: first "#" and what follows it up to the line's end are taken out, then <lora:...> tags, then the
// prompt is cut at each AND that is a word of its own; a number behind a colon at the end of each ("a ball :1.2") is
// its weight. Never fails. With plain syntax every character stands for itself.
[[nodiscard]] ReadPrompt read_prompt(std::string_view prompt, PromptSyntax syntax = PromptSyntax::a1111);

}  // namespace heddle::text
