// Images of a folder with their captions, in the layout of the COCO data set or of training folders. Used by the COCO
// experiment. Free functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace heddle::evaluation {

struct CaptionedImage {
  std::filesystem::path file;
  std::vector<std::string> captions;  // at least one
};

// `captions`: COCO's {"images": [{"id", "file_name"}], "annotations": [{"image_id", "caption"}]}, or a list
// [{"image_file", "text"}]. Sorted by file name; pictures without a caption are left out. The folder is
// not searched yet. Failure: not such a file, a name that leads out of the folder, no picture at all.
Result<std::vector<CaptionedImage>> read_captioned_images(const std::filesystem::path& captions,
                                                          const std::filesystem::path& folder);

// Shuffled by the seed, so that the first N are a fair sample of all.
void shuffle(std::vector<CaptionedImage>& images, std::uint64_t seed);

}  // namespace heddle::evaluation
