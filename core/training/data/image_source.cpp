#include "training/data/image_source.h"

#include <ATen/ops/empty.h>

#include "scenes/caption.h"
#include "scenes/render.h"
#include "training/data/folder_images.h"
#include "training/data/scene_pool.h"

namespace heddle::training {

namespace {

class SceneImages final : public ImageSource {
 public:
  SceneImages(SceneSource source, std::int64_t count) : pool_(source), count_(count) {}

  Result<void> open() override { return {}; }
  [[nodiscard]] std::int64_t size() const override { return count_; }
  [[nodiscard]] std::string caption(std::int64_t index, std::uint64_t draw) const override {
    return scenes::caption_of(pool_.scene(index), draw);
  }
  [[nodiscard]] Result<at::Tensor> square(std::int64_t index, int side) const override {
    const auto edge = static_cast<std::size_t>(side);
    std::vector<std::uint8_t> rgb(edge * edge * 3);
    scenes::render_rgb_into(pool_.scene(index), side, rgb);
    at::Tensor bytes = at::empty({3, side, side}, at::kByte);
    copy_planar(rgb, side, 0, 0, side, bytes.mutable_data_ptr<std::uint8_t>());
    return bytes;
  }
  [[nodiscard]] Result<at::Tensor> encoder_square(std::int64_t index, int side) const override {
    return square(index, side);
  }
  [[nodiscard]] std::string identity(std::int64_t /*first*/, std::int64_t /*count*/) const override { return {}; }
  [[nodiscard]] std::string identity() const override { return pool_.source().describe(); }
  [[nodiscard]] std::int64_t images_a_file() const override { return 500; }
  [[nodiscard]] std::uint64_t seed() const override { return pool_.source().seed; }

 private:
  ScenePool pool_;
  std::int64_t count_;
};

}  // namespace

std::unique_ptr<ImageSource> make_image_source(RecipeSection data, std::int64_t scenes) {
  if (!data.has("pictures")) {
    const SceneSource source = SceneSource::read(data);
    return std::make_unique<SceneImages>(source, data.integer("scenes", scenes, {1, 1e8}));
  }
  const std::filesystem::path folder = data.path("pictures", "");
  const auto seed = static_cast<std::uint64_t>(data.integer("seed", 1));
  return std::make_unique<FolderImages>(folder, data.path("captions", folder / "captions.json"), seed);
}

}  // namespace heddle::training
