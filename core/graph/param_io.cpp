#include "graph/param_io.h"

#include <limits>

namespace heddle::graph {
namespace {

constexpr std::size_t kLaneRowsMax = 1024;     // layers
constexpr std::size_t kLaneColumnsMax = 4096;  // steps

Json lane_values_to_json(const Lane& lane_value) {
  const auto& rows = lane_value.values;
  if (rows.size() == 1 && rows.front().size() == 1) return rows.front().front();
  bool one_column = true;
  for (const auto& row : rows) one_column = one_column && row.size() == 1;
  if (!one_column) return rows;
  Json layers = Json::array();
  for (const auto& row : rows) layers.push_back(row.front());
  return layers;
}

Json lane_to_json(const Lane& lane_value) {
  Json values = lane_values_to_json(lane_value);
  if (lane_value.mask.empty() && lane_value.start == 0.0 && lane_value.end == 1.0) return values;
  Json json = {{"values", std::move(values)}};
  if (!lane_value.mask.empty()) json["mask"] = lane_value.mask;
  if (lane_value.start != 0.0) json["start"] = lane_value.start;
  if (lane_value.end != 1.0) json["end"] = lane_value.end;
  return json;
}

std::optional<std::vector<double>> row_from_json(const Json& json) {
  if (!json.is_array() || json.empty() || json.size() > kLaneColumnsMax) return std::nullopt;
  std::vector<double> row;
  for (const Json& value : json) {
    if (!value.is_number()) return std::nullopt;
    row.push_back(value.get<double>());
  }
  return row;
}

// A number, one number a layer, or one row a layer with rows of one length.
std::optional<std::vector<std::vector<double>>> lane_values_from_json(const Json& json) {
  std::vector<std::vector<double>> rows;
  if (json.is_number()) {
    rows.push_back({json.get<double>()});
    return rows;
  }
  if (!json.is_array() || json.empty() || json.size() > kLaneRowsMax) return std::nullopt;
  for (const Json& layer : json) {
    if (layer.is_number()) {
      rows.push_back({layer.get<double>()});
    } else if (auto row = row_from_json(layer)) {
      rows.push_back(std::move(*row));
    } else {
      return std::nullopt;
    }
    if (rows.back().size() != rows.front().size()) return std::nullopt;
  }
  return rows;
}

bool read_share(const Json& json, const char* name, double& share) {
  const Json* member = find_member(json, name);
  if (member == nullptr) return true;
  if (!member->is_number()) return false;
  share = member->get<double>();
  return true;
}

std::optional<ParamValue> lane_from_json(const Json& json) {
  Lane result;
  const Json* values = json.is_object() ? find_member(json, "values") : &json;
  if (values != nullptr) {
    auto rows = lane_values_from_json(*values);
    if (!rows) return std::nullopt;
    result.values = std::move(*rows);
  }
  if (!json.is_object()) return ParamValue(std::move(result));
  for (const auto& [name, value] : json.items()) {
    if (name != "values" && name != "mask" && name != "start" && name != "end") return std::nullopt;
  }
  if (const Json* mask = find_member(json, "mask")) {
    if (!mask->is_string()) return std::nullopt;
    result.mask = mask->get<std::string>();
  }
  if (!read_share(json, "start", result.start) || !read_share(json, "end", result.end)) return std::nullopt;
  return ParamValue(std::move(result));
}

std::optional<ParamValue> list_from_json(const Json& json, const ParamSpec& spec) {
  if (!json.is_array() || spec.element == ParamKind::list) return std::nullopt;
  ParamSpec element = spec;
  element.kind = spec.element;
  ParamList items;
  for (const Json& item : json) {
    auto value = param_from_json(item, element);
    if (!value) return std::nullopt;
    items.items.push_back(std::move(*value));
  }
  return ParamValue(std::move(items));
}

// The value that the JSON names without a description; kinds that need one become text or a whole number.
std::optional<ParamValue> plain_from_json(const Json& json) {
  if (json.is_boolean()) return ParamValue(json.get<bool>());
  if (json.is_string()) return ParamValue(json.get<std::string>());
  if (json.is_number_unsigned()) {
    const auto number = json.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return ParamValue(Seed{number});
    return ParamValue(static_cast<std::int64_t>(number));
  }
  if (json.is_number_integer()) return ParamValue(json.get<std::int64_t>());
  if (json.is_number_float()) return ParamValue(json.get<double>());
  return std::nullopt;
}

struct ToJson {
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(const Seed& value) const { return std::to_string(value.value); }
  Json operator()(double value) const { return value; }
  Json operator()(bool value) const { return value; }
  Json operator()(const std::string& value) const { return value; }
  Json operator()(const Choice& value) const { return value.name; }
  Json operator()(const FilePath& value) const { return value.path; }
  Json operator()(const Lane& value) const { return lane_to_json(value); }
  Json operator()(const ParamList& value) const {
    Json items = Json::array();
    for (const ParamValue& item : value.items) items.push_back(to_json(item));
    return items;
  }
  Json operator()(const RawJson& value) const {
    Json parsed = Json::parse(value.text, nullptr, /*allow_exceptions=*/false);
    return parsed.is_discarded() ? Json(nullptr) : parsed;
  }
};

}  // namespace

Json to_json(const ParamValue& value) { return std::visit(ToJson{}, value); }

std::optional<ParamValue> param_from_json(const Json& json, const ParamSpec& spec) {
  if (spec.kind == ParamKind::lane) return lane_from_json(json);
  if (spec.kind == ParamKind::list) return list_from_json(json, spec);
  const auto plain = plain_from_json(json);
  if (!plain) return std::nullopt;
  if (spec.kind == ParamKind::real && std::holds_alternative<Seed>(*plain)) return ParamValue(json.get<double>());
  return coerce(*plain, spec);
}

RawJson raw_from_json(const Json& json) { return RawJson{dump_json(json)}; }

}  // namespace heddle::graph
