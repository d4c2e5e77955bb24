#include "models/annotators/pidinet.h"

#include <ATen/TensorIndexing.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/zeros.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace heddle::models {

namespace {

constexpr std::int64_t kPidiNarrow = 24;    // width of the dilated convolutions
constexpr std::int64_t kPidiAttention = 4;  // width inside the attention

// What a kernel takes differences of, in the order in which the blocks follow one another.
enum class Differences { central, angular, radial, none };
constexpr std::array<Differences, 4> kOrder = {Differences::central, Differences::angular, Differences::radial,
                                               Differences::none};

// The 3x3 kernel over differences as a kernel over pixels; 5x5 for radial ones. Undefined stays undefined.
Tensor folded(const Tensor& kernel, Differences differences) {
  if (!kernel.defined() || differences == Differences::none) return kernel;
  const auto at_place = [](const Tensor& flat, std::initializer_list<std::int64_t> places) {
    return flat.index_select(2, at::tensor(at::ArrayRef<std::int64_t>(places), at::kLong).to(flat.device()));
  };
  const Tensor flat = kernel.flatten(2);
  if (differences == Differences::central) {  // each pixel less the middle one
    Tensor out = flat.clone();
    out.select(2, 4).sub_(flat.sum(2));
    return out.reshape(kernel.sizes());
  }
  if (differences == Differences::angular)  // each pixel of the ring less the next, clockwise; the middle cancels
    return (flat - at_place(flat, {3, 0, 1, 6, 4, 2, 7, 8, 5})).reshape(kernel.sizes());
  // Radial: the outer ring of 5x5 at its eight directions, less the inner one.
  Tensor out = at::zeros({kernel.size(0), kernel.size(1), 25}, kernel.options());
  constexpr std::array<std::int64_t, 8> kOuter = {0, 2, 4, 10, 14, 20, 22, 24};
  constexpr std::array<std::int64_t, 8> kInner = {6, 7, 8, 11, 13, 16, 17, 18};
  for (std::size_t i = 0; i < kOuter.size(); ++i) {
    const Tensor value = flat.select(2, static_cast<std::int64_t>(i) + 1);
    out.select(2, kOuter[i]).copy_(value);
    out.select(2, kInner[i]).copy_(-value);
  }
  return out.reshape({kernel.size(0), kernel.size(1), 5, 5});
}

Tensor bind_bare_kernel(tensor::Binder binder, std::int64_t out, std::int64_t in, int side) {
  return binder.tensor("weight", {out, in, side, side}, tensor::Init::fan_in());
}

// The same size again, for a kernel whose pixels are `apart`.
Tensor dilated_conv(const Tensor& x, const Tensor& kernel, std::int64_t apart = 1, std::int64_t groups = 1) {
  return at::conv2d(x, kernel, {}, 1, kernel.size(2) / 2 * apart, apart, groups);
}

}  // namespace

Tensor PiDiNet::Block::operator()(const Tensor& given) const {
  const Tensor x = shortcut.weight.defined() ? at::max_pool2d(given, {2, 2}, {2, 2}) : given;
  const Tensor y = dilated_conv(at::relu(dilated_conv(x, differences, 1, x.size(1))), mix);
  return y + (shortcut.weight.defined() ? shortcut(x) : x);
}

Tensor PiDiNet::Level::logits(const Tensor& x) const {
  const Tensor thin = narrow(at::relu(x));
  Tensor sum;
  for (std::size_t i = 0; i < dilated.size(); ++i) {
    const Tensor far = dilated_conv(thin, dilated[i], 5 + 2 * static_cast<std::int64_t>(i));
    sum = sum.defined() ? sum + far : far;
  }
  return reduce(sum * at::sigmoid(dilated_conv(attend(at::relu(sum)), attention)));
}

PiDiNet PiDiNet::build(const tensor::Binder& binder) {
  constexpr std::array<std::int64_t, 4> kWidths = {60, 120, 240, 240};
  PiDiNet net;
  std::size_t place = 0;  // of a layer among all
  const auto next = [&place] { return kOrder[place++ % kOrder.size()]; };
  net.first_ = folded(bind_bare_kernel(binder.sub("init_block"), kWidths[0], 3, 3), next());
  std::int64_t in = kWidths[0];
  for (std::size_t i = 0; i < kWidths.size(); ++i) {
    Level& level = net.levels_[i];
    const std::int64_t out = kWidths[i];
    const std::size_t blocks = i == 0 ? 3 : 4;
    for (std::size_t j = 0; j < blocks; ++j) {
      const tensor::Binder of_block = binder.sub("block" + std::to_string(i + 1) + "_" + std::to_string(j + 1));
      Block block;
      block.differences = folded(bind_bare_kernel(of_block.sub("conv1"), in, 1, 3), next());
      block.mix = bind_bare_kernel(of_block.sub("conv2"), out, in, 1);
      if (i > 0 && j == 0) block.shortcut = nn::bind_conv(of_block.sub("shortcut"), in, out, 1);
      level.blocks.push_back(std::move(block));
      in = out;
    }
    const tensor::Binder dilation = binder.sub("dilations", i), attention = binder.sub("attentions", i);
    level.narrow = nn::bind_conv(dilation.sub("conv1"), out, kPidiNarrow, 1);
    for (std::size_t j = 0; j < level.dilated.size(); ++j)
      level.dilated[j] = bind_bare_kernel(dilation.sub("conv2_" + std::to_string(j + 1)), kPidiNarrow, kPidiNarrow, 3);
    level.attend = nn::bind_conv(attention.sub("conv1"), kPidiNarrow, kPidiAttention, 1);
    level.attention = bind_bare_kernel(attention.sub("conv2"), 1, kPidiAttention, 3);
    level.reduce = nn::bind_conv(binder.sub("conv_reduces", i).sub("conv"), kPidiNarrow, 1, 1);
  }
  net.classifier_ = nn::bind_conv(binder.sub("classifier"), static_cast<std::int64_t>(kWidths.size()), 1, 1);
  return net;
}

Tensor PiDiNet::edges(const Tensor& rgb) const {
  Tensor x = dilated_conv(rgb.flip(1) / 255, first_);  // it was trained on blue, green, red
  std::vector<Tensor> maps;
  for (const Level& level : levels_) {
    for (const Block& block : level.blocks) x = block(x);
    maps.push_back(at::upsample_bilinear2d(level.logits(x), {rgb.size(2), rgb.size(3)}, /*align_corners=*/false));
  }
  return at::sigmoid(classifier_(at::cat(maps, 1))).squeeze(0).squeeze(0);
}

}  // namespace heddle::models
