#include "command.h"

#include <fmt/chrono.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/json.h"
#include "base/time_left.h"

namespace heddle::cli {

namespace {

using Clock = std::chrono::steady_clock;

std::string time_left(double seconds) {
  const auto whole = std::chrono::seconds(static_cast<long>(seconds));
  return fmt::format("{:%H:%M:%S} left", whole);
}

}  // namespace

int report(const Error& error) {
  if (error.kind == ErrorKind::cancelled) {
    fmt::print(stderr, "heddle: cancelled\n");
    return 130;
  }
  fmt::print(stderr, "heddle: {}\n", error.message);
  return 1;
}

void tell(const Note& said, bool json) {
  if (json) {
    fmt::print("{}\n", dump_json({{"event", "notice"}, {"id", said.id}, {"message", said.message}}));
    std::fflush(stdout);
  } else {
    fmt::print(stderr, "note: {}\n", said.message);
  }
}

struct ProgressLine::State {
  bool terminal = isatty(STDERR_FILENO) == 1;
  Clock::time_point last = Clock::time_point::min();
  TimeLeft time_left;
  bool shown = false;
};

ProgressLine::ProgressLine() : state_(std::make_unique<State>()) {}

ProgressLine::~ProgressLine() {
  if (state_->shown && state_->terminal) fmt::print(stderr, "\n");
}

void ProgressLine::report(double fraction, std::string_view text) {
  const auto now = Clock::now();
  const auto seconds = state_->time_left.after(fraction, std::chrono::duration<double>(now.time_since_epoch()).count());
  const auto pause = state_->terminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000);
  if (state_->shown && now - state_->last < pause) return;
  const std::string left = seconds ? time_left(*seconds) : "";
  fmt::print(stderr, "{}{:5.1f} %  {}  {}{}", state_->terminal ? "\r\033[K" : "", fraction * 100, text, left,
             state_->terminal ? "" : "\n");
  std::fflush(stderr);
  state_->last = now;
  state_->shown = true;
}

}  // namespace heddle::cli
