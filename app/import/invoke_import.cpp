// InvokeAI's `invokeai_metadata`: one flat object. Fields that change the picture and are not known here are listed.
#include <algorithm>
#include <set>

#include "base/json.h"
#include "import/image_import.h"

namespace heddle::import {
namespace {

bool takeNumber(const std::string& key, const Json& value, MadeWith& made) {
  if (key == "seed" && value.is_number_unsigned()) made.seed = value.get<std::uint64_t>();
  if (key == "cfg_scale") made.guidance = value.get<double>();
  const double wide = value.get<double>();
  const int whole = wide >= 0 && wide <= 1e6 ? static_cast<int>(wide) : 0;
  if (key == "steps") made.steps = whole;
  if (key == "width") made.width = whole;
  if (key == "height") made.height = whole;
  if (key == "clip_skip") made.clipSkip = std::clamp(whole + 1, 1, 12);  // InvokeAI counts from zero
  static const std::set<std::string> known = {"seed", "cfg_scale", "steps", "width", "height", "clip_skip"};
  return known.contains(key);
}

bool readText(const std::string& key, const std::string& value, MadeWith& made) {
  if (key == "positive_prompt") made.prompt = value;
  if (key == "negative_prompt") made.negative = value;
  if (key == "scheduler") return readSampler(value, made);
  static const std::set<std::string> known = {"positive_prompt", "negative_prompt", "app_version", "generation_mode",
                                              "rand_device"};
  return known.contains(key);
}

bool saysNothing(const Json& value) {
  return value.is_null() || ((value.is_array() || value.is_object()) && value.empty());
}

}  // namespace

Result<MadeWith> readInvoke(const std::string& json, QStringList& notUnderstood) {
  auto parsed = parse_json(json, "InvokeAI's metadata");
  if (!parsed) return forward(parsed);
  if (!parsed->is_object()) return fail(ErrorKind::invalid_input, "[picture.import] InvokeAI's metadata is no object");
  MadeWith made;
  for (const auto& [key, value] : parsed->items()) {
    if (saysNothing(value)) continue;
    if (key == "model" && value.is_object()) {
      for (const char* field : {"name", "model_name"}) {
        const Json* name = find_member(value, field);
        if (name != nullptr && name->is_string()) made.model = name->get<std::string>();
      }
      continue;
    }
    const bool taken = value.is_number()   ? takeNumber(key, value, made)
                       : value.is_string() ? readText(key, value.get<std::string>(), made)
                                           : false;
    if (!taken) notUnderstood << QString::fromStdString(key);
  }
  return made;
}

}  // namespace heddle::import
