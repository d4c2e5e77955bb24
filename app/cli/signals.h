// Ends the program within a second of SIGINT or SIGTERM: work is asked to stop, and the process ends after the grace
// time at the latest. Used by main.cpp, and by the commands, which poll cancel_requested(). Any thread.
#pragma once

#include <chrono>

namespace heddle::cli {

// Long enough for work to stop between two of its steps, and for a checkpoint of a small network.
inline constexpr std::chrono::milliseconds kSignalGrace{700};

// Call once, at the start of the program, before other threads are made.
void install_signals();

// True from the first signal on. A second one ends the program at once.
[[nodiscard]] bool cancel_requested();

// How long work may continue after a signal before the process ends: its unfinished files are removed, and the exit
// code is 128 and the signal's number, or 130 as of a cancelled command.
void set_signal_grace(std::chrono::milliseconds grace);

}  // namespace heddle::cli
