#include "evaluation/sample.h"

#include <cmath>
#include <limits>

namespace heddle::evaluation {

namespace {

std::string sample_text(const Json& json, const char* key) {
  const Json* value = find_member(json, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

double Sample::score(const std::string& name) const {
  const auto found = scores.find(name);
  return found == scores.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

Json to_json(const Sample& sample) {
  Json json{{"title", sample.title}, {"pictures", Json::array()}, {"scores", Json::object()}};
  for (const SampleImage& shown : sample.images)
    json["pictures"].push_back({{"file", shown.file}, {"caption", shown.caption}});
  for (const auto& [name, value] : sample.scores) json["scores"][name] = std::isfinite(value) ? Json(value) : Json();
  return json;
}

Result<Sample> sample_from(const Json& json, const std::string& what) {
  const Json* images = find_member(json, "pictures");
  const Json* scores = find_member(json, "scores");
  if (images == nullptr || !images->is_array() || scores == nullptr || !scores->is_object()) {
    return fail(ErrorKind::invalid_input,
                "[evaluate.read] '{}' is not what an evaluation wrote; delete it and run again", what);
  }
  Sample sample;
  sample.title = sample_text(json, "title");
  for (const Json& shown : *images)
    sample.images.push_back({sample_text(shown, "file"), sample_text(shown, "caption")});
  for (const auto& [name, value] : scores->items()) {
    sample.scores[name] = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
  }
  return sample;
}

}  // namespace heddle::evaluation
