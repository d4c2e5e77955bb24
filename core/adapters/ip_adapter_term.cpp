#include "adapters/ip_adapter_term.h"

namespace heddle::adapters {

namespace {

class PreparedIpAdapter final : public PreparedTerm {
 public:
  PreparedIpAdapter(std::vector<nn::KeyValue> layers, Tensor mask) : layers_(std::move(layers)), mask_(std::move(mask)) {}

  void apply(const TermStep& step, models::UNetInput& input) override {
    input.image_prompts.push_back({layers_, {step.scales.begin(), step.scales.end()}, mask_});
  }

 private:
  std::vector<nn::KeyValue> layers_;  // (batch, tokens, dim) each, in the order of UNet::cross_attention_layers()
  Tensor mask_;
};

}  // namespace

IpAdapterTerm::IpAdapterTerm(std::shared_ptr<const EncodedReference> reference, PlaceMask mask)
    : reference_(std::move(reference)), mask_(std::move(mask)), identity_(reference_->identity) {
  if (!mask_.identity.empty()) identity_ += " in " + mask_.identity;
}

Result<void> IpAdapterTerm::fits(const models::UNet& unet) const {
  if (auto fit = tokens_fit(*reference_, unet); !fit) return fit;
  if (auto keys = in_unet_order(reference_->keys, unet); !keys) return forward(keys);
  return {};
}

std::unique_ptr<PreparedTerm> IpAdapterTerm::prepare(const TermBatch& batch) const {
  const auto cond = *in_unet_order(reference_->keys, batch.unet);
  const auto uncond = *in_unet_order(reference_->negative_keys, batch.unet);
  std::vector<nn::KeyValue> layers;
  for (std::size_t i = 0; i < cond.size(); ++i) {
    layers.push_back({batch.repeated(cond[i].key, uncond[i].key), batch.repeated(cond[i].value, uncond[i].value)});
  }
  Tensor mask = mask_.weights.defined() ? mask_.weights.to(batch.policy.device) : Tensor();
  return std::make_unique<PreparedIpAdapter>(std::move(layers), std::move(mask));
}

}  // namespace heddle::adapters
