#include "evaluation/judges/attribute_judge.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "image/convert.h"
#include "image/resize.h"
#include "pipeline/image_tensors.h"
#include "training/model_files.h"

namespace heddle::evaluation {

namespace {

constexpr std::size_t kAtOnce = 64;

// (1, 3, side, side) in [-1, 1].
at::Tensor input_of(const image::Image& image, int side) {
  const image::Image small = image::resize(image::to_rgb(image), side, side, image::Filter::box);
  return pipeline::byte_planes(small).to(at::kFloat) / 127.5 - 1.0;
}

const std::string& answer(const at::Tensor& best, std::int64_t row, const std::vector<std::string>& names) {
  return names[static_cast<std::size_t>(best[row].item<std::int64_t>())];
}

template <class Enum>
bool has_all(const std::vector<std::string>& names, std::span<const Enum> wanted) {
  return std::ranges::all_of(wanted, [&](Enum one) { return std::ranges::find(names, name_of(one)) != names.end(); });
}

}  // namespace

Attributes attributes_of(const scenes::Scene& scene) {
  const scenes::Item& sample = scene.items.front();
  return {std::string(name_of(sample.object)), std::string(name_of(sample.colour)),
          std::string(name_of(scene.background))};
}

Result<AttributeJudge> AttributeJudge::open(const std::filesystem::path& folder, at::Device device) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "config.json", error)) {
    return fail(ErrorKind::not_found,
                "[judge.open] there is no attribute judge in '{}'; name its folder in the recipe ([judges] "
                "attributes), or train one: heddle train resources/recipes/bobbin_attribute_judge.toml",
                folder.string());
  }
  auto files = training::read_model(folder);
  if (!files) return forward(files);
  if (files->config.value("model_type", "") != "heddle_attribute_net") {
    return fail(ErrorKind::invalid_input, "[judge.open] '{}' holds another kind of network than an attribute judge",
                folder.string());
  }
  auto net = models::AttributeNet::bind(tensor::converted(files->weights, device, at::kFloat),
                                        models::AttributeNetConfig::from_json(files->config));
  if (!net) return forward(net);
  return AttributeJudge(std::move(*net), device);
}

std::vector<Attributes> AttributeJudge::read(std::span<const image::Image> images) const {
  const at::NoGradGuard no_grad;
  const models::AttributeNetConfig& config = net_.config();
  std::vector<Attributes> all;
  for (std::size_t first = 0; first < images.size(); first += kAtOnce) {
    std::vector<at::Tensor> batch;
    for (const image::Image& image : images.subspan(first, std::min(kAtOnce, images.size() - first))) {
      batch.push_back(input_of(image, static_cast<int>(config.side)));
    }
    const models::AttributeLogits logits = net_.forward(at::cat(batch).to(device_));
    const at::Tensor object = logits.object.argmax(1).to(at::kCPU), colour = logits.colour.argmax(1).to(at::kCPU);
    const at::Tensor background = logits.background.argmax(1).to(at::kCPU);
    for (std::int64_t row = 0; row < object.size(0); ++row) {
      all.push_back({answer(object, row, config.objects), answer(colour, row, config.colours),
                     answer(background, row, config.backgrounds)});
    }
  }
  return all;
}

bool AttributeJudge::knows(scenes::SceneSet scene_set) const {
  const models::AttributeNetConfig& config = net_.config();
  return has_all(config.objects, scenes::objects_of(scene_set)) &&
         has_all(config.colours, scenes::colours_of(scene_set)) &&
         has_all(config.backgrounds, scenes::backgrounds_of(scene_set));
}

}  // namespace heddle::evaluation
