#include "adapters/ip_adapter.h"

#include <charconv>

namespace heddle::adapters {

namespace {

constexpr std::string_view kPrefix = "ip_adapter.";

std::string key_name(std::size_t number, std::string_view part) {
  return fmt::format("{}{}.{}", kPrefix, number, part);
}

// The numbers N for which the file has `ip_adapter.N.to_k_ip.weight`, with the shape (layer width, context width).
std::map<std::size_t, at::IntArrayRef> layer_shapes(const tensor::NamedTensors& weights) {
  std::map<std::size_t, at::IntArrayRef> shapes;
  for (auto it = weights.lower_bound(kPrefix); it != weights.end() && it->first.starts_with(kPrefix); ++it) {
    if (!it->first.ends_with(".to_k_ip.weight") || it->second.dim() != 2) continue;
    std::size_t number = 0;
    std::from_chars(it->first.data() + kPrefix.size(), it->first.data() + it->first.size(), number);
    shapes.emplace(number, it->second.sizes());
  }
  return shapes;
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

Result<std::vector<nn::KeyValue>> in_unet_order(const AdapterKeyValues& keys, const models::UNet& unet) {
  const std::vector<std::size_t> numbers = processor_numbers(unet);
  std::vector<nn::KeyValue> result;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto found = keys.find(numbers[i]);
    const std::int64_t dim = unet.cross_attention_layers()[i].dim;
    if (found == keys.end() || found->second.key.size(-1) != dim) {
      return fail(ErrorKind::invalid_input,
                  "[ip_adapter.apply] this adapter was trained for a network with other layers ({} of them) than the "
                  "checkpoint's {}; choose an adapter for the same base model",
                  keys.size(), numbers.size());
    }
    result.push_back(found->second);
  }
  return result;
}

Result<IpAdapter> IpAdapter::bind(const tensor::NamedTensors& weights) {
  auto projection = ImageProjection::bind(weights);
  if (!projection) return forward(projection);
  IpAdapter adapter(std::move(*projection));
  const tensor::Binder binder = tensor::Binder::lookup(weights);
  for (const auto& [number, shape] : layer_shapes(weights)) {
    adapter.layers_.emplace(
        number, Layer{nn::bind_linear(binder.sub(key_name(number, "to_k_ip")), shape[1], shape[0], nn::Bias::no),
                      nn::bind_linear(binder.sub(key_name(number, "to_v_ip")), shape[1], shape[0], nn::Bias::no)});
  }
  if (auto bound = binder.finish("ip_adapter"); !bound) return forward(bound);
  return adapter;
}

void IpAdapter::initialise_layers(tensor::NamedTensors& weights, const models::UNet& unet,
                                  const tensor::NamedTensors& unet_weights) {
  const std::vector<std::size_t> numbers = processor_numbers(unet);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string& layer = unet.cross_attention_layers()[i].name;
    weights[key_name(numbers[i], "to_k_ip.weight")] = unet_weights.at(layer + ".to_k.weight").to(at::kFloat).clone();
    weights[key_name(numbers[i], "to_v_ip.weight")] = unet_weights.at(layer + ".to_v.weight").to(at::kFloat).clone();
  }
}

AdapterKeyValues IpAdapter::project(const Tensor& tokens) const {
  AdapterKeyValues keys;
  for (const auto& [number, layer] : layers_)
    keys.emplace(number, nn::KeyValue{layer.to_k(tokens), layer.to_v(tokens)});
  return keys;
}

}  // namespace heddle::adapters
