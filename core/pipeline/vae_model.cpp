#include "pipeline/vae_model.h"

#include <atomic>
#include <mutex>
#include <optional>

#include "tensor/weight_layout.h"

namespace heddle::pipeline {

struct VaeModel::State {
  tensor::NamedTensors weights;
  models::VaeConfig config;
  tensor::ComputePolicy policy;
  std::uint64_t number = 0;
  std::once_flag made;
  std::optional<models::Vae> network;

  [[nodiscard]] models::Vae make(at::ScalarType dtype, std::optional<at::ScalarType> storage) const {
    const tensor::ConvLayout layout = tensor::layout_for(config.block_out_channels.front());
    tensor::NamedTensors converted;
    for (const auto& [name, value] : weights) {
      const at::ScalarType type = tensor::kept_type(value, dtype, storage);
      converted.emplace_hint(converted.end(), name, tensor::convert_weight(value, policy.device, type, layout));
    }
    return models::Vae::bind(converted, config).value();  // the names and shapes were bound once, in open()
  }
};

Result<VaeModel> VaeModel::open(tensor::NamedTensors weights, const models::VaeConfig& config,
                                const tensor::ComputePolicy& policy) {
  if (auto fits = models::Vae::bind(weights, config); !fits) return forward(fits);
  auto state = std::make_shared<State>();
  state->weights = std::move(weights);
  state->config = config;
  static std::atomic<std::uint64_t> opened = 0;
  state->policy = policy;
  state->number = ++opened;
  return VaeModel(std::move(state));
}

const models::VaeConfig& VaeModel::config() const { return state_->config; }

const tensor::ComputePolicy& VaeModel::policy() const { return state_->policy; }

std::uint64_t VaeModel::number() const { return state_->number; }

bool VaeModel::wide() const { return tensor::is_wide(state_->config.block_out_channels.front()); }

const models::Vae& VaeModel::network() const {
  std::call_once(state_->made,
                 [this] { state_->network = state_->make(state_->policy.dtype, state_->policy.storage); });
  return *state_->network;
}

models::Vae VaeModel::network_in_fp32() const { return state_->make(at::kFloat, std::nullopt); }

}  // namespace heddle::pipeline
