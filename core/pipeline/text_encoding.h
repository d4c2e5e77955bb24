// From a prompt to conditioning: syntax, chunks, text encoder, weights of words. Used by the text node and evaluation.
// Thread rule: free functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "pipeline/values.h"
#include "text/encoding_options.h"
#include "text/prompt_syntax.h"

namespace heddle::pipeline {

struct TextRequest {
  std::string text;
  text::PromptSyntax syntax = text::PromptSyntax::a1111;
  text::ClipSkip clip_skip;
  text::Emphasis emphasis = text::Emphasis::original;
};

struct EncodedText {
  Conditioning conditioning;
  std::vector<Note> notes;
};

// Failure: clip skip leaves no layer.
Result<EncodedText> encode_text(const TextEncoder& encoder, const TextRequest& request);

text::Emphasis emphasis_from(std::string_view name);

}  // namespace heddle::pipeline
