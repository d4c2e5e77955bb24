// The engine's command line and settings, from the user's preferences. Used by the composition root and by the shell,
// which restarts the engine when they change. Pure functions.
#pragma once

#include "settings/settings.h"
#include "session/engine_messages.h"

namespace heddle::session {

// The engine beside the program in `folder`, on the chosen device; or the command line that the user wrote.
[[nodiscard]] EngineCommand engineCommandOf(const settings::Preferences& preferences, const QString& folder);
// The settings that a running engine receives.
[[nodiscard]] EngineSettings engineSettingsOf(const settings::Preferences& preferences);

}  // namespace heddle::session
