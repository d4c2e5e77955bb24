#include "weights/layouts/adapter_keys.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <set>
#include <utility>

#include "weights/layouts/key_cursor.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::string_view kProcessor = ".attn2.processor.";

// A cross-attention's place in diffusers' module order; compares as that order.
struct AdapterKey {
  int section = 0;  // 0 down, 1 up, 2 middle
  int block = 0;
  int attention = 0;
  int transformer = 0;
  auto operator<=>(const AdapterKey&) const = default;
};

std::optional<AdapterKey> place_of(std::string_view layer) {
  KeyCursor cursor(layer);
  AdapterKey place;
  if (cursor.take("mid_block.")) {
    place.section = 2;
  } else {
    if (cursor.take("up_blocks.")) {
      place.section = 1;
    } else if (!cursor.take("down_blocks.")) {
      return std::nullopt;
    }
    const auto block = cursor.take_index();
    if (!block) return std::nullopt;
    place.block = *block;
  }
  if (!cursor.take("attentions.")) return std::nullopt;
  const auto attention = cursor.take_index();
  if (!attention || !cursor.take("transformer_blocks.")) return std::nullopt;
  const auto transformer = cursor.take_index();
  if (!transformer || !cursor.at_end()) return std::nullopt;
  place.attention = *attention;
  place.transformer = *transformer;
  return place;
}

struct ProcessorName {
  std::string_view layer;
  std::string_view projection;  // "to_k_ip" or "to_v_ip"
};

std::optional<ProcessorName> processor_name(std::string_view name) {
  if (name.starts_with("unet.")) name.remove_prefix(5);
  const std::size_t at = name.find(kProcessor);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view tail = name.substr(at + kProcessor.size());
  for (const std::string_view projection : {"to_k_ip", "to_v_ip"}) {
    KeyCursor cursor(tail);
    if (!cursor.take(projection)) continue;
    if (cursor.rest() != ".weight" && cursor.rest() != ".0.weight") return std::nullopt;
    return ProcessorName{name.substr(0, at), projection};
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 2> kProjectionPrefixes = {"image_proj.", "image_proj_model."};
constexpr std::array<std::string_view, 2> kLayerPrefixes = {"ip_adapter.", "adapter_modules."};

}  // namespace

ProcessorNumbers processor_numbers(const WeightMap& weights) {
  std::set<std::pair<AdapterKey, std::string>> layers;
  for (const auto& [name, ref] : weights.table()) {
    const auto processor = processor_name(name);
    if (!processor) continue;
    const auto place = place_of(processor->layer);
    if (place) layers.emplace(*place, std::string(processor->layer));
  }
  ProcessorNumbers numbers;
  int number = 1;
  for (const auto& [place, layer] : layers) {
    numbers.emplace(layer, number);
    number += 2;
  }
  return numbers;
}

KeyTargets adapter_target(std::string_view name, const ProcessorNumbers& numbers) {
  KeyCursor cursor(name);
  for (const std::string_view prefix : kProjectionPrefixes) {
    if (cursor.take(prefix)) return one_target(fmt::format("image_proj.{}", cursor.rest()));
  }
  for (const std::string_view prefix : kLayerPrefixes) {
    if (cursor.take(prefix)) return one_target(fmt::format("ip_adapter.{}", cursor.rest()));
  }
  const auto processor = processor_name(name);
  if (!processor) return {};
  const auto number = numbers.find(processor->layer);
  if (number == numbers.end()) return {};
  return one_target(fmt::format("ip_adapter.{}.{}.weight", number->second, processor->projection));
}

}  // namespace heddle::weights::layouts
