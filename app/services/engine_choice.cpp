#include "services/engine_choice.h"

namespace heddle::services {

session::EngineCommand engineCommandOf(const Preferences& preferences, const QString& folder) {
  if (!preferences.engine.isEmpty()) return session::engineCommandFrom(preferences.engine);
  session::EngineCommand command;
  command.program = folder + "/heddle";
  command.arguments = {"engine", "--stdio"};
  if (preferences.device != "auto") command.arguments << "--device" << preferences.device;
  if (preferences.precision != "auto") command.arguments << "--dtype" << preferences.precision;
  return command;
}

session::EngineSettings engineSettingsOf(const Preferences& preferences) {
  session::EngineSettings settings;
  settings.memoryBudget = static_cast<std::uint64_t>(preferences.memoryMiB) << 20;
  settings.threads = preferences.threads;
  settings.outputFolder = preferences.outputFolder;
  settings.modelFolders = preferences.folders;
  return settings;
}

}  // namespace heddle::services
