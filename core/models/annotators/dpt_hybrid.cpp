#include "models/annotators/dpt_hybrid.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace heddle::models {

namespace {

constexpr std::int64_t kDptFeatures = 256;
constexpr std::int64_t kDptPatch = 16;

Tensor doubled_map(const Tensor& x) {
  return at::upsample_bilinear2d(x, {2 * x.size(2), 2 * x.size(3)}, /*align_corners=*/true);
}

}  // namespace

Tensor DptHybrid::Residual::operator()(const Tensor& x) const { return second(at::relu(first(at::relu(x)))) + x; }

// Tokens as a map of patches; each is joined with the class token, which says what the whole picture is.
Tensor DptHybrid::as_map(const Tensor& tokens, const nn::Linear& readout, const Tensor& like) {
  const Tensor patches = tokens.narrow(1, 1, tokens.size(1) - 1);
  const Tensor joined = at::cat({patches, tokens.narrow(1, 0, 1).expand_as(patches)}, -1);
  return at::gelu(readout(joined))
      .transpose(1, 2)
      .reshape({1, tokens.size(2), like.size(2) / kDptPatch, like.size(3) / kDptPatch});
}

DptHybrid DptHybrid::build(const tensor::Binder& binder) {
  constexpr std::int64_t kWidth = DptBackbone::kWidth;
  constexpr std::array<std::int64_t, 4> kLevels = {256, 512, kWidth, kWidth};
  DptHybrid net;
  const tensor::Binder pretrained = binder.sub("pretrained"), scratch = binder.sub("scratch");
  net.backbone_ = DptBackbone::build(pretrained.sub("model"));
  for (std::size_t i = 0; i < net.readouts_.size(); ++i) {
    const tensor::Binder post = pretrained.sub("act_postprocess" + std::to_string(i + 3));
    net.readouts_[i] = nn::bind_linear(post.sub("0.project.0"), 2 * kWidth, kWidth);
    net.reassemble_[i] = nn::bind_conv(post.sub("3"), kWidth, kWidth, 1);
    if (i == 1) net.halve_ = nn::bind_conv(post.sub("4"), kWidth, kWidth, 3, 2);
  }
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    net.narrow_[i] = scratch.sub("layer" + number + "_rn")
                         .tensor("weight", {kDptFeatures, kLevels[i], 3, 3}, tensor::Init::fan_in());
    const tensor::Binder fusion = scratch.sub("refinenet" + number);
    const auto residual = [&](const std::string& name) {
      return Residual{nn::bind_conv(fusion.sub(name + ".conv1"), kDptFeatures, kDptFeatures, 3),
                      nn::bind_conv(fusion.sub(name + ".conv2"), kDptFeatures, kDptFeatures, 3)};
    };
    // The coarsest level has nothing to take; its file holds the layers all the same.
    net.fusions_[i] = {i + 1 < kLevels.size() ? residual("resConfUnit1") : Residual{}, residual("resConfUnit2"),
                       nn::bind_conv(fusion.sub("out_conv"), kDptFeatures, kDptFeatures, 1)};
  }
  net.head1_ = nn::bind_conv(scratch.sub("output_conv", 0), kDptFeatures, kDptFeatures / 2, 3);
  net.head2_ = nn::bind_conv(scratch.sub("output_conv", 2), kDptFeatures / 2, 32, 3);
  net.head3_ = nn::bind_conv(scratch.sub("output_conv", 4), 32, 1, 1);
  return net;
}

Tensor DptHybrid::nearness(const Tensor& rgb) const {
  const DptBackbone::Features seen = backbone_(rgb / 127.5 - 1);
  const std::array<Tensor, 4> levels = {seen.fine, seen.coarse, reassemble_[0](as_map(seen.middle, readouts_[0], rgb)),
                                        halve_(reassemble_[1](as_map(seen.last, readouts_[1], rgb)))};
  Tensor path;
  for (std::size_t i = levels.size(); i-- > 0;) {
    const Fusion& fusion = fusions_[i];
    const Tensor level = at::conv2d(levels[i], narrow_[i], {}, 1, 1);
    path = path.defined() ? path + fusion.take(level) : level;
    path = fusion.out(doubled_map(fusion.mix(path)));
  }
  return at::relu(head3_(at::relu(head2_(doubled_map(head1_(path)))))).squeeze(0).squeeze(0);
}

}  // namespace heddle::models
