// Finds what means something in other tools' prompts and is read as words here, so that it can be said. Used by
// prompt_reading.cpp. Pure function: any thread.
#pragma once

#include <string_view>
#include <vector>

#include "base/note.h"

namespace heddle::text {

// One note a kind, which names the first piece: {a|b} and {word} (ComfyUI, NovelAI), word++ and (words)1.2 (InvokeAI),
// "...".blend() and its like, __wildcard__.
[[nodiscard]] std::vector<Note> foreign_syntax(std::u32string_view prompt);

}  // namespace heddle::text
