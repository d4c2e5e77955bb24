// Settings of other tools that are one flat JSON object, each key one setting under that tool's name. Used by the
// readers of SwarmUI, Fooocus and InvokeAI. Pure functions.
#pragma once

#include <QStringList>
#include <span>
#include <string_view>

#include "base/json.h"
#include "import/image_import.h"

namespace heddle::import {

enum class Setting {
  prompt,
  negative,
  model,
  seed,
  steps,
  guidance,
  width,
  height,
  sampler,
  schedule,
  strength,
  clipSkip,
  nothing
};

struct SettingName {
  std::string_view key;
  Setting setting;  // nothing: it does not change the picture
};

// Keys that the table does not have, and values that do not fit, are listed; empty ones say nothing.
void readSettings(const Json& object, std::span<const SettingName> names, MadeWith& made, QStringList& notUnderstood);

// Python and JavaScript write NaN and Infinity, which no JSON has: they become null. Text in quotes stays as it is.
[[nodiscard]] std::string withoutNan(std::string_view json);

}  // namespace heddle::import
