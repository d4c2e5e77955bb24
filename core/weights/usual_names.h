// How files are usually called that fit a model family, for messages that say which file is needed. Used by the terms
// before a run, and by the window at the wire. Pure function.
#pragma once

#include <string_view>

#include "weights/family.h"

namespace heddle::weights {

// "control_v11p_sd15_… or control_sd15_…"; empty where there is no usual name.
[[nodiscard]] std::string_view usual_file_names(FileKind kind, Family family);

}  // namespace heddle::weights
