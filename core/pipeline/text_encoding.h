// From a prompt to conditioning: syntax, chunks, text encoder, weights of words. Used by the text node and evaluation.
// Thread rule: free functions, any thread.
#pragma once

#include <memory>
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

// A prompt that changes over the steps, or is several joined by AND, gets a program that keeps the encoder.
// Failure: clip skip leaves no layer; weights that cancel each other out.
Result<EncodedText> encode_text(const std::shared_ptr<const TextEncoder>& encoder, const TextRequest& request);

text::Emphasis emphasis_from(std::string_view name);

}  // namespace heddle::pipeline
