#include "training/data/clip_pixels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/tensor.h>

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "models/clip_vision/clip_normalisation.h"

namespace heddle::training {

namespace {

at::Tensor per_channel(const std::array<double, 3>& values, const at::Tensor& like) {
  return at::tensor(at::ArrayRef<double>(values), at::kFloat).to(like.options()).view({1, 3, 1, 1});
}

}  // namespace

at::Tensor clip_normalised(const at::Tensor& images) {
  return ((images + 1.0) * 0.5 - per_channel(models::kClipMean, images)) / per_channel(models::kClipStd, images);
}

Result<void> write_preprocessor(std::int64_t size, const std::filesystem::path& folder) {
  std::error_code exists;
  std::filesystem::create_directories(folder, exists);
  const nlohmann::json config = {{"image_processor_type", "CLIPImageProcessor"},
                                 {"do_resize", true},
                                 {"size", {{"shortest_edge", size}}},
                                 {"resample", 3},
                                 {"do_center_crop", true},
                                 {"crop_size", {{"height", size}, {"width", size}}},
                                 {"do_rescale", true},
                                 {"rescale_factor", 1.0 / 255},
                                 {"do_normalize", true},
                                 {"do_convert_rgb", true},
                                 {"image_mean", models::kClipMean},
                                 {"image_std", models::kClipStd}};
  const std::string text = config.dump(2) + "\n";
  return write_file_atomically(folder / "preprocessor_config.json", std::string_view(text));
}

}  // namespace heddle::training
