// The vocabularies that tests read: OpenAI's, which set-up puts into build/vocab, and the small one of tests/golden.
#pragma once

#include <stdexcept>
#include <string>

#include "text/tokenizer.h"

namespace heddle::text {

inline const std::string kGoldenFolder = HEDDLE_SOURCE_DIR "/tests/golden/text/";

// Throws, and so fails the test with what to do, when the file is not there.
inline const Tokenizer& openai_tokenizer() {
  static const Result<Tokenizer> read = read_tokenizer(HEDDLE_SOURCE_DIR "/build/vocab/bpe_simple_vocab_16e6.txt");
  if (!read) throw std::runtime_error(read.error().message + "; ./run takes the vocabulary to build/vocab");
  return *read;
}

inline const Tokenizer& small_tokenizer() {
  static const Result<Tokenizer> read = read_tokenizer(kGoldenFolder + "small");
  if (!read) throw std::runtime_error(read.error().message);
  return *read;
}

}  // namespace heddle::text
