#include "engine/live_values.h"

namespace heddle::engine {

void LiveValues::set(graph::NodeId node, std::string param, graph::ParamValue value) {
  const std::lock_guard lock(mutex_);
  values_[node].insert_or_assign(std::move(param), std::move(value));
  any_.store(true, std::memory_order_release);
}

std::optional<graph::ParamValue> LiveValues::newest(graph::NodeId node, std::string_view param) const {
  if (!any_.load(std::memory_order_acquire)) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto params = values_.find(node);
  if (params == values_.end()) return std::nullopt;
  const auto found = params->second.find(param);
  return found == params->second.end() ? std::nullopt : std::optional(found->second);
}

std::optional<graph::ParamValue> LiveReader::newest(std::string_view param) const {
  const graph::ParamSpec* spec = spec_.find_param(param);
  if (values_ == nullptr || spec == nullptr || !spec->is_live) return std::nullopt;
  const auto sent = values_->newest(node_, param);
  auto value = sent ? graph::coerce(*sent, *spec) : std::nullopt;
  if (value) graph::clamp(*value, *spec);
  return value;
}

bool LiveReader::differs(const graph::Params& planned) const {
  for (const graph::ParamSpec& param : spec_.params) {
    const auto value = param.is_live ? newest(param.name) : std::nullopt;
    if (value && !(*value == planned.value(param.name))) return true;
  }
  return false;
}

graph::ParamValue LiveReader::read(std::string_view param, const graph::Params& planned) const {
  auto value = newest(param);
  if (!value || *value == planned.value(param)) return planned.value(param);
  steered_.store(true, std::memory_order_relaxed);
  return std::move(*value);
}

graph::ParamValue LiveParams::read(const graph::ParamRef& ref, graph::ParamValue planned) const {
  const auto spec = specs_.find(ref.node);
  auto value = spec == specs_.end() ? std::nullopt : LiveReader(values_, ref.node, *spec->second).newest(ref.param);
  if (!value || *value == planned) return planned;
  steered_.store(true, std::memory_order_relaxed);
  return std::move(*value);
}

}  // namespace heddle::engine
