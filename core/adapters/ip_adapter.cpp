#include "adapters/ip_adapter.h"

namespace heddle::adapters {

namespace {

std::string key_name(std::size_t number, std::string_view part) { return fmt::format("ip_adapter.{}.{}", number, part); }

bool has_keys(const tensor::NamedTensors& weights) {
  const auto first = weights.lower_bound(std::string_view("ip_adapter."));
  return first != weights.end() && first->first.starts_with("ip_adapter.");
}

}  // namespace

std::vector<std::size_t> processor_numbers(const models::UNet& unet) {
  const auto& layers = unet.cross_attention_layers();
  std::vector<std::size_t> numbers(layers.size());
  std::size_t next = 1;
  for (const std::string_view group : {"down_blocks", "up_blocks", "mid_block"}) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (!layers[i].name.starts_with(group)) continue;
      numbers[i] = next;
      next += 2;
    }
  }
  return numbers;
}

Result<IpAdapter> IpAdapter::bind(const tensor::NamedTensors& weights, const models::UNet& unet) {
  const std::int64_t context = unet.config().cross_attention_dim;
  auto projection = ImageProjection::bind(weights, context);
  if (!projection) return forward(projection);
  IpAdapter adapter(std::move(*projection));
  if (!has_keys(weights)) return adapter;

  const tensor::Binder binder = tensor::Binder::lookup(weights);
  const std::vector<std::size_t> numbers = processor_numbers(unet);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::int64_t dim = unet.cross_attention_layers()[i].dim;
    adapter.to_k_.push_back(nn::bind_linear(binder.sub(key_name(numbers[i], "to_k_ip")), context, dim, nn::Bias::no));
    adapter.to_v_.push_back(nn::bind_linear(binder.sub(key_name(numbers[i], "to_v_ip")), context, dim, nn::Bias::no));
  }
  if (auto bound = binder.finish("ip_adapter"); !bound) return forward(bound);
  return adapter;
}

void IpAdapter::initialise_base(tensor::NamedTensors& weights, const models::UNet& unet,
                                const tensor::NamedTensors& unet_weights, std::int64_t embed_dim, std::int64_t tokens,
                                at::Generator generator) {
  ImageProjection::initialise_base(weights, embed_dim, unet.config().cross_attention_dim, tokens, std::move(generator));
  const std::vector<std::size_t> numbers = processor_numbers(unet);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string& layer = unet.cross_attention_layers()[i].name;
    weights[key_name(numbers[i], "to_k_ip.weight")] = unet_weights.at(layer + ".to_k.weight").to(at::kFloat).clone();
    weights[key_name(numbers[i], "to_v_ip.weight")] = unet_weights.at(layer + ".to_v.weight").to(at::kFloat).clone();
  }
}

std::vector<nn::KeyValue> IpAdapter::project(const Tensor& tokens) const {
  std::vector<nn::KeyValue> projected;
  for (std::size_t i = 0; i < to_k_.size(); ++i) projected.push_back({to_k_[i](tokens), to_v_[i](tokens)});
  return projected;
}

}  // namespace heddle::adapters
