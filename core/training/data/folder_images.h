// FolderImages: a user's images with their captions, in the format of the official IP-Adapter trainer: a folder, and
// JSON [{"image_file": "cat.png", "text": "a cat"}, ...], or one such entry a line in a .jsonl file. Used by
// ImageSource. Const calls from any thread.
#pragma once

#include <filesystem>
#include <vector>

#include "image/image.h"
#include "training/data/image_source.h"

namespace heddle::training {

// The official trainer's square: the short side to `side` (bilinear, as torchvision's Resize), the middle of the long
// one.
[[nodiscard]] image::Image training_square(const image::Image& image, int side);

class FolderImages final : public ImageSource {
 public:
  FolderImages(std::filesystem::path folder, std::filesystem::path captions, std::uint64_t seed)
      : folder_(std::move(folder)), captions_(std::move(captions)), seed_(seed) {}

  // Reads the captions and looks for every picture. Failure: names the file, the entry and what to do.
  Result<void> open() override;
  [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(entries_.size()); }
  [[nodiscard]] std::string caption(std::int64_t index, std::uint64_t draw) const override;
  [[nodiscard]] Result<at::Tensor> square(std::int64_t index, int side) const override;
  // The encoder gets the whole picture's middle, not the training square's, as CLIPImageProcessor cuts it.
  [[nodiscard]] Result<at::Tensor> encoder_square(std::int64_t index, int side) const override;
  [[nodiscard]] std::string identity(std::int64_t first, std::int64_t count) const override;
  [[nodiscard]] std::string identity() const override { return "folder"; }
  [[nodiscard]] std::int64_t images_a_file() const override { return 50; }
  [[nodiscard]] std::uint64_t seed() const override { return seed_; }

 private:
  struct Entry {
    std::string file;  // below the folder
    std::string text;
  };
  [[nodiscard]] Result<void> read_captions();
  [[nodiscard]] Result<void> look_for_images() const;
  [[nodiscard]] Result<image::Image> image(std::int64_t index) const;

  std::filesystem::path folder_, captions_;
  std::uint64_t seed_;
  std::vector<Entry> entries_;
};

}  // namespace heddle::training
