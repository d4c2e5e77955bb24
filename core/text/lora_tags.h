// Takes <lora:name:weight> tags out of a prompt. Used by prompt_syntax.cpp alone. Pure functions: any thread.
#pragma once

#include <string>

#include "text/prompt_syntax.h"

namespace heddle::text {

// The prompt without its tags, which are added to parsed.loras. As in A1111 every <word:...> is taken out; those that
// are not lora or lyco are noted. After the name come the text encoder's and the UNet's weight by place or as te=
// and unet=; one weight counts for both, none is 1.
[[nodiscard]] std::u32string take_lora_tags(std::u32string prompt, ParsedPrompt& parsed);

}  // namespace heddle::text
