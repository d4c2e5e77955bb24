#include "base/log.h"

#include <string>
#include <thread>
#include <vector>

#include "support/test.h"

namespace heddle {
namespace {

TEST_CASE("lines below the level are dropped, the others reach the sink whole") {
  std::vector<std::string> lines;
  set_log_sink([&](LogLevel, std::string_view line) { lines.emplace_back(line); });
  set_log_level(LogLevel::warning);
  log_info("not this");
  log_warning("{} of {}", 1, 2);
  log_line(LogLevel::error, "bad");
  CHECK(lines == std::vector<std::string>{"1 of 2", "bad"});
  set_log_level(LogLevel::info);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([] {
        for (int i = 0; i < 100; ++i) log_info("line");
      });
    }
  }
  CHECK(lines.size() == 402);
  set_log_sink({});
}

}  // namespace
}  // namespace heddle
