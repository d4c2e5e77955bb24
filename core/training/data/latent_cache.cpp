#include "training/data/latent_cache.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

#include "base/hash.h"
#include "tensor/weight_layout.h"
#include "training/data/clip_pixels.h"
#include "training/data/scene_pool.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

// Pictures that are encoded at once: one where the network is Stable Diffusion's, whose activations are large.
std::int64_t batch_for(const models::Vae& vae) {
  return tensor::is_wide(vae.config().block_out_channels.front()) ? 1 : 10;
}

// The tensor's name in the files; empty for none.
std::string name_of(ImageFeatures images) {
  switch (images) {
    case ImageFeatures::none: break;
    case ImageFeatures::embeds: return "image_embeds";
    case ImageFeatures::penultimate: return "image_penultimate";
  }
  return {};
}

// Builds and reads the files.
class Builder final {
 public:
  Builder(const LatentCacheSettings& settings, const ImageSource& source, const StepInfo& info)
      : settings_(settings), source_(source), info_(info) {}

  Result<void> load_networks() {
    ContentHasher hash;
    hash.add(fmt::format("{} {}", source_.identity(), settings_.size));
    if (auto added = add_vae(hash, settings_.model); !added) return added;
    if (with_images()) {
      if (auto added = add_image_encoder(hash, settings_.model); !added) return added;
    }
    origin_ = hash.hex();
    if (auto read = frozen_.read_vae(settings_.model, info_); !read) return heddle::forward(read);
    return with_images() ? frozen_.read_image_encoder(settings_.model, info_) : Result<void>();
  }

  [[nodiscard]] double scaling_factor() const { return frozen_.vae->config().scaling_factor; }

  // The rows of one file: read, or computed and written.
  Result<NamedTensors> file(std::int64_t number, const RunControl& control) {
    const std::filesystem::path path = settings_.folder / fmt::format("latents-{:05}.safetensors", number);
    const std::int64_t first = number * source_.images_a_file();
    const std::int64_t count = std::min(source_.images_a_file(), source_.size() - first);
    const std::string identity = source_.identity(first, count);
    const std::string origin = identity.empty() ? origin_ : origin_ + content_hash(identity);
    std::error_code absent;
    if (std::filesystem::exists(path, absent)) {
      auto stored = read_tensors(path);
      const bool has_all = stored && (!with_images() || stored->tensors.contains(name_of(settings_.images)));
      if (has_all && stored->facts["heddle.origin"] == origin && stored->tensors.at("mean").size(0) == count) {
        return std::move(stored->tensors);
      }
    }
    auto rows = encode(first, count, control);
    if (!rows) return heddle::forward(rows);
    if (auto written = write_tensors(path, *rows, {{"heddle.origin", origin}}); !written)
      return heddle::forward(written);
    return rows;
  }

 private:
  [[nodiscard]] bool with_images() const { return settings_.images != ImageFeatures::none; }

  Result<NamedTensors> encode(std::int64_t first, std::int64_t count, const RunControl& control) const {
    std::vector<Tensor> means, deviations, images;
    const std::int64_t batch = batch_for(*frozen_.vae);
    for (std::int64_t i = 0; i < count; i += batch) {
      if (control.cancelled()) return cancelled();
      control.report(static_cast<double>(first + i) / static_cast<double>(source_.size()), "encoding pictures");
      const std::int64_t n = std::min(batch, count - i);
      const auto squares = read_images(first + i, n, settings_.size, &ImageSource::square);
      if (!squares) return Failure(squares.error());
      const models::Gaussian latents = frozen_.vae->encode(squares->to(info_.device, info_.dtype));
      means.push_back(latents.mean.to(at::kCPU, at::kHalf));
      deviations.push_back(at::exp(latents.log_var.to(at::kFloat) * 0.5).to(at::kCPU, at::kHalf));
      if (!with_images()) continue;
      const auto side = static_cast<int>(frozen_.image_encoder->config().image_size);
      const auto views = read_images(first + i, n, side, &ImageSource::encoder_square);
      if (!views) return Failure(views.error());
      const Tensor pixels = clip_normalised(*views).to(info_.device, info_.dtype);
      const models::ClipVisionOutput seen = frozen_.image_encoder->encode(pixels);
      const Tensor& kept = settings_.images == ImageFeatures::embeds ? seen.image_embeds : seen.penultimate;
      images.push_back(kept.to(at::kCPU, at::kHalf));
    }
    NamedTensors rows = {{"mean", at::cat(means)}, {"deviation", at::cat(deviations)}};
    if (with_images()) rows.emplace(name_of(settings_.images), at::cat(images));
    return rows;
  }

  using Square = Result<Tensor> (ImageSource::*)(std::int64_t index, int side) const;
  [[nodiscard]] Result<Tensor> read_images(std::int64_t first, std::int64_t count, int side, Square square) const {
    std::vector<Tensor> bytes;
    for (std::int64_t i = first; i < first + count; ++i) {
      auto one = (source_.*square)(i, side);
      if (!one) return heddle::forward(one);
      bytes.push_back(std::move(*one));
    }
    return to_signed_unit(at::stack(bytes));
  }

  const LatentCacheSettings& settings_;
  const ImageSource& source_;
  StepInfo info_;
  FrozenModel frozen_;
  std::string origin_;
};

}  // namespace

Result<LatentCache> LatentCache::open(const LatentCacheSettings& settings, const ImageSource& source,
                                      const StepInfo& info, const RunControl& control) {
  const at::NoGradGuard no_grad;
  Builder builder(settings, source, info);
  if (auto loaded = builder.load_networks(); !loaded) return heddle::forward(loaded);
  std::vector<Tensor> means, deviations, images;
  const std::string wanted = name_of(settings.images);
  for (std::int64_t number = 0; number * source.images_a_file() < source.size(); ++number) {
    auto rows = builder.file(number, control);
    if (!rows) return heddle::forward(rows);
    means.push_back(rows->at("mean"));
    deviations.push_back(rows->at("deviation"));
    if (!wanted.empty()) images.push_back(rows->at(wanted));
  }
  LatentCache cache;
  cache.means_ = at::cat(means);
  cache.deviations_ = at::cat(deviations);
  if (!wanted.empty()) cache.images_ = at::cat(images);
  cache.scaling_factor_ = builder.scaling_factor();
  return cache;
}

CachedRows LatentCache::rows(std::span<const std::int64_t> images) const {
  const Tensor index = at::tensor(at::ArrayRef<std::int64_t>(images.data(), images.size()), at::kLong);
  CachedRows rows;
  rows.mean = means_.index_select(0, index).to(at::kFloat);
  rows.deviation = deviations_.index_select(0, index).to(at::kFloat);
  if (images_.defined()) rows.images = images_.index_select(0, index).to(at::kFloat);
  return rows;
}

}  // namespace heddle::training
