#include "base/log.h"

#include <atomic>
#include <cstdio>
#include <mutex>

namespace heddle {
namespace {

std::atomic<LogLevel> g_level{LogLevel::info};

struct Sink {
  std::mutex mutex;
  std::function<void(LogLevel, std::string_view)> write;
};

// A function-local object, so that it exists when the first line is logged.
Sink& sink() {
  static Sink instance;
  return instance;
}

std::string_view prefix(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug: ";
    case LogLevel::warning: return "warning: ";
    case LogLevel::error: return "error: ";
    default: return "";
  }
}

}  // namespace

void set_log_level(LogLevel level) { g_level.store(level, std::memory_order_relaxed); }
bool logs(LogLevel level) { return level >= g_level.load(std::memory_order_relaxed); }

void set_log_sink(std::function<void(LogLevel, std::string_view)> write) {
  const std::lock_guard lock(sink().mutex);
  sink().write = std::move(write);
}

void write_log(LogLevel level, std::string_view message) {
  const std::lock_guard lock(sink().mutex);
  if (sink().write) return sink().write(level, message);
  const std::string line = fmt::format("{}{}\n", prefix(level), message);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace heddle
