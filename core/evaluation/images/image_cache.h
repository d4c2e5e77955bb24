// ImageCache: the images of a run, in its folder. An image that exists there is not made again, so a stopped run can
// resume and experiments that request the same image share it. Used by the experiments. One thread at a time.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "evaluation/images/image_generator.h"
#include "image/image.h"
#include "scenes/scene.h"

namespace heddle::evaluation {

struct StoredImage {
  std::string file;  // from the report's folder: "pictures/a-red-ball-1f0c….png"
  image::Image image;
};

class ImageCache final {
 public:
  // Pictures go to <report>/pictures.
  ImageCache(std::filesystem::path report, ImageGenerator& generator)
      : report_(std::move(report)), generator_(generator) {}

  // The request's images, generated where they are missing. Failure: as the generator, or a file that cannot be read.
  Result<std::vector<StoredImage>> paint(const ImageRequest& request, const RunControl& control);
  // A scene as the generator draws it, `size` pixels a side; written so that the page and the adapters have it.
  Result<StoredImage> draw(const scenes::Scene& scene, int size);
  // A map that was made of one; `words` begin its name.
  Result<StoredImage> add(const image::Image& image, std::string_view words);
  Result<StoredImage> reconstruct(const StoredImage& image, const RunControl& control);
  // A user's image, at most `side` pixels for the page. The original is what is measured.
  Result<StoredImage> add_original(const std::filesystem::path& original, int side);

  [[nodiscard]] std::filesystem::path path_of(const StoredImage& image) const { return report_ / image.file; }

 private:
  // Readable name parts, and a hash of what the image depends on.
  [[nodiscard]] std::string file_for(std::string_view words, std::string_view content) const;
  [[nodiscard]] Result<StoredImage> read(const std::string& file) const;

  std::filesystem::path report_;
  ImageGenerator& generator_;
};

}  // namespace heddle::evaluation
