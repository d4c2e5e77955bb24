#include "session/engine_command.h"

namespace heddle::session {

EngineCommand engineCommandOf(const settings::Preferences& preferences, const QString& folder) {
  if (!preferences.engine.isEmpty()) return engineCommandFrom(preferences.engine);
  EngineCommand command;
  command.program = folder + "/heddle";
  command.arguments = {"engine", "--stdio"};
  if (preferences.device != "auto") command.arguments << "--device" << preferences.device;
  if (preferences.precision != "auto") command.arguments << "--dtype" << preferences.precision;
  return command;
}

EngineSettings engineSettingsOf(const settings::Preferences& preferences) {
  EngineSettings settings;
  settings.memoryBudget = static_cast<std::uint64_t>(preferences.memoryMiB) << 20;
  settings.threads = preferences.threads;
  settings.outputFolder = preferences.outputFolder;
  settings.modelFolders = preferences.folders;
  return settings;
}

}  // namespace heddle::session
