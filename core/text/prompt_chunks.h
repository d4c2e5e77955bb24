// Turns a parsed prompt into the sequences of 77 token ids that CLIP reads, with a weight for each token.
// Used by the text encoder's callers. Pure functions: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "text/prompt_syntax.h"
#include "text/tokenizer.h"
#include "text/triggers.h"

namespace heddle::text {

inline constexpr std::size_t kChunkLength = 77;  // CLIP's positions
inline constexpr std::size_t kChunkTokens = 75;  // without start and end

// Where the vectors of a trigger go in a chunk: `trigger.vectors` places from `position` on.
struct VectorPlace {
  std::size_t position = 0;  // in 1..75
  std::size_t trigger = 0;   // index into ChunkOptions::triggers
};

struct Chunk {
  std::vector<std::int64_t> ids;  // (77): start, up to 75 tokens, end, padding
  std::vector<float> weights;     // (77): 1 for start, end and padding
  std::size_t tokens = 0;         // of the prompt, in 0..75; the vectors of triggers count as tokens
  std::vector<VectorPlace> vectors = {};
};

struct ChunkOptions {
  // When a chunk is full, what follows its last comma moves to the next one if it is at most so many tokens. A1111's
  // default; 0 never moves anything.
  std::size_t comma_backtrack = 20;
  // The rest of the prompt is dropped with a note. With 1 and no backtrack a prompt is cut as diffusers does.
  std::size_t chunks_max = 64;
  // Words that stand for vectors. The vectors of one are never split: they move to the next chunk where they do not
  // fit.
  std::vector<Trigger> triggers = {};
};

struct PromptChunks {
  std::vector<Chunk> chunks;  // never empty
  std::vector<LoraTag> loras;
  std::vector<Note> notes;  // the parser's and ours
  std::size_t tokens_dropped = 0;
};

[[nodiscard]] PromptChunks make_chunks(const Tokenizer& tokenizer, const ParsedPrompt& prompt,
                                       const ChunkOptions& options = {});

// Start, end, padding: what an empty prompt is.
[[nodiscard]] Chunk empty_chunk(const Tokenizer& tokenizer);

}  // namespace heddle::text
