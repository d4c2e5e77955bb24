// RunReport: reports the progress of a run to a user or a program: a bar or plain lines on stderr, or JSON lines on
// stdout. Used by the context. Calls come from one thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "command.h"
#include "engine/run_event.h"

namespace heddle::cli {

class RunReport final {
 public:
  explicit RunReport(bool json) : json_(json) {}

  void on_event(const engine::RunEvent& event);
  void saved(const std::filesystem::path& path);
  // Both return the exit code.
  int finished();
  int failed(const Error& error);

 private:
  void print_notes() const;

  bool json_;
  std::unique_ptr<ProgressLine> line_;
  std::vector<Note> notes_;  // shown when the bar is done
  std::vector<std::filesystem::path> saved_;
  double seconds_ = 0;
};

}  // namespace heddle::cli
