#include "signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>

#include "base/atomic_file.h"

namespace heddle::cli {

namespace {

constexpr int kCancelled = 130;

volatile std::sig_atomic_t cancel_flag = 0;
std::atomic<std::chrono::milliseconds> grace_left{kSignalGrace};
int wake_pipe[2] = {-1, -1};

// A signal handler: may call only async-signal-safe functions.
void on_signal(int signal) {
  if (cancel_flag != 0) ::_exit(128 + signal);
  cancel_flag = 1;
  const char byte = 0;
  (void)!::write(wake_pipe[1], &byte, 1);
}

// Sleeps until a signal; then gives the work its grace. A process that ends earlier takes this thread with it.
void end_after_signal() {
  char byte = 0;
  while (::read(wake_pipe[0], &byte, 1) != 1) {
  }
  std::this_thread::sleep_for(grace_left.load());
  remove_unfinished_files();
  std::fputs("heddle: cancelled\n", stderr);
  ::_exit(kCancelled);
}

}  // namespace

void install_signals() {
  if (::pipe2(wake_pipe, O_CLOEXEC) != 0) return;  // out of handles: the signals keep their usual meaning
  std::thread(end_after_signal).detach();
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool cancel_requested() { return cancel_flag != 0; }

void set_signal_grace(std::chrono::milliseconds grace) { grace_left = grace; }

}  // namespace heddle::cli
