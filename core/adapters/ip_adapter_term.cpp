#include "adapters/ip_adapter_term.h"

#include <utility>

namespace heddle::adapters {

namespace {

using Layers = std::vector<nn::KeyValue>;  // in the order of UNet::cross_attention_layers()

class PreparedIpAdapter final : public PreparedTerm {
 public:
  PreparedIpAdapter(Layers cond, Layers uncond, Tensor mask)
      : cond_(std::move(cond)), uncond_(std::move(uncond)), mask_(std::move(mask)) {}

  void apply(const TermStep& step, const TermBatch& batch, models::UNetInput& input) override {
    Layers& layers = batch.both ? for_both_ : for_cond_;
    if (layers.empty()) layers = repeated(batch);
    input.image_prompts.push_back({layers, {step.scales.begin(), step.scales.end()}, mask_});
  }

 private:
  [[nodiscard]] Layers repeated(const TermBatch& batch) const {
    Layers layers;
    for (std::size_t i = 0; i < cond_.size(); ++i) {
      layers.push_back(
          {batch.repeated(cond_[i].key, uncond_[i].key), batch.repeated(cond_[i].value, uncond_[i].value)});
    }
    return layers;
  }

  Layers cond_, uncond_;        // (1, tokens, dim) each
  Layers for_cond_, for_both_;  // (batch, tokens, dim) each, of the two kinds of batch; empty: not asked for yet
  Tensor mask_;
};

}  // namespace

IpAdapterTerm::IpAdapterTerm(std::shared_ptr<const EncodedReference> reference, PlaceMask mask)
    : reference_(std::move(reference)), mask_(std::move(mask)) {}

Result<void> IpAdapterTerm::fits(const models::UNet& unet) const {
  if (auto fit = tokens_fit(*reference_, unet); !fit) return fit;
  if (auto keys = in_unet_order(reference_->keys, unet); !keys) return forward(keys);
  return {};
}

std::unique_ptr<PreparedTerm> IpAdapterTerm::prepare(const TermRun& run) const {
  Tensor mask = mask_.weights.defined() ? mask_.weights.to(run.policy.device) : Tensor();
  return std::make_unique<PreparedIpAdapter>(*in_unet_order(reference_->keys, run.unet),
                                             *in_unet_order(reference_->negative_keys, run.unet), std::move(mask));
}

}  // namespace heddle::adapters
