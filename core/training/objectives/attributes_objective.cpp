// The attribute judge's objective: name object, colour and background of a picture with one object. Every combination
// is shown, the held-out ones too: they are held out from the networks under test, and a judge that had never seen them
// would be biased against them.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/empty.h>

#include <nlohmann/json.hpp>

#include "models/attribute_net/attribute_net.h"
#include "training/data/scene_pool.h"
#include "training/data/single_scenes.h"
#include "training/model_files.h"
#include "training/objectives/objectives.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

template <class Enum>
std::vector<std::string> names_of(std::span<const Enum> all) {
  std::vector<std::string> names;
  for (const Enum one : all) names.emplace_back(scenes::name_of(one));
  return names;
}

models::AttributeNetConfig read_net(RecipeSection section, scenes::SceneSet scene_set) {
  models::AttributeNetConfig config;
  config.side = section.integer("side", config.side, {16, 1024});
  config.widths = section.integers("widths", config.widths);
  config.groups = section.integer("groups", config.groups, {1, 1024});
  for (const std::int64_t width : config.widths) {
    if (width % config.groups != 0) section.refuse("groups", "must divide every width");
  }
  if (config.side % (std::int64_t{1} << config.widths.size()) != 0)
    section.refuse("side", "must halve as often as there are widths");
  config.objects = names_of(scenes::objects_of(scene_set));
  config.colours = names_of(scenes::colours_of(scene_set));
  config.backgrounds = names_of(scenes::backgrounds_of(scene_set));
  return config;
}

// Correct answers as a share, per label.
struct Right {
  Tensor object, colour, background;  // (batch) bool
};

Right right_answers(const models::AttributeLogits& logits, const Tensor& labels) {
  return {logits.object.argmax(1).eq(labels.select(1, 0)), logits.colour.argmax(1).eq(labels.select(1, 1)),
          logits.background.argmax(1).eq(labels.select(1, 2))};
}

class AttributesObjective final : public Objective {
 public:
  explicit AttributesObjective(const Recipe& recipe) {
    RecipeSection data = recipe.section("data");
    source_ = SceneSource::read(data);
    source_.options.allow_held_out = true;
    batch_ = data.integer("batch", 64, {1, 65536});
    noise_ = data.real("noise", 0.05, {0, 1});
    config_ = read_net(recipe.section("model"), source_.options.scene_set);
    stored_as_ = read_stored_as(recipe);
    unseen_ = recipe.section("export").integer("unseen_scenes", 2000, {1, 1e6});
  }

  Result<void> prepare(const StepInfo& /*info*/, const RunControl& /*control*/) override { return {}; }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    NamedTensors weights;
    models::AttributeNet::initialise(weights, config_, std::move(generator));
    return weights;
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return batch_; }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    return drawn(source_.seed, step * batch_ + part.first, part.count);
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto net = models::AttributeNet::bind(weights, config_);
    if (!net) return heddle::forward(net);
    const Tensor images = to_signed_unit(batch.at("pictures"));
    // Generated images are never as clean as drawn ones.
    const Tensor noise = noise_for_items(info, images.sizes(), 3).to(info.device) * noise_;
    const models::AttributeLogits logits = net->forward((images + noise).to(info.dtype));
    const Tensor& labels = batch.at("labels");
    const Tensor object = at::cross_entropy_loss(logits.object.to(at::kFloat), labels.select(1, 0));
    const Tensor colour = at::cross_entropy_loss(logits.colour.to(at::kFloat), labels.select(1, 1));
    const Tensor background = at::cross_entropy_loss(logits.background.to(at::kFloat), labels.select(1, 2));
    const Tensor total = object + colour + background;
    const at::NoGradGuard no_grad;
    const Right right = right_answers(logits, labels);
    return Loss{total,
                {{"thing", right.object.to(at::kFloat).mean()},
                 {"colour", right.colour.to(at::kFloat).mean()},
                 {"setting", right.background.to(at::kFloat).mean()}}};
  }

  // Labels have no sample image.
  Result<void> write_samples(const NamedTensors& /*weights*/, const StepInfo& /*info*/,
                             const std::filesystem::path& /*file*/) override {
    return {};
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& info, const std::filesystem::path& folder,
                         const RunControl& control) override {
    auto accuracy = measured(weights, info, control);
    if (!accuracy) return heddle::forward(accuracy);
    nlohmann::json config = config_.to_json();
    config["trained_on"] = {
        {"world", scenes::name_of(source_.options.scene_set)}, {"seed", source_.seed}, {"steps", info.step}};
    config["accuracy"] = *accuracy;
    return write_model(folder / "attributes", config, weights, kTransformersWeights, stored_as_);
  }

 private:
  [[nodiscard]] NamedTensors drawn(std::uint64_t seed, std::int64_t first, std::int64_t count) const {
    const std::int64_t side = config_.side;
    const Tensor images = at::empty({count, 3, side, side}, at::kByte);
    const Tensor labels = at::empty({count, 3}, at::kLong);
    auto* label = labels.mutable_data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < count; ++i) {
      const scenes::Scene scene = single_scene(seed, static_cast<std::uint64_t>(first + i), source_.options);
      single_scene_planes(scene, static_cast<int>(side), images.mutable_data_ptr<std::uint8_t>() + i * 3 * side * side);
      *label++ = static_cast<std::int64_t>(scene.items.front().object);
      *label++ = static_cast<std::int64_t>(scene.items.front().colour);
      *label++ = static_cast<std::int64_t>(scene.background);
    }
    return {{"pictures", images}, {"labels", labels}};
  }

  // On scenes of another seed, which no step has seen.
  [[nodiscard]] Result<nlohmann::json> measured(const NamedTensors& weights, const StepInfo& info,
                                                const RunControl& control) const {
    constexpr std::int64_t kAtOnce = 50;
    auto net = models::AttributeNet::bind(weights, config_);
    if (!net) return heddle::forward(net);
    double object = 0, colour = 0, background = 0, all = 0, count = 0;
    for (std::int64_t first = 0; first < unseen_; first += kAtOnce) {
      if (control.cancelled()) return cancelled();
      control.report(static_cast<double>(first) / static_cast<double>(unseen_), "testing on unseen scenes");
      const NamedTensors batch = drawn(source_.seed + 1, first, kAtOnce);
      const auto logits = net->forward(to_signed_unit(batch.at("pictures")).to(info.device));
      const Right right = right_answers(logits, batch.at("labels").to(info.device));
      object += right.object.sum().item<double>();
      colour += right.colour.sum().item<double>();
      background += right.background.sum().item<double>();
      all += (right.object & right.colour & right.background).sum().item<double>();
      count += static_cast<double>(kAtOnce);
    }
    return nlohmann::json{{"thing", object / count},
                          {"colour", colour / count},
                          {"setting", background / count},
                          {"all", all / count},
                          {"unseen_scenes", count}};
  }

  SceneSource source_;
  std::int64_t batch_ = 64, unseen_ = 2000;
  StoredAs stored_as_ = StoredAs::fp16;
  double noise_ = 0.05;
  models::AttributeNetConfig config_;
};

}  // namespace

std::unique_ptr<Objective> make_attributes_objective(const Recipe& recipe) {
  return std::make_unique<AttributesObjective>(recipe);
}

}  // namespace heddle::training
