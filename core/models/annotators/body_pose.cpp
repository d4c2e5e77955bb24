#include "models/annotators/body_pose.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace heddle::models {

namespace {

constexpr std::int64_t kBodyFeatures = 128;
constexpr std::int64_t kLimbMaps = 38, kJointMaps = 19;

// A branch's layers; all but the last are followed by a ReLU.
Tensor through_branch(const std::vector<nn::Conv2d>& layers, const Tensor& given) {
  Tensor x = given;
  for (std::size_t i = 0; i < layers.size(); ++i) x = i + 1 < layers.size() ? at::relu(layers[i](x)) : layers[i](x);
  return x;
}

// Stage 1: three 3x3, two 1x1; the later ones: five 7x7, two 1x1. Branch 1 is the limbs', 2 the joints'.
std::vector<nn::Conv2d> bind_branch(const tensor::Binder& binder, std::size_t stage, int branch, std::int64_t out) {
  const bool is_first = stage == 1;
  const std::size_t wide = is_first ? 3 : 5;
  std::vector<nn::Conv2d> layers;
  std::int64_t in = is_first ? kBodyFeatures : kBodyFeatures + kLimbMaps + kJointMaps;
  for (std::size_t i = 1; i <= wide + 2; ++i) {
    const std::string name =
        is_first ? "conv5_" + std::to_string(i) + "_CPM_L" + std::to_string(branch)
                 : "Mconv" + std::to_string(i) + "_stage" + std::to_string(stage) + "_L" + std::to_string(branch);
    const std::int64_t width = i == wide + 2 ? out : is_first && i == wide + 1 ? 512 : kBodyFeatures;
    layers.push_back(nn::bind_conv(binder.sub(name), in, width, i > wide ? 1 : is_first ? 3 : 7));
    in = width;
  }
  return layers;
}

}  // namespace

BodyPose BodyPose::build(const tensor::Binder& binder) {
  struct Layer {
    const char* name;
    std::int64_t width;
  };
  const std::array<std::vector<Layer>, 4> levels = {
      {{{"conv1_1", 64}, {"conv1_2", 64}},
       {{"conv2_1", 128}, {"conv2_2", 128}},
       {{"conv3_1", 256}, {"conv3_2", 256}, {"conv3_3", 256}, {"conv3_4", 256}},
       {{"conv4_1", 512}, {"conv4_2", 512}, {"conv4_3_CPM", 256}, {"conv4_4_CPM", kBodyFeatures}}}};
  BodyPose net;
  std::int64_t in = 3;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    for (const Layer& layer : levels[i]) {
      net.features_[i].push_back(nn::bind_conv(binder.sub(layer.name), in, layer.width, 3));
      in = layer.width;
    }
  }
  for (std::size_t i = 0; i < net.stages_.size(); ++i)
    net.stages_[i] = {bind_branch(binder, i + 1, 1, kLimbMaps), bind_branch(binder, i + 1, 2, kJointMaps)};
  return net;
}

BodyPose::Maps BodyPose::operator()(const Tensor& rgb) const {
  Tensor features = rgb.flip(1) / 256 - 0.5;  // it was trained on blue, green, red
  for (std::size_t i = 0; i < features_.size(); ++i) {
    if (i > 0) features = at::max_pool2d(features, {2, 2}, {2, 2});
    for (const nn::Conv2d& conv : features_[i]) features = at::relu(conv(features));
  }
  Tensor x = features, limbs, joints;
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    if (i > 0) x = at::cat({limbs, joints, features}, 1);
    limbs = through_branch(stages_[i].limbs, x);
    joints = through_branch(stages_[i].joints, x);
  }
  // The reference leaves out values below 0 of the joints of the last stage.
  return {at::relu(joints).squeeze(0), limbs.squeeze(0)};
}

}  // namespace heddle::models
