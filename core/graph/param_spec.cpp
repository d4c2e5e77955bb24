#include "graph/param_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace heddle::graph {
namespace {

ParamSpec make(std::string name, ParamKind kind, ParamValue initial) {
  ParamSpec spec;
  spec.name = std::move(name);
  spec.kind = kind;
  spec.initial = std::move(initial);
  return spec;
}

std::optional<Seed> seed_from(std::string_view digits) {
  Seed seed_value;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seed_value.value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return seed_value;
}

// A double that is a whole number which int64 can hold.
std::optional<std::int64_t> whole(double value) {
  constexpr double kLimit = 9007199254740992.0;  // 2^53: above it neighbouring whole numbers are one double
  if (!(std::abs(value) <= kLimit) || value != std::trunc(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<ParamValue> as_integer(const ParamValue& value) {
  if (const auto* real_value = std::get_if<double>(&value)) {
    if (const auto exact = whole(*real_value)) return ParamValue(*exact);
  }
  return std::nullopt;
}

std::optional<ParamValue> as_seed(const ParamValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (*number >= 0) return ParamValue(Seed{static_cast<std::uint64_t>(*number)});
  }
  if (const auto* digits = std::get_if<std::string>(&value)) {
    if (const auto parsed = seed_from(*digits)) return ParamValue(*parsed);
  }
  return std::nullopt;
}

std::optional<ParamValue> as_real(const ParamValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return ParamValue(static_cast<double>(*number));
  return std::nullopt;
}

std::optional<ParamValue> as_lane(const ParamValue& value) {
  if (const auto* real_value = std::get_if<double>(&value)) return ParamValue(Lane::scalar(*real_value));
  if (const auto* number = std::get_if<std::int64_t>(&value)) return ParamValue(Lane::scalar(double(*number)));
  return std::nullopt;
}

std::optional<ParamValue> as_list(const ParamList& values, const ParamSpec& spec) {
  ParamSpec element = spec;
  element.kind = spec.element;
  ParamList typed;
  for (const ParamValue& item : values.items) {
    auto fitted = coerce(item, element);
    if (!fitted) return std::nullopt;
    typed.items.push_back(std::move(*fitted));
  }
  return ParamValue(std::move(typed));
}

bool clamp_number(double& value, const ParamSpec& spec, double fallback) {
  const double before = value;
  if (!std::isfinite(value)) value = fallback;
  if (spec.minimum) value = std::max(value, *spec.minimum);
  if (spec.maximum) value = std::min(value, *spec.maximum);
  return !(value == before);  // also true where `before` was not a number
}

bool clamp_integer(std::int64_t& value, const ParamSpec& spec) {
  const std::int64_t before = value;
  if (spec.minimum && static_cast<double>(value) < *spec.minimum) value = std::llround(*spec.minimum);
  if (spec.maximum && static_cast<double>(value) > *spec.maximum) value = std::llround(*spec.maximum);
  return value != before;
}

bool clamp_lane(Lane& lane_value, const ParamSpec& spec) {
  const auto* initial = std::get_if<Lane>(&spec.initial);
  const double fallback = initial != nullptr ? initial->at(0, 0) : 0.0;
  bool changed = false;
  for (auto& row : lane_value.values) {
    for (double& value : row) changed |= clamp_number(value, spec, fallback);
  }
  ParamSpec share;
  share.range(0.0, 1.0);
  changed |= clamp_number(lane_value.start, share, 0.0);
  changed |= clamp_number(lane_value.end, share, 1.0);
  return changed;
}

}  // namespace

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::nothing: return "nothing";
    case Stage::model: return "model";
    case Stage::text: return "text";
    case Stage::reference: return "reference";
    case Stage::denoise: return "denoise";
    case Stage::decode: return "decode";
    case Stage::output: return "output";
  }
  return "model";
}

std::optional<PortType> ParamSpec::port_type() const {
  switch (kind) {
    case ParamKind::integer: return port::integer;
    case ParamKind::seed: return port::seed;
    case ParamKind::real: return port::number;
    case ParamKind::boolean: return port::boolean;
    case ParamKind::text: return port::text;
    case ParamKind::lane: return port::lane;
    case ParamKind::choice:
    case ParamKind::file:
    case ParamKind::list:
    case ParamKind::raw: return std::nullopt;
  }
  return std::nullopt;
}

ParamSpec integer(std::string name, std::int64_t initial) { return make(std::move(name), ParamKind::integer, initial); }
ParamSpec seed(std::string name, std::uint64_t initial) {
  return make(std::move(name), ParamKind::seed, Seed{initial});
}
ParamSpec real(std::string name, double initial) { return make(std::move(name), ParamKind::real, initial); }
ParamSpec boolean(std::string name, bool initial) { return make(std::move(name), ParamKind::boolean, initial); }
ParamSpec text(std::string name, std::string initial) {
  return make(std::move(name), ParamKind::text, std::move(initial));
}
ParamSpec choice(std::string name, std::string initial, std::vector<std::string> names) {
  ParamSpec spec = make(std::move(name), ParamKind::choice, Choice{std::move(initial)});
  spec.choices = std::move(names);
  return spec;
}
ParamSpec file(std::string name, std::string kind) {
  ParamSpec spec = make(std::move(name), ParamKind::file, FilePath{});
  spec.file_kind = std::move(kind);
  return spec;
}
ParamSpec lane(std::string name, double initial) {
  return make(std::move(name), ParamKind::lane, Lane::scalar(initial));
}
ParamSpec list(std::string name, ParamKind element) {
  ParamSpec spec = make(std::move(name), ParamKind::list, ParamList{});
  spec.element = element;
  return spec;
}

std::optional<ParamValue> coerce(const ParamValue& value, const ParamSpec& spec) {
  if (const auto* items = std::get_if<ParamList>(&value); items != nullptr && spec.kind == ParamKind::list) {
    return as_list(*items, spec);
  }
  if (kind_of(value) == spec.kind) return value;
  switch (spec.kind) {
    case ParamKind::integer: return as_integer(value);
    case ParamKind::seed: return as_seed(value);
    case ParamKind::real: return as_real(value);
    case ParamKind::lane: return as_lane(value);
    case ParamKind::choice:
      if (const auto* name = std::get_if<std::string>(&value)) return ParamValue(Choice{*name});
      return std::nullopt;
    case ParamKind::file:
      if (const auto* path = std::get_if<std::string>(&value)) return ParamValue(FilePath{*path});
      return std::nullopt;
    case ParamKind::boolean:
    case ParamKind::text:
    case ParamKind::list:
    case ParamKind::raw: return std::nullopt;
  }
  return std::nullopt;
}

bool clamp(ParamValue& value, const ParamSpec& spec) {
  if (auto* number = std::get_if<std::int64_t>(&value)) return clamp_integer(*number, spec);
  if (auto* real_value = std::get_if<double>(&value)) {
    const auto* initial = std::get_if<double>(&spec.initial);
    return clamp_number(*real_value, spec, initial != nullptr ? *initial : 0.0);
  }
  if (auto* lane_value = std::get_if<Lane>(&value)) return clamp_lane(*lane_value, spec);
  if (auto* items = std::get_if<ParamList>(&value)) {
    bool changed = false;
    for (ParamValue& item : items->items) changed |= clamp(item, spec);
    return changed;
  }
  return false;
}

std::string range_text(const ParamSpec& spec) {
  if (spec.minimum && spec.maximum) return fmt::format("from {} to {}", *spec.minimum, *spec.maximum);
  if (spec.minimum) return fmt::format("at least {}", *spec.minimum);
  if (spec.maximum) return fmt::format("at most {}", *spec.maximum);
  return "any number";
}

}  // namespace heddle::graph
