#include "pipeline/load/embedding_application.h"

#include <ATen/ops/isfinite.h>

#include <memory>

#include "tensor/weight_tensors.h"

namespace heddle::pipeline {

namespace {

Result<at::Tensor> read_vectors(const weights::EmbeddingFile& file, const weights::EmbeddingVectors& vectors) {
  auto view = tensor::tensor_view(vectors.ref);
  if (!view) return forward(view);
  const at::Tensor values = view->to(at::kFloat).reshape({vectors.count, vectors.width}).clone();
  if (auto same = vectors.ref.file->check_unchanged(); !same) return forward(same);
  if (!at::isfinite(values).all().item<bool>()) {
    return fail(ErrorKind::invalid_input, "[embedding.apply] '{}' holds numbers that are not finite; it is damaged",
                file.name());
  }
  return values;
}

}  // namespace

Result<TaughtEncoder> with_embedding(const TextEncoder& encoder, const weights::EmbeddingFile& file,
                                     std::vector<std::string> words) {
  auto vectors = weights::vectors_for(file, encoder.network.config().hidden_size);
  if (!vectors) return forward(vectors);
  auto values = read_vectors(file, *vectors);
  if (!values) return forward(values);
  TaughtEncoder taught{encoder, static_cast<std::size_t>(values->nbytes())};
  taught.encoder.embeddings.push_back(
      std::make_shared<const Embedding>(Embedding{std::move(words), std::move(*values)}));
  return taught;
}

}  // namespace heddle::pipeline
