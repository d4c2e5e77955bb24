#include "import/settings_object.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <type_traits>

namespace heddle::import {
namespace {

// A number, or a text that is one: several tools write seeds as text.
template <class T>
bool numberOf(const Json& value, T& number) {
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    if (value.is_number_unsigned()) return number = value.get<std::uint64_t>(), true;
  } else if (value.is_number()) {
    const double wide = value.get<double>();
    if (!std::isfinite(wide) || std::abs(wide) > 1e6) return false;
    return number = static_cast<T>(wide), true;
  }
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  T parsed{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (code != std::errc() || end != text.data() + text.size()) return false;
  return number = parsed, true;
}

std::string fileStem(const std::string& name) {
  const auto slash = name.find_last_of("/\\");
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

bool takeSchedule(const std::string& text, MadeWith& made) {
  MadeWith probe;
  if (!readSampler("euler " + text, probe) || probe.schedule.empty()) return false;
  made.schedule = probe.schedule;
  return true;
}

bool takeSetting(Setting setting, const Json& value, MadeWith& made) {
  const auto text = [&](std::string& field) { return value.is_string() && (field = value.get<std::string>(), true); };
  switch (setting) {
    case Setting::prompt: return text(made.prompt);
    case Setting::negative: return text(made.negative);
    case Setting::model: return text(made.model) && (made.model = fileStem(made.model), true);
    case Setting::seed: return numberOf(value, made.seed);
    case Setting::steps: return numberOf(value, made.steps);
    case Setting::guidance: return numberOf(value, made.guidance);
    case Setting::width: return numberOf(value, made.width);
    case Setting::height: return numberOf(value, made.height);
    case Setting::sampler: return value.is_string() && readSampler(value.get<std::string>(), made);
    case Setting::schedule: return value.is_string() && takeSchedule(value.get<std::string>(), made);
    case Setting::strength: return numberOf(value, made.strength);
    case Setting::clipSkip: return numberOf(value, made.clipSkip);
    case Setting::nothing: return true;
  }
  return false;
}

bool isNothing(const Json& value) {
  return value.is_null() || (value.is_structured() && value.empty()) || value == "" || value == false;
}

}  // namespace

void readSettings(const Json& object, std::span<const SettingName> names, MadeWith& made, QStringList& notUnderstood) {
  if (!object.is_object()) return;
  // A schedule of its own goes before one in the sampler's name.
  for (const bool isSchedule : {false, true}) {
    for (const auto& [key, value] : object.items()) {
      const auto known = std::ranges::find(names, key, &SettingName::key);
      if ((known != names.end() && known->setting == Setting::schedule) != isSchedule || isNothing(value)) continue;
      if (known != names.end() && takeSetting(known->setting, value, made)) continue;
      notUnderstood << QString::fromStdString(
          value.is_structured() ? key : key + ": " + (value.is_string() ? value.get<std::string>() : value.dump()));
    }
  }
}

std::string withoutNan(std::string_view json) {
  std::string made;
  made.reserve(json.size());
  bool isText = false;
  while (!json.empty()) {
    if (isText && json.front() == '\\' && json.size() > 1) {
      made += json.substr(0, 2);
      json.remove_prefix(2);
      continue;
    }
    if (json.front() == '"') isText = !isText;
    std::size_t length = 0;
    for (const std::string_view word : {"NaN", "-Infinity", "Infinity"}) {
      if (!isText && json.starts_with(word)) length = word.size();
    }
    made += length > 0 ? std::string_view("null") : json.substr(0, 1);
    json.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return made;
}

}  // namespace heddle::import
