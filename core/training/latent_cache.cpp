#include "training/latent_cache.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

#include "base/hash.h"
#include "scenes/caption.h"
#include "scenes/render.h"
#include "training/clip_pixels.h"
#include "training/model_files.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::int64_t kScenesAFile = 500;
constexpr std::int64_t kBatch = 10;

void add_weights(ContentHasher& hash, const NamedTensors& weights) {
  for (const auto& [name, value] : weights) {
    const Tensor bytes = value.contiguous();
    hash.add(name);
    hash.add(std::span(static_cast<const std::byte*>(bytes.const_data_ptr()), bytes.nbytes()));
  }
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
  Builder(const LatentCacheSettings& settings, const ScenePool& pool, const StepInfo& info)
      : settings_(settings), pool_(pool), info_(info) {}

  Result<void> load_networks() {
    ContentHasher hash;
    hash.add(fmt::format("{} {}", pool_.source().describe(), settings_.size));
    for (const char* part : {"vae", "image_encoder"}) {
      if (part == std::string_view("image_encoder") && !with_images()) continue;
      auto files = read_model(settings_.model / part);
      if (!files) return heddle::forward(files);
      add_weights(hash, files->weights);
    }
    origin_ = hash.hex();
    if (auto read = frozen_.read_vae(settings_.model, info_); !read) return heddle::forward(read);
    return with_images() ? frozen_.read_image_encoder(settings_.model, info_) : Result<void>();
  }

  [[nodiscard]] double scaling_factor() const { return frozen_.vae->config().scaling_factor; }

  // The rows of one file: read, or worked out and written.
  Result<NamedTensors> file(std::int64_t number, const RunControl& control) {
    const std::filesystem::path path = settings_.folder / fmt::format("latents-{:05}.safetensors", number);
    const std::int64_t first = number * kScenesAFile;
    const std::int64_t count = std::min(kScenesAFile, settings_.scenes - first);
    std::error_code absent;
    if (std::filesystem::exists(path, absent)) {
      auto stored = read_tensors(path);
      const bool has_all = stored && (!with_images() || stored->tensors.contains(name_of(settings_.images)));
      if (has_all && stored->facts["heddle.origin"] == origin_ && stored->tensors.at("mean").size(0) == count) {
        return std::move(stored->tensors);
      }
    }
    auto rows = encode(first, count, control);
    if (!rows) return heddle::forward(rows);
    if (auto written = write_tensors(path, *rows, {{"heddle.origin", origin_}}); !written) return heddle::forward(written);
    return rows;
  }

 private:
  [[nodiscard]] bool with_images() const { return settings_.images != ImageFeatures::none; }

  Result<NamedTensors> encode(std::int64_t first, std::int64_t count, const RunControl& control) const {
    std::vector<Tensor> means, deviations, images;
    for (std::int64_t i = 0; i < count; i += kBatch) {
      if (control.cancelled()) return cancelled();
      control.report(static_cast<double>(first + i) / static_cast<double>(settings_.scenes), "encoding scenes");
      const std::int64_t n = std::min(kBatch, count - i);
      const models::Gaussian latents =
          frozen_.vae->encode(pictures(first + i, n, settings_.size).to(info_.device, info_.dtype));
      means.push_back(latents.mean.to(at::kCPU, at::kHalf));
      deviations.push_back(at::exp(latents.log_var.to(at::kFloat) * 0.5).to(at::kCPU, at::kHalf));
      if (!with_images()) continue;
      const auto side = static_cast<int>(frozen_.image_encoder->config().image_size);
      const Tensor pixels = clip_normalised(pictures(first + i, n, side));
      const models::ClipVisionOutput seen = frozen_.image_encoder->encode(pixels.to(info_.device, info_.dtype));
      const Tensor& kept = settings_.images == ImageFeatures::embeds ? seen.image_embeds : seen.penultimate;
      images.push_back(kept.to(at::kCPU, at::kHalf));
    }
    NamedTensors rows = {{"mean", at::cat(means)}, {"deviation", at::cat(deviations)}};
    if (with_images()) rows.emplace(name_of(settings_.images), at::cat(images));
    return rows;
  }

  [[nodiscard]] Tensor pictures(std::int64_t first, std::int64_t count, int size) const {
    const Tensor bytes = at::empty({count, 3, size, size}, at::kByte);
    for (std::int64_t i = 0; i < count; ++i) {
      std::vector<std::uint8_t> rgb(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3);
      scenes::render_rgb_into(pool_.scene(first + i), size, rgb);
      copy_planar(rgb, size, 0, 0, size, bytes.mutable_data_ptr<std::uint8_t>() + i * 3 * size * size);
    }
    return to_signed_unit(bytes);
  }

  const LatentCacheSettings& settings_;
  const ScenePool& pool_;
  StepInfo info_;
  FrozenModel frozen_;
  std::string origin_;
};

}  // namespace

Result<LatentCache> LatentCache::open(const LatentCacheSettings& settings, const ScenePool& pool, const StepInfo& info,
                                      const RunControl& control) {
  const at::NoGradGuard no_grad;
  Builder builder(settings, pool, info);
  if (auto loaded = builder.load_networks(); !loaded) return heddle::forward(loaded);
  std::vector<Tensor> means, deviations, images;
  const std::string wanted = name_of(settings.images);
  for (std::int64_t number = 0; number * kScenesAFile < settings.scenes; ++number) {
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

CachedRows LatentCache::rows(std::span<const std::int64_t> scenes) const {
  const Tensor index = at::tensor(at::ArrayRef<std::int64_t>(scenes.data(), scenes.size()), at::kLong);
  CachedRows rows;
  rows.mean = means_.index_select(0, index).to(at::kFloat);
  rows.deviation = deviations_.index_select(0, index).to(at::kFloat);
  if (images_.defined()) rows.images = images_.index_select(0, index).to(at::kFloat);
  return rows;
}

}  // namespace heddle::training
