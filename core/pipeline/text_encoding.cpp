#include "pipeline/text_encoding.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "base/printable.h"
#include "text/prompt_chunks.h"
#include "text/prompt_reading.h"

namespace heddle::pipeline {

namespace {

constexpr int kManySteps = 20;  // for the first text of a prompt that changes

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

struct Weighted {
  at::Tensor states;
  double change = 1;  // the factor that restored a chunk's mean, of the chunk where it is farthest from 1
};

// A1111 multiplies the states of each chunk by the words' weights and, for `original`, restores the chunk's mean.
Weighted weighted(const at::Tensor& states, const at::Tensor& weights, text::Emphasis emphasis) {
  if (emphasis == text::Emphasis::ignore || weights.eq(1.0).all().item<bool>()) return {states};
  const at::Tensor full = states.to(at::kFloat);
  at::Tensor scaled = full * weights;
  if (emphasis != text::Emphasis::original) return {scaled.to(states.scalar_type())};
  const at::Tensor factors = full.mean({1, 2}, true) / scaled.mean({1, 2}, true);
  scaled = (scaled * factors).to(states.scalar_type());
  const at::Tensor flat = factors.flatten();
  Weighted result{scaled};
  for (std::int64_t i = 0; i < flat.size(0); ++i) {
    const auto factor = flat[i].item<double>();
    if (!std::isfinite(factor) || std::abs(factor - 1) > std::abs(result.change - 1)) result.change = factor;
    if (!std::isfinite(factor)) break;
  }
  return result;
}

// The part of a prompt whose weight is farthest from 1, as it would be written.
std::string heaviest(const text::ParsedPrompt& prompt) {
  const auto far = [](const text::PromptPart& part) { return part.is_break ? 0 : std::abs(part.weight - 1); };
  const auto found = std::ranges::max_element(prompt.parts, {}, far);
  return fmt::format("({}:{:.4g})", printable(found->text, 40), found->weight);
}

// Weights that nearly cancel in a chunk's mean make restoring it a multiplication by a huge number.
Result<void> tell_change(double change, const text::ParsedPrompt& prompt, std::vector<Note>& notes) {
  constexpr double kHopeless = 1e4, kFar = 2;
  if (!std::isfinite(change) || std::abs(change) > kHopeless) {
    return fail(ErrorKind::invalid_input,
                "[text.encode] the weights of the prompt cancel each other out, so that nothing is left to "
                "restore its mean from; change '{}', or set the emphasis to no_norm",
                heaviest(prompt));
  }
  if (change > kFar || change < 1 / kFar) {
    notes.push_back(note("prompt.weights_cancel",
                         "the weights of the prompt nearly cancel each other out: restoring its mean, as A1111 "
                         "does, multiplies all of it by {:.3g}; change '{}', or set the emphasis to no_norm",
                         change, heaviest(prompt)));
  }
  return {};
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

namespace {

// The words of one text.
Result<EncodedText> encode_words(const TextEncoder& encoder, const std::string& words, const TextRequest& request) {
  const at::NoGradGuard no_grad;
  text::ChunkOptions options;
  options.triggers = triggers_in(encoder);
  const text::ParsedPrompt parsed = text::parse_prompt(words, request.syntax);
  text::PromptChunks prompt = text::make_chunks(encoder.tokenizer, parsed, options);
  std::vector<text::Chunk> chunks = prompt.chunks;
  chunks.push_back(text::empty_chunk(encoder.tokenizer));
  const Batch batch = batch_of(chunks, encoder.policy.device);
  const at::Tensor embeddings =
      with_vectors(encoder.network.embed_tokens(batch.ids), chunks, encoder, options.triggers);
  const at::Tensor states = encoder.network.encode(embeddings, request.clip_skip.layers_left_out());
  if (!at::isfinite(states).all().item<bool>()) {
    return fail(ErrorKind::invalid_input, "[text.encode] the text encoder gives values that are not numbers; {}",
                encoder.embeddings.empty() && encoder.loras.empty()
                    ? "its file may be damaged, or its number type too small: use fp32"
                    : "lower the strength of its LoRA, or take its embeddings out");
  }
  const auto count = static_cast<std::int64_t>(prompt.chunks.size());
  const Weighted kept = weighted(states.slice(0, 0, count), batch.weights.slice(0, 0, count), request.emphasis);
  if (auto told = tell_change(kept.change, parsed, prompt.notes); !told) return forward(told);
  EncodedText encoded{{kept.states.reshape({1, -1, states.size(2)}), states.slice(0, count)}, std::move(prompt.notes)};
  for (const text::Chunk& chunk : prompt.chunks)
    encoded.conditioning.ids.insert(encoded.conditioning.ids.end(), chunk.ids.begin(), chunk.ids.end());
  return encoded;
}

// Encodes texts for a program; each once.
class ProgramEncoder final {
 public:
  ProgramEncoder(std::shared_ptr<const TextEncoder> encoder, TextRequest request)
      : encoder_(std::move(encoder)), request_(std::move(request)) {}

  Result<EncodedStates> operator()(const std::string& words) {
    const std::lock_guard lock(mutex_);
    if (const auto known = encoded_.find(words); known != encoded_.end()) return known->second;
    auto made = encode_words(*encoder_, words, request_);
    if (!made) return forward(made);
    return encoded_[words] = EncodedStates{made->conditioning.states, std::move(made->notes)};
  }

 private:
  const std::shared_ptr<const TextEncoder> encoder_;
  const TextRequest request_;
  std::mutex mutex_;
  std::map<std::string, EncodedStates> encoded_;
};

}  // namespace

Result<EncodedText> encode_text(const std::shared_ptr<const TextEncoder>& encoder, const TextRequest& request) {
  const std::int64_t layers = encoder->network.config().num_hidden_layers;
  if (request.clip_skip.layers_left_out() >= layers) {
    return fail(ErrorKind::invalid_input, "[text.encode] clip skip {} leaves none of the text encoder's {} layers",
                request.clip_skip.a1111(), layers);
  }
  text::ReadPrompt read = text::read_prompt(request.text, request.syntax);
  auto encoded = encode_words(*encoder, read.prompts.front().schedule.texts(kManySteps).front().text, request);
  if (!encoded) return encoded;
  encoded->conditioning.encoder = encoder;
  encoded->notes.insert(encoded->notes.begin(), read.notes.begin(), read.notes.end());
  if (read.is_plain()) return encoded;
  TextProgram program{std::move(read.prompts), std::move(read.whole), {}, encoded->notes};
  program.encode = [encode = std::make_shared<ProgramEncoder>(encoder, request)](const std::string& words) {
    return (*encode)(words);
  };
  encoded->conditioning.program = std::make_shared<const TextProgram>(std::move(program));
  return encoded;
}

}  // namespace heddle::pipeline
