// How the engine is started, from what the user chose. Used by the composition root and by the shell, which starts it
// anew when the choice changes. Pure functions.
#pragma once

#include "services/settings.h"
#include "session/engine_messages.h"

namespace heddle::services {

// The engine beside the program in `folder`, on the chosen device; or the command line that the user wrote.
[[nodiscard]] session::EngineCommand engineCommandOf(const Preferences& preferences, const QString& folder);
// What the engine is told while it runs.
[[nodiscard]] session::EngineSettings engineSettingsOf(const Preferences& preferences);

}  // namespace heddle::services
