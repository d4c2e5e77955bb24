// What the subcommands of `heddle` share: exit codes, the progress line. One file per subcommand, each
// with `void add_<name>(CLI::App&, Exit&)`. Used by main.cpp and the subcommands; one thread, but for the signal.
#pragma once

#include <CLI/CLI.hpp>

#include <memory>
#include <string_view>

#include "base/error.h"
#include "base/note.h"
#include "base/run_control.h"
#include "signals.h"

namespace heddle::cli {

// 0 done, 1 failed, 2 wrong usage, 130 cancelled (SIGINT or SIGTERM).
struct Exit {
  int code = 0;
};

// The exit code of an error, which is printed to stderr.
int report(const Error& error);

// A note about the command's options: on stderr, or as a line of JSON on stdout.
void tell(const Note& said, bool json);

// A progress line on stderr: rewritten in place on a terminal, else a new line at most every ten seconds.
class ProgressLine final : public RunControl::Sink {
 public:
  ProgressLine();
  ~ProgressLine() override;
  bool cancelled() override { return cancel_requested(); }
  void report(double fraction, std::string_view text) override;
  void preview(const image::Image& /*image*/) override {}

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace heddle::cli
