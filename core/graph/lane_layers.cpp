#include "graph/lane_layers.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

namespace heddle::graph {
namespace {

struct Block {
  std::string_view written, shown;
};
constexpr std::array<Block, 3> kBlocks = {{{"down_blocks.", "down "}, {"up_blocks.", "up "}, {"mid_block", "mid"}}};
constexpr std::string_view kAttentions = ".attentions.", kTransformers = ".transformer_blocks.", kEnd = ".attn2";

// What is before `mark`, with `rest` moved behind it; nothing where there is no such mark.
std::optional<std::string_view> take_until(std::string_view& rest, std::string_view mark) {
  const std::size_t at = rest.find(mark);
  if (at == rest.npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + mark.size());
  return taken;
}

std::optional<std::vector<double>> numbers_at(const Json& json, const char* key, std::size_t count) {
  const Json* list = find_member(json, key);
  if (list == nullptr || !list->is_array() || list->size() != count) return std::nullopt;
  std::vector<double> numbers;
  for (const Json& number : *list) {
    if (!number.is_number() || !std::isfinite(number.get<double>())) return std::nullopt;
    numbers.push_back(number.get<double>());
  }
  return numbers;
}

}  // namespace

LaneLayers LaneLayers::unnamed(std::size_t count) {
  LaneLayers layers;
  for (std::size_t i = 1; i <= count; ++i) layers.names.push_back(std::to_string(i));
  return layers;
}

std::string short_layer_name(std::string_view name) {
  for (const Block& block : kBlocks) {
    if (!name.starts_with(block.written)) continue;
    std::string_view rest = name.substr(block.written.size());
    const auto number = take_until(rest, kAttentions);
    const auto attention = number ? take_until(rest, kTransformers) : std::nullopt;
    const auto layer = attention ? take_until(rest, kEnd) : std::nullopt;
    if (!layer) break;
    std::string made(block.shown);
    if (!number->empty()) made += fmt::format("{}.{}", *number, *attention);
    if (*layer != "0") made += fmt::format(".{}", *layer);
    return made;
  }
  return std::string(name);
}

std::optional<LaneLayers> lane_layers_from_json(const Json& json) {
  const Json* names = find_member(json, "layers");
  if (names == nullptr || !names->is_array() || names->empty() || names->size() > kLaneLayersMax) return std::nullopt;
  LaneLayers layers;
  for (const Json& name : *names) {
    if (!name.is_string()) return std::nullopt;
    layers.names.push_back(short_layer_name(name.get_ref<const std::string&>()));
  }
  auto style = numbers_at(json, "style", names->size()), layout = numbers_at(json, "layout", names->size());
  if (!style || !layout) return std::nullopt;
  layers.style = std::move(*style);
  layers.layout = std::move(*layout);
  return layers;
}

}  // namespace heddle::graph
