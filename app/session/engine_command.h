// EngineCommand: how the engine is started, and its settings, from the user's preferences. Used by EngineClient, the
// composition root and the shell, which restarts the engine when they change. Pure functions.
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include "protocol/calls.h"
#include "settings/settings.h"

namespace heddle::session {

// A program and its arguments, so that `ssh host heddle engine --stdio` is as good as any.
struct EngineCommand {
  QString program;
  QStringList arguments;
  bool operator==(const EngineCommand&) const = default;
};
// From "ssh host heddle engine --stdio", quotes as in a shell.
[[nodiscard]] EngineCommand engineCommandFrom(const QString& commandLine);

// The engine beside the program in `folder`, on the chosen device; or the command line that the user wrote.
[[nodiscard]] EngineCommand engineCommandOf(const settings::Preferences& preferences, const QString& folder);
// The settings that a running engine receives.
[[nodiscard]] protocol::SettingsSet engineSettingsOf(const settings::Preferences& preferences);

}  // namespace heddle::session
