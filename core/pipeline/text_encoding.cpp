#include "pipeline/text_encoding.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/tensor.h>

#include "text/prompt_chunks.h"

namespace heddle::pipeline {

namespace {

struct Batch {
  at::Tensor ids;      // (chunks, 77)
  at::Tensor weights;  // (chunks, 77, 1) fp32
};

Batch batch_of(const std::vector<text::Chunk>& chunks, at::Device device) {
  std::vector<std::int64_t> ids;
  std::vector<float> weights;
  for (const text::Chunk& chunk : chunks) {
    ids.insert(ids.end(), chunk.ids.begin(), chunk.ids.end());
    weights.insert(weights.end(), chunk.weights.begin(), chunk.weights.end());
  }
  const auto count = static_cast<std::int64_t>(chunks.size());
  const auto length = static_cast<std::int64_t>(text::kChunkLength);
  return {at::from_blob(ids.data(), {count, length}, at::kLong).clone().to(device),
          at::from_blob(weights.data(), {count, length, 1}, at::kFloat).clone().to(device)};
}

// A1111 multiplies the states of each chunk by the words' weights and, for `original`, restores the chunk's mean.
at::Tensor weighted(const at::Tensor& states, const at::Tensor& weights, text::Emphasis emphasis) {
  if (emphasis == text::Emphasis::ignore || weights.eq(1.0).all().item<bool>()) return states;
  const at::Tensor full = states.to(at::kFloat);
  at::Tensor scaled = full * weights;
  if (emphasis == text::Emphasis::original) {
    scaled = scaled * (full.mean({1, 2}, true) / scaled.mean({1, 2}, true));
  }
  return scaled.to(states.scalar_type());
}

// The words of the encoder's embeddings; each names the embedding by its place.
std::vector<text::Trigger> triggers_in(const TextEncoder& encoder) {
  std::vector<text::Trigger> triggers;
  for (std::size_t i = 0; i < encoder.embeddings.size(); ++i) {
    const Embedding& embedding = *encoder.embeddings[i];
    const auto count = static_cast<std::size_t>(embedding.vectors.size(0));
    for (const std::string& word : embedding.triggers) triggers.push_back({word, i, count});
  }
  return triggers;
}

// embeddings (chunks, 77, dim) with the vectors of triggers in their places.
at::Tensor with_vectors(at::Tensor embeddings, const std::vector<text::Chunk>& chunks, const TextEncoder& encoder,
                        const std::vector<text::Trigger>& triggers) {
  for (std::size_t chunk = 0; chunk < chunks.size(); ++chunk) {
    for (const text::VectorPlace& place : chunks[chunk].vectors) {
      const at::Tensor& vectors = encoder.embeddings[triggers[place.trigger].embedding]->vectors;
      const auto first = static_cast<std::int64_t>(place.position);
      embeddings[static_cast<std::int64_t>(chunk)].slice(0, first, first + vectors.size(0)).copy_(vectors);
    }
  }
  return embeddings;
}

}  // namespace

text::Emphasis emphasis_from(std::string_view name) {
  if (name == "no_norm") return text::Emphasis::no_norm;
  if (name == "ignore") return text::Emphasis::ignore;
  return text::Emphasis::original;
}

Result<EncodedText> encode_text(const TextEncoder& encoder, const TextRequest& request) {
  const at::NoGradGuard no_grad;
  const int skip = request.clip_skip.layers_left_out();
  if (skip >= encoder.network.config().num_hidden_layers) {
    return fail(ErrorKind::invalid_input, "[text.encode] clip skip {} leaves none of the text encoder's {} layers",
                request.clip_skip.a1111(), encoder.network.config().num_hidden_layers);
  }
  text::ChunkOptions options;
  options.triggers = triggers_in(encoder);
  text::PromptChunks prompt = text::make_chunks(encoder.tokenizer, text::parse_prompt(request.text, request.syntax), options);
  std::vector<text::Chunk> chunks = prompt.chunks;
  chunks.push_back(text::empty_chunk(encoder.tokenizer));
  const Batch batch = batch_of(chunks, encoder.policy.device);
  const at::Tensor embeddings = with_vectors(encoder.network.embed_tokens(batch.ids), chunks, encoder, options.triggers);
  const at::Tensor states = encoder.network.encode(embeddings, skip);
  const auto count = static_cast<std::int64_t>(prompt.chunks.size());
  const at::Tensor kept = weighted(states.slice(0, 0, count), batch.weights.slice(0, 0, count), request.emphasis);
  return EncodedText{{kept.reshape({1, -1, states.size(2)}), states.slice(0, count)}, std::move(prompt.notes)};
}

}  // namespace heddle::pipeline
