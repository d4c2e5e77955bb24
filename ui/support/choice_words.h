// What a person reads for a choice of a node ("dpmpp_2m": "DPM++ 2M"), in their language. Used by the inspector and the
// nodes' cards. Pure function.
#pragma once

#include <QString>

namespace heddle::ui {

// A name that nobody has words for is its own.
[[nodiscard]] QString choiceWords(const QString& name);

}  // namespace heddle::ui
