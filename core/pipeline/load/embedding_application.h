// Text encoders that know one more word: textual inversions, from a file of their own or bundled in a LoRA.
// Used by the embedding node and the LoRA node. Thread rule: free functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "pipeline/values.h"
#include "weights/embedding_file.h"

namespace heddle::pipeline {

struct TaughtEncoder {
  TextEncoder encoder;
  std::size_t bytes = 0;  // of the vectors
};

// The same, but these words stand for the file's vectors. Failure: made for a text encoder of another width; numbers
// that are not finite; a file that changed since it was opened.
Result<TaughtEncoder> with_embedding(const TextEncoder& encoder, const weights::EmbeddingFile& file,
                                     std::vector<std::string> words);

}  // namespace heddle::pipeline
