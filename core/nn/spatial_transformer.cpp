#include "nn/spatial_transformer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

#include "tensor/weight_scratch.h"

namespace heddle::nn {

namespace {

// A 1x1 convolution over (batch, n, channels) is a linear map whichever shape its weight is stored in.
Tensor project(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return linear_map(x, tensor::weight_in(weight.view({weight.size(0), weight.size(1)}), x.scalar_type()), bias);
}

TransformerBlock bind_block(Binder binder, const TransformerShape& shape) {
  const std::int64_t dim = shape.channels;
  TransformerBlock block;
  block.heads = shape.heads;
  block.norm1 = bind_layer_norm(binder.sub("norm1"), dim);
  block.self_q = bind_linear(binder.sub("attn1.to_q"), dim, dim, Bias::no);
  block.self_k = bind_linear(binder.sub("attn1.to_k"), dim, dim, Bias::no);
  block.self_v = bind_linear(binder.sub("attn1.to_v"), dim, dim, Bias::no);
  block.self_out = bind_linear(binder.sub("attn1.to_out.0"), dim, dim, Bias::yes, 0.5);
  block.norm2 = bind_layer_norm(binder.sub("norm2"), dim);
  block.cross_q = bind_linear(binder.sub("attn2.to_q"), dim, dim, Bias::no);
  block.cross_k = bind_linear(binder.sub("attn2.to_k"), shape.context_dim, dim, Bias::no);
  block.cross_v = bind_linear(binder.sub("attn2.to_v"), shape.context_dim, dim, Bias::no);
  block.cross_out = bind_linear(binder.sub("attn2.to_out.0"), dim, dim, Bias::yes, 0.5);
  block.norm3 = bind_layer_norm(binder.sub("norm3"), dim);
  block.ff_in = bind_linear(binder.sub("ff.net.0.proj"), dim, dim * 8);
  block.ff_out = bind_linear(binder.sub("ff.net.2"), dim * 4, dim, Bias::yes, 0.5);
  return block;
}

}  // namespace

KeyValue TransformerBlock::project_context(const Tensor& context) const { return {cross_k(context), cross_v(context)}; }

Tensor TransformerBlock::self_attention(const Tensor& tokens, const SelfReference& reference) const {
  if (reference.kept != nullptr) *reference.kept = tokens;
  const auto over = [&](const Tensor& query, const Tensor& context) {
    return attention(query, self_k(context), self_v(context), heads);
  };
  const Tensor query = self_q(tokens);
  if (!reference.tokens.defined()) return over(query, tokens);
  const Tensor both =
      over(query, at::cat({tokens, reference.tokens.expand({tokens.size(0), reference.tokens.size(1), -1})}, 1));
  const std::int64_t plain = reference.unconditional;
  if (plain == 0 || reference.fidelity <= 0) return both;
  const Tensor own = over(query.narrow(0, 0, plain), tokens.narrow(0, 0, plain));
  return at::cat({own * reference.fidelity + both.narrow(0, 0, plain) * (1 - reference.fidelity),
                  both.narrow(0, plain, both.size(0) - plain)});
}

Tensor TransformerBlock::cross_attention(const Tensor& query, const KeyValue& text,
                                         std::span<const ImagePromptTerm> prompts, AttentionProbe* probe) const {
  if (probe == nullptr) return decoupled_attention(query, text, prompts, heads);
  std::vector<Tensor> parts;
  const Tensor out = decoupled_attention(query, text, prompts, heads, &parts);
  probe->see(query, text, prompts, heads, parts);
  return out;
}

Tensor TransformerBlock::operator()(Tensor x, const KeyValue& text, std::span<const ImagePromptTerm> prompts,
                                    const SelfReference& reference, AttentionProbe* probe) const {
  Tensor h = norm1(x);
  x = add_within(self_out(self_attention(h, reference)), x);
  h = norm2(x);
  x = add_within(cross_out(cross_attention(cross_q(h), text, prompts, probe)), x);
  h = norm3(x);
  return add_within(ff_out(geglu(ff_in(h))), x);
}

Tensor SpatialTransformer::operator()(const Tensor& x, std::span<const KeyValue> text,
                                      std::span<const std::vector<ImagePromptTerm>> prompts,
                                      std::span<const SelfReference> references, AttentionProbe* probe) const {
  static const SelfReference none;
  const std::int64_t batch = x.size(0), channels = x.size(1), height = x.size(2), width = x.size(3);
  Tensor tokens = norm(x).permute({0, 2, 3, 1}).reshape({batch, height * width, channels});
  tokens = project(tokens, proj_in_weight, proj_in_bias);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::span<const ImagePromptTerm> terms =
        prompts.empty() ? std::span<const ImagePromptTerm>() : std::span<const ImagePromptTerm>(prompts[i]);
    tokens = blocks[i](tokens, text[i], terms, references.empty() ? none : references[i], probe);
  }
  tokens = project(tokens, proj_out_weight, proj_out_bias);
  return add_within(tokens.view({batch, height, width, channels}).permute({0, 3, 1, 2}), x);  // in x's memory layout
}

SpatialTransformer bind_spatial_transformer(Binder binder, const TransformerShape& shape) {
  const std::int64_t dim = shape.channels;
  const std::vector<std::int64_t> weight_shape =
      shape.linear_projection ? std::vector<std::int64_t>{dim, dim} : std::vector<std::int64_t>{dim, dim, 1, 1};
  SpatialTransformer layer;
  layer.norm = bind_group_norm(binder.sub("norm"), dim, shape.groups, 1e-6);
  layer.proj_in_weight = binder.tensor("proj_in.weight", weight_shape, tensor::Init::fan_in());
  layer.proj_in_bias = binder.tensor("proj_in.bias", {dim}, tensor::Init::constant(0));
  for (int i = 0; i < shape.depth; ++i) {
    layer.blocks.push_back(bind_block(binder.sub("transformer_blocks", static_cast<std::size_t>(i)), shape));
  }
  layer.proj_out_weight = binder.tensor("proj_out.weight", weight_shape, tensor::Init::fan_in(0.2));
  layer.proj_out_bias = binder.tensor("proj_out.bias", {dim}, tensor::Init::constant(0));
  return layer;
}

}  // namespace heddle::nn
