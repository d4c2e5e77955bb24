// UNet2DConditionModel of Stable Diffusion 1.x and 2.x. Widths, levels and heads come from the config: Bobbin and
// SD 1.5 are the same code. Used by the pipeline and by training. Thread rule: const calls from any thread.
#pragma once

#include <span>
#include <vector>

#include "models/unet/unet_encoder.h"

namespace heddle::models {

struct UNetInput {
  Tensor sample;                           // (batch, in_channels, h, w)
  Tensor timesteps;                        // (batch), may be fractional
  std::vector<nn::KeyValue> text;          // per cross-attention layer: UNet::project_context
  std::vector<ImagePrompt> image_prompts;  // added up in this order
  // What a control network adds (Zhang et al. 2023), or empty: to each skip once the down blocks are through, conv_in's
  // output first, and to the output of the mid block. (batch, channels, h, w) of that place each, or 1 for any of them.
  std::vector<Tensor> down_residuals;
  Tensor mid_residual;
  // What a T2I-Adapter adds (Mou et al. 2023), or empty: to the output of each level's last block, before it is halved,
  // and so to that skip as well. (batch or 1, channels, h, w), finest first.
  std::vector<Tensor> level_residuals;
  // What walks over reference pictures kept, to be taken up (reference-only), and how many rows at the front of the
  // batch are unconditional.
  std::vector<KeptReference> references;
  std::int64_t unconditional = 0;
  nn::AttentionProbe* probe = nullptr;      // sees every cross-attention layer; null: none
  RunControl control = RunControl::none();  // polled between blocks; throws CancelledException

  // Adds to the residuals that are there; those of several networks sum up in the order of the calls. `mid` may be
  // undefined. Throws std::invalid_argument where the counts differ.
  void add_residuals(std::span<const Tensor> down, const Tensor& mid);
  // The same for those of levels.
  void add_level_residuals(std::span<const Tensor> levels);
};

class UNet final {
 public:
  // Failure: names or shapes do not fit `config`, or it has embeddings that this network has not (SDXL, unCLIP).
  static Result<UNet> bind(const tensor::NamedTensors& weights, const UNetConfig& config);
  static void initialise(tensor::NamedTensors& weights, const UNetConfig& config, at::Generator generator);

  // Keys and values of the text for every cross-attention layer: context (batch, tokens, cross_attention_dim).
  [[nodiscard]] std::vector<nn::KeyValue> project_context(const Tensor& context) const;
  // The network's prediction (batch, out_channels, h, w): epsilon, v or the sample, as the checkpoint was trained.
  // Throws std::invalid_argument where there are residuals, but not one a skip.
  [[nodiscard]] Tensor forward(const UNetInput& input) const;
  // A walk over a reference picture that keeps what is chosen. Of `input` count sample, timesteps and text.
  [[nodiscard]] KeptReference reference(const UNetInput& input, const ReferenceChoice& choice) const;
  // Blocks of the way down, the middle, and of the way up: the length of ReferenceChoice::moments.
  [[nodiscard]] std::size_t block_count() const;

  // Cross-attention layers in the order data flows: down, mid, up. Lanes and ImagePrompt use this order.
  [[nodiscard]] const std::vector<CrossAttentionLayer>& cross_attention_layers() const { return layers_; }
  [[nodiscard]] const UNetConfig& config() const { return config_; }

 private:
  static UNet build(const tensor::Binder& binder, const UNetConfig& config);
  void build_up(const tensor::Binder& binder);
  [[nodiscard]] Tensor walk(const UNetInput& input, ReferenceWalk reference) const;

  UNetConfig config_;
  UNetEncoder encoder_;
  std::vector<UNetLevel> up_;
  nn::GroupNorm norm_out_;
  nn::Conv2d conv_out_;
  std::vector<CrossAttentionLayer> layers_;
};

}  // namespace heddle::models
