// Any bytes as a prompt: parsed, cut into chunks, and the guarantees of both.
#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/printable.h"
#include "text/bpe_trainer.h"
#include "text/prompt_chunks.h"

using namespace heddle;
using namespace heddle::text;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

Tokenizer make_sound_tokenizer() {
  const auto trained = train_bpe(std::vector<std::string>{"a red ball, on the beach", "break"}, 600);
  return *make_tokenizer({.vocab_json = trained->vocab_json, .merges_txt = trained->merges_txt}, "sound");
}

void check_parsed(const ParsedPrompt& parsed) {
  require(!parsed.parts.empty());
  for (const PromptPart& part : parsed.parts) {
    require(std::abs(part.weight) <= kMaxPromptWeight && is_valid_utf8(part.text));
    require(!part.is_break || (part.text == "BREAK" && part.weight == -1));
  }
  for (const LoraTag& lora : parsed.loras) {
    require(is_valid_utf8(lora.name) && std::abs(lora.unet_weight) <= kMaxPromptWeight &&
            std::abs(lora.text_weight) <= kMaxPromptWeight);
  }
  for (const Note& note : parsed.notes) require(is_valid_utf8(note.message));
}

void check_chunks(const Tokenizer& tokenizer, const PromptChunks& made, const ChunkOptions& options) {
  require(!made.chunks.empty() && made.chunks.size() <= options.chunks_max);
  for (const Chunk& chunk : made.chunks) {
    require(chunk.ids.size() == kChunkLength && chunk.weights.size() == kChunkLength && chunk.tokens <= kChunkTokens);
    require(chunk.ids.front() == tokenizer.start_id() && chunk.ids[chunk.tokens + 1] == tokenizer.end_id());
    std::size_t free = 1;
    for (const VectorPlace& place : chunk.vectors) {
      require(place.position >= free);
      free = place.position + options.triggers[place.trigger].vectors;
    }
    require(free <= chunk.tokens + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Tokenizer tokenizer = make_sound_tokenizer();
  const std::string_view prompt(reinterpret_cast<const char*>(data), size);
  for (const PromptSyntax syntax : {PromptSyntax::plain, PromptSyntax::a1111}) {
    const ParsedPrompt parsed = parse_prompt(prompt, syntax);
    check_parsed(parsed);
    for (const ChunkOptions& options : {ChunkOptions{}, ChunkOptions{.comma_backtrack = 0, .chunks_max = 2},
                                        ChunkOptions{.triggers = {{"red", 0, 3}, {"<a>", 1, 75}, {"a red", 2, 20}}}}) {
      check_chunks(tokenizer, make_chunks(tokenizer, parsed, options), options);
    }
  }
  return 0;
}
