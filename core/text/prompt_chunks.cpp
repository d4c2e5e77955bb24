#include "text/prompt_chunks.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace heddle::text {
namespace {

class ChunkWriter {
 public:
  ChunkWriter(const Tokenizer& tokenizer, const ChunkOptions& options)
      : tokenizer_(&tokenizer), options_(options), comma_(tokenizer.id_of(",</w>")) {}

  [[nodiscard]] bool is_full() const { return chunks_.size() >= std::max<std::size_t>(options_.chunks_max, 1); }

  // False when there is no chunk left for the token.
  bool add(std::int64_t id, float weight) {
    make_room(id);
    if (is_full()) return false;
    ids_.push_back(id);
    weights_.push_back(weight);
    return true;
  }

  // The vectors of a trigger whose first token is `id`. False when there is no chunk left.
  bool add_vectors(std::int64_t id, std::size_t trigger, float weight) {
    const std::size_t count = std::clamp<std::size_t>(options_.triggers[trigger].vectors, 1, kChunkTokens);
    make_room(id);
    if (ids_.size() + count > kChunkTokens) finish();
    if (is_full()) return false;
    vectors_.push_back({ids_.size() + 1, trigger});
    ids_.insert(ids_.end(), count, kPlaceholder);
    weights_.insert(weights_.end(), count, weight);
    return true;
  }

  void finish() { finish_after(ids_.size()); }

  // The tokens that moved on from the last chunk there was room for.
  [[nodiscard]] std::size_t left_over() const { return ids_.size(); }

  std::vector<Chunk> take() && {
    if (chunks_.empty() || (!ids_.empty() && !is_full())) finish();
    return std::move(chunks_);
  }

 private:
  static constexpr std::int64_t kPlaceholder = 0;  // any token: vectors take its place

  void make_room(std::int64_t id) {
    if (comma_ == id) {
      last_comma_ = ids_.size();
    } else if (ids_.size() == kChunkTokens && last_comma_ && ids_.size() - *last_comma_ <= options_.comma_backtrack) {
      finish_after(*last_comma_ + 1);
    }
    if (ids_.size() == kChunkTokens) finish_after(kChunkTokens);
  }

  // Makes a chunk of the first `count` collected tokens; the others stay.
  void finish_after(std::size_t count) {
    Chunk chunk = empty_chunk(*tokenizer_);
    std::copy_n(ids_.begin(), count, chunk.ids.begin() + 1);
    std::copy_n(weights_.begin(), count, chunk.weights.begin() + 1);
    chunk.ids[count + 1] = tokenizer_->end_id();
    chunk.tokens = count;
    move_vectors(count, chunk);
    chunks_.push_back(std::move(chunk));
    ids_.erase(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(count));
    weights_.erase(weights_.begin(), weights_.begin() + static_cast<std::ptrdiff_t>(count));
    last_comma_.reset();
  }

  // A cut never goes through the vectors of one trigger: it is behind a comma, or behind all tokens.
  void move_vectors(std::size_t count, Chunk& chunk) {
    const auto kept = std::ranges::find_if(vectors_, [&](const VectorPlace& place) { return place.position > count; });
    chunk.vectors.assign(vectors_.begin(), kept);
    vectors_.erase(vectors_.begin(), kept);
    for (VectorPlace& place : vectors_) place.position -= count;
  }

  const Tokenizer* tokenizer_;
  const ChunkOptions& options_;
  std::optional<std::int64_t> comma_;
  std::vector<Chunk> chunks_;
  std::vector<std::int64_t> ids_;  // of the current chunk, at most 75
  std::vector<float> weights_;
  std::vector<VectorPlace> vectors_;       // among ids_, in their order
  std::optional<std::size_t> last_comma_;  // its place in ids_
};

}  // namespace

PromptChunks make_chunks(const Tokenizer& tokenizer, const ParsedPrompt& prompt, const ChunkOptions& options) {
  PromptChunks made;
  made.loras = prompt.loras;
  made.notes = prompt.notes;
  const TriggerFinder finder(tokenizer, options.triggers);
  ChunkWriter writer(tokenizer, options);
  for (const PromptPart& part : prompt.parts) {
    if (part.is_break) {
      if (!writer.is_full()) writer.finish();
      continue;
    }
    const auto weight = static_cast<float>(part.weight);
    for (const PromptToken& token : finder.read(part.text)) {
      const bool added =
          token.trigger ? writer.add_vectors(token.id, *token.trigger, weight) : writer.add(token.id, weight);
      if (!added) made.tokens_dropped += token.trigger ? options.triggers[*token.trigger].vectors : 1;
    }
  }
  if (writer.is_full()) made.tokens_dropped += writer.left_over();
  made.chunks = std::move(writer).take();
  if (made.tokens_dropped > 0) {
    made.notes.push_back(note("prompt.too_long",
                              "the prompt is too long: its last {} tokens were dropped, {} chunks of {} are read",
                              made.tokens_dropped, made.chunks.size(), kChunkTokens));
  }
  return made;
}

Chunk empty_chunk(const Tokenizer& tokenizer) {
  Chunk chunk;
  chunk.ids.assign(kChunkLength, tokenizer.pad_id());
  chunk.ids[0] = tokenizer.start_id();
  chunk.ids[1] = tokenizer.end_id();
  chunk.weights.assign(kChunkLength, 1.0F);
  return chunk;
}

}  // namespace heddle::text
