#include "services/engine_choice.h"

namespace heddle::services {

session::EngineCommand engineCommandOf(const Choices& choices, const QString& folder) {
  if (!choices.engine.isEmpty()) return session::engineCommandFrom(choices.engine);
  session::EngineCommand command;
  command.program = folder + "/heddle";
  command.arguments = {"engine", "--stdio"};
  if (choices.device != "auto") command.arguments << "--device" << choices.device;
  if (choices.precision != "auto") command.arguments << "--dtype" << choices.precision;
  return command;
}

session::EngineSettings engineSettingsOf(const Choices& choices) {
  session::EngineSettings settings;
  settings.memoryBudget = static_cast<std::uint64_t>(choices.memoryMiB) << 20;
  settings.threads = choices.threads;
  settings.outputFolder = choices.outputFolder;
  settings.modelFolders = choices.folders;
  return settings;
}

}  // namespace heddle::services
