// What the tests of experiments need: a generator that draws what it likes, and judges with random weights.
#pragma once

#include <ATen/CPUGeneratorImpl.h>

#include <filesystem>
#include <functional>
#include <stdexcept>

#include "evaluation/experiment.h"
#include "evaluation/judges/attribute_judge.h"
#include "evaluation/judges/clip_judge.h"
#include "image/read_image.h"
#include "image/write_image.h"
#include "support/temporary_folder.h"
#include "training/model_files.h"

namespace heddle::evaluation {

// Answers a request with the image that `answer` returns; counts the requests.
class ToyPainter final : public ImageGenerator {
 public:
  using Answer = std::function<image::Image(const ImageRequest& request, int number)>;
  explicit ToyPainter(Answer answer) : answer_(std::move(answer)) {}

  Result<void> paint(const ImageRequest& request, const std::vector<std::filesystem::path>& files,
                     const RunControl& control) override {
    if (control.cancelled()) return cancelled();
    for (std::size_t i = 0; i < files.size(); ++i) {
      auto written = image::write_image(files[i], answer_(request, static_cast<int>(i)));
      if (!written) return forward(written);
      ++painted;
    }
    return {};
  }
  Result<void> reconstruct(const std::filesystem::path& image, const std::filesystem::path& file,
                           const RunControl&) override {
    std::error_code error;
    std::filesystem::copy_file(image, file, error);
    return {};
  }
  [[nodiscard]] std::string identity() const override { return "toy"; }

  int painted = 0;

 private:
  Answer answer_;
};

inline image::Image grey_square(std::uint8_t value, int side = 64) {
  return {side, side, 3, std::vector<std::uint8_t>(static_cast<std::size_t>(side * side * 3), value)};
}

// The reference itself, or grey where there is none.
inline image::Image echo(const ImageRequest& request, int /*number*/) {
  return request.reference.empty() ? grey_square(90) : *image::read_image(request.reference);
}

inline models::AttributeNetConfig toy_net(std::vector<std::string> things = {"ball", "cube"}) {
  models::AttributeNetConfig config;
  config.side = 16;
  config.widths = {8, 8};
  config.groups = 4;
  config.objects = std::move(things);
  config.colours = {"red", "blue"};
  config.backgrounds = {"sea", "snow"};
  return config;
}

inline AttributeJudge toy_judge(const models::AttributeNetConfig& config = toy_net()) {
  const testing::TemporaryFolder folder;
  tensor::NamedTensors weights;
  models::AttributeNet::initialise(weights, config, at::make_generator<at::CPUGeneratorImpl>(3));
  if (!training::write_model(folder.path(), config.to_json(), weights, training::kTransformersWeights))
    throw std::runtime_error("no judge");
  return AttributeJudge::open(folder.path(), at::kCPU).value();
}

inline ClipJudge toy_clip() {
  return ClipJudge::open(std::string(HEDDLE_SOURCE_DIR) + "/tests/golden/evaluation/clip", at::kCPU, RunControl::none())
      .value();
}

}  // namespace heddle::evaluation
