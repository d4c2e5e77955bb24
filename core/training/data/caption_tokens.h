// Converts captions into the rows of token ids that text encoders read, and learns the vocabulary from captions. Used
// by the objectives. Pure functions.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <span>
#include <string_view>

#include "text/bpe_trainer.h"
#include "text/tokenizer.h"
#include "training/data/scene_pool.h"

namespace heddle::training {

inline constexpr std::int64_t kContextTokens = 77;  // of the text that a UNet reads

// Writes start, the text's ids, end, padding into `row`; a text that is too long is cut, the end token kept.
void write_token_row(const text::Tokenizer& tokenizer, std::string_view words, std::span<std::int64_t> row);

// (texts, length) int64.
at::Tensor token_rows(const text::Tokenizer& tokenizer, std::span<const std::string> texts, std::int64_t length);

// A vocabulary of about `size` entries from the captions of the source's first `scenes` scenes.
Result<text::TrainedBpe> vocabulary_of(const SceneSource& source, std::int64_t scenes, std::size_t size);

// The folder `tokenizer` of a diffusers model.
Result<void> write_tokenizer(const text::TrainedBpe& vocabulary, std::int64_t length,
                             const std::filesystem::path& folder);

}  // namespace heddle::training
