// WindowContext: what the composition root builds for the window; all of it outlives the window. Used by the
// controllers, the workspaces and studio_main. Window thread only.
#pragma once

#include <QPointer>
#include <QString>
#include <functional>
#include <vector>

#include "document/document.h"
#include "document/document_file.h"
#include "document/journal.h"
#include "document/model_families.h"
#include "inspector/param_editor.h"
#include "session/engine_client.h"
#include "session/job_queue.h"
#include "session/result_store.h"
#include "session/run_states.h"
#include "settings/settings.h"

namespace heddle::ui {

struct WindowContext {
  document::Document& document;
  document::DocumentFile& file;
  document::Journal& journal;
  session::EngineClient& engine;
  session::JobQueue& queue;
  session::RunStates& states;
  session::ResultStore& results;
  settings::Settings& settings;
  EditorContext editors;
  QStringList journalFolders;
  std::function<graph::Graph(document::DocumentImages& images)> startGraph;  // puts its pictures into `images`
  // The engine's command for given preferences; empty where the command line set it.
  std::function<session::EngineCommand(const settings::Preferences& preferences)> engineCommand = {};
  std::function<QByteArray(const QString& hash)> keptImage = {};  // of an earlier run; may be empty
  QPointer<document::ModelFamilies> families = {};                // the window's; null: none is known
};

}  // namespace heddle::ui
