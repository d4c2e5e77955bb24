// The log: one line a message on stderr, filtered by level. Never log a prompt or a user's path above `debug`. Used by
// programs and long tasks. Thread rule: any thread; lines never interleave.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string_view>
#include <utility>

namespace heddle {

enum class LogLevel { debug, info, warning, error, off };

// Messages below `level` are dropped before they are formatted. The default is info.
void set_log_level(LogLevel level);
[[nodiscard]] bool logs(LogLevel level);

// Sends lines elsewhere (a test, the window's log panel); an empty function restores stderr. Called under a lock.
void set_log_sink(std::function<void(LogLevel, std::string_view)> sink);

void write_log(LogLevel level, std::string_view message);

template <class... Args>
void log_line(LogLevel level, fmt::format_string<Args...> format, Args&&... args) {
  if (logs(level)) write_log(level, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::info, format, std::forward<Args>(args)...);
}
template <class... Args>
void log_warning(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::warning, format, std::forward<Args>(args)...);
}

}  // namespace heddle
