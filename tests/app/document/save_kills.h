// Kills a process while it saves, again and again, and looks at what is left. Used by the quick and the slow test.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <random>

#include "document/save_project.h"
#include "sample_project.h"
#include "support/sample_catalog.h"
#include "support/temporary_folder.h"

namespace heddle::testing {

struct KillReport {
  int killed = 0;   // while it was saving
  int damaged = 0;  // the file was neither of the two states
  int stuck = 0;    // the next save failed
};

// The child saves two states in turn until it is killed after 0 to 20 ms.
inline KillReport killWhileSaving(int times) {
  const TemporaryFolder folder;
  const QString path = QString::fromStdString((folder / "p.heddle").string());
  const auto catalog = sampleCatalog();
  const SampleProject states[2] = {sampleProject(40, 'a'), sampleProject(60, 'b')};
  KillReport report;
  if (!document::saveProject(path, states[0].graph, states[0].images, catalog)) return {0, times, 0};
  std::mt19937 random(11);
  for (int i = 0; i < times; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int turn = 0;; ++turn) {
        const SampleProject& state = states[turn % 2];
        if (!document::saveProject(path, state.graph, state.images, catalog)) ::_exit(1);
      }
    }
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++report.killed;
    const auto back = document::readProject(path, catalog);
    const bool whole =
        back && (back->graph == states[0].graph || back->graph == states[1].graph) && back->images.all().size() == 2;
    if (!whole) ++report.damaged;
    for (const QString& backup : document::backupsOf(path)) {
      if (!document::readProject(backup, catalog)) ++report.damaged;
    }
  }
  if (!document::saveProject(path, states[0].graph, states[0].images, catalog)) ++report.stuck;
  return report;
}

}  // namespace heddle::testing
