#include "evaluation/item.h"

#include <cmath>
#include <limits>

namespace heddle::evaluation {

namespace {

std::string item_text(const Json& json, const char* key) {
  const Json* value = find_member(json, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

double Item::score(const std::string& name) const {
  const auto found = scores.find(name);
  return found == scores.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

Json to_json(const Item& item) {
  Json json{{"title", item.title}, {"pictures", Json::array()}, {"scores", Json::object()}};
  for (const Shown& shown : item.pictures) json["pictures"].push_back({{"file", shown.file}, {"caption", shown.caption}});
  for (const auto& [name, value] : item.scores) json["scores"][name] = std::isfinite(value) ? Json(value) : Json();
  return json;
}

Result<Item> item_from(const Json& json, const std::string& what) {
  const Json* pictures = find_member(json, "pictures");
  const Json* scores = find_member(json, "scores");
  if (pictures == nullptr || !pictures->is_array() || scores == nullptr || !scores->is_object()) {
    return fail(ErrorKind::invalid_input, "[evaluate.read] '{}' is not what an evaluation wrote; delete it and run again", what);
  }
  Item item;
  item.title = item_text(json, "title");
  for (const Json& shown : *pictures) item.pictures.push_back({item_text(shown, "file"), item_text(shown, "caption")});
  for (const auto& [name, value] : scores->items()) {
    item.scores[name] = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
  }
  return item;
}

}  // namespace heddle::evaluation
