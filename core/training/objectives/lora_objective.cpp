// The LoRA's objective (Hu et al. 2021): the UNet's own loss, on pictures of another style or subject, with the UNet
// frozen but for low-rank changes of its layers. The text encoder is left as it is.
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

#include "scenes/caption.h"
#include "training/data/caption_tokens.h"
#include "training/data/latent_data.h"
#include "training/data/scene_pool.h"
#include "training/objectives/denoising_loss.h"
#include "training/objectives/lora_layers.h"
#include "training/objectives/objectives.h"
#include "training/objectives/sample_sheet.h"
#include "training/tensor_store.h"

namespace heddle::training {

namespace {

using at::Tensor;
using tensor::NamedTensors;

constexpr std::int64_t kShown = 8;
constexpr std::int64_t kSampleIndex = INT64_C(1) << 40;  // beyond every training scene

LoraShape read_lora_shape(RecipeSection model) {
  LoraShape shape;
  shape.rank = model.integer("rank", 8, {1, 1024});
  shape.alpha = model.real("alpha", static_cast<double>(shape.rank), {1e-3, 1e4});
  const std::string layers = model.choice("layers", "attention", {"attention", "transformers", "all"});
  if (layers == "transformers") shape.layers = LoraLayers::transformers;
  if (layers == "all") shape.layers = LoraLayers::all;
  return shape;
}

class LoraObjective final : public Objective {
 public:
  LoraObjective(const Recipe& recipe, const std::filesystem::path& vocabulary)
      : shape_(read_lora_shape(recipe.section("model"))),
        task_(recipe.section("loss").real("min_snr_gamma", 0, {0, 1e6})),
        pool_([&] {
          RecipeSection data = recipe.section("data");
          return SceneSource::read(data);
        }()),
        data_(recipe.section("data"), vocabulary, {.cache = "build/train/lora_latents", .batch = 16, .scenes = 2000}) {
    drop_text_ = static_cast<float>(recipe.section("loss").real("drop_text", 0.1, {0, 1}));
    file_ = recipe.section("export").text("file", recipe.name());
  }

  Result<void> prepare(const StepInfo& info, const RunControl& control) override {
    if (auto found = data_.find_images(); !found) return found;
    if (auto read = frozen_.read_text(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_vae(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_unet(data_.places(), info); !read) return forward(read);
    if (auto read = frozen_.read_unet_weights(data_.places()); !read) return forward(read);
    config_ = frozen_.unet->config();
    frozen_.unet.reset();  // bound again in every step, with the changes
    network_ = tensor::converted(frozen_.unet_weights, info.device, info.dtype);
    for (const std::string& layer : lora_layers(frozen_.unet_weights, shape_.layers)) {
      const std::string name = layer + ".weight";
      exact_.emplace(name, frozen_.unet_weights.at(name).to(info.device, at::kFloat));
    }
    return data_.open(info, control);
  }

  Result<NamedTensors> initial_weights(at::Generator generator) override {
    return initial_lora(frozen_.unet_weights, shape_, std::move(generator));
  }

  [[nodiscard]] std::int64_t batch_size(std::int64_t /*step*/) const override { return data_.batch(); }

  [[nodiscard]] NamedTensors draw_batch(std::int64_t step, BatchPart part) const override {
    return data_.draw_captioned(step, part, /*stream=*/80, *frozen_.tokenizer, drop_text_);
  }

  [[nodiscard]] Result<Loss> loss(const NamedTensors& weights, const NamedTensors& batch,
                                  const StepInfo& info) const override {
    auto unet = models::UNet::bind(with_lora_layers(network_, exact_, weights, shape_.scale()), config_);
    if (!unet) return forward(unet);
    models::UNetInput conditions;
    conditions.text = unet->project_context(frozen_.context(batch.at("ids")));
    return task_.loss(*unet, std::move(conditions), batch, data_.scaling_factor(), info);
  }

  // Above, images of the data; below, the model's results from their captions.
  Result<void> write_samples(const NamedTensors& weights, const StepInfo& info,
                             const std::filesystem::path& file) override {
    auto unet = models::UNet::bind(with_lora_layers(network_, exact_, weights, shape_.scale()), config_);
    if (!unet) return forward(unet);
    std::vector<std::string> texts(kShown);  // the unconditional half comes first
    std::vector<Tensor> originals;
    for (std::int64_t i = 0; i < kShown; ++i) {
      texts.push_back(scenes::full_caption(pool_.scene(kSampleIndex + i)));
      originals.push_back(original(kSampleIndex + i));
    }
    const Tensor ids = token_rows(*frozen_.tokenizer, texts, kContextTokens).to(info.device);
    models::UNetInput conditions;
    conditions.text = unet->project_context(frozen_.context(ids));
    auto made = task_.images(*unet, conditions, *frozen_.vae, kShown, data_.side(), info);
    if (!made) return forward(made);
    return write_sheet(at::cat({at::cat(originals).to(made->device()), *made}), kShown, file);
  }

  Result<void> export_to(const NamedTensors& weights, const StepInfo& /*info*/, const std::filesystem::path& folder,
                         const RunControl& /*control*/) override {
    const StoreFacts facts = {{"format", "pt"},
                              {"ss_network_module", "networks.lora"},
                              {"ss_network_dim", std::to_string(shape_.rank)},
                              {"ss_network_alpha", fmt::format("{}", shape_.alpha)}};
    return write_tensors(folder / (file_ + ".safetensors"),
                         tensor::converted(in_kohya_names(weights, shape_.alpha), at::kCPU, at::kHalf), facts);
  }

 private:
  // (1, 3, size, size) in [-1, 1].
  [[nodiscard]] Tensor original(std::int64_t index) const {
    const int size = data_.size();
    const Tensor bytes = at::empty({1, 3, size, size}, at::kByte);
    copy_planar(*pool_.image(index, size), size, 0, 0, size, bytes.mutable_data_ptr<std::uint8_t>());
    return to_signed_unit(bytes);
  }

  LoraShape shape_;
  DenoisingLoss task_;
  ScenePool pool_;  // the sheets' scenes, which training does not see
  LatentData data_;
  float drop_text_ = 0.1F;
  std::string file_;
  FrozenModel frozen_;
  models::UNetConfig config_;
  NamedTensors network_;  // of the whole UNet, in the type that is computed in
  NamedTensors exact_;    // fp32, of the layers that are changed
};

}  // namespace

std::unique_ptr<Objective> make_lora_objective(const Recipe& recipe, const std::filesystem::path& vocabulary) {
  return std::make_unique<LoraObjective>(recipe, vocabulary);
}

}  // namespace heddle::training
