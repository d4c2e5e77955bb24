// ImageGenerator: makes the images that are measured. The command line's runs the graph of `heddle generate`; a test
// supplies its own. Used by the image cache. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"

namespace heddle::evaluation {

struct ImageRequest {
  std::string prompt = {};
  std::uint64_t seed = 0;
  int count = 1;                           // pictures in one batch, with seeds from `seed` on
  std::filesystem::path adapter = {};      // empty: no image prompt
  std::filesystem::path reference = {};    // the adapter's picture
  double scale = 1;                        // lambda
  std::filesystem::path lora = {};         // a style, merged in at full strength; empty: none
  std::filesystem::path control = {};      // a ControlNet, at full strength; empty: none
  std::filesystem::path t2i_adapter = {};  // the same of a T2I-Adapter
  std::filesystem::path map = {};          // what they follow
  std::filesystem::path unet = {};         // the model's UNet for this picture; empty: its own
  std::filesystem::path start = {};        // a picture to start from; empty: from noise alone
  std::filesystem::path mask = {};         // white where the start is repainted; empty: all of it
  double strength = 1;                     // how far from the start
};

class ImageGenerator {
 public:
  virtual ~ImageGenerator() = default;

  // Writes picture i to files[i]; there are `request.count` of them. Failure: cancelled, models that do not fit.
  virtual Result<void> paint(const ImageRequest& request, const std::vector<std::filesystem::path>& files,
                             const RunControl& control) = 0;

  // The picture through the VAE and back, without a step of diffusion between.
  virtual Result<void> reconstruct(const std::filesystem::path& image, const std::filesystem::path& file,
                                   const RunControl& control) = 0;

  // Names model and sampling: equal requests give equal images where this is equal.
  [[nodiscard]] virtual std::string identity() const = 0;
};

}  // namespace heddle::evaluation
