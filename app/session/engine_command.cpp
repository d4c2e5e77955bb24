#include "session/engine_command.h"

#include <QtCore/QProcess>

namespace heddle::session {

EngineCommand engineCommandFrom(const QString& commandLine) {
  QStringList parts = QProcess::splitCommand(commandLine);
  if (parts.isEmpty()) return {};
  EngineCommand command{parts.takeFirst(), {}};
  command.arguments = parts;
  return command;
}

EngineCommand engineCommandOf(const settings::Preferences& preferences, const QString& folder) {
  if (!preferences.engine.isEmpty()) return engineCommandFrom(preferences.engine);
  EngineCommand command;
  command.program = folder + "/heddle";
  command.arguments = {"engine", "--stdio"};
  if (preferences.device != "auto") command.arguments << "--device" << preferences.device;
  if (preferences.precision != "auto") command.arguments << "--dtype" << preferences.precision;
  return command;
}

protocol::SettingsSet engineSettingsOf(const settings::Preferences& preferences) {
  protocol::SettingsSet settings;
  settings.memory_budget = static_cast<std::uint64_t>(preferences.memoryMiB) << 20;
  settings.threads = preferences.threads;
  settings.output_folder = preferences.outputFolder.toStdString();
  for (const QString& folder : preferences.folders) settings.model_folders.push_back(folder.toStdString());
  return settings;
}

}  // namespace heddle::session
