// Reads and writes a pipe without blocking for ever: every wait has a time limit. Used by the host and the writer.
// Thread rule: free functions; one thread reads a handle, one writes it.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

namespace heddle::engine_host {

enum class ReadEnd { bytes, nothing_yet, closed };

// Appends what is there to `into`, after waiting for it at most `patience`.
ReadEnd read_some(int handle, std::string& into, std::chrono::milliseconds patience);

// True when everything was written; false when the other side is gone or `give_up` was set meanwhile.
bool write_all(int handle, std::string_view bytes, const std::atomic<bool>& give_up);

// A write to a closed pipe becomes an error instead of the end of the process.
void ignore_broken_pipes();

}  // namespace heddle::engine_host
