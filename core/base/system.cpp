#include "base/system.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace heddle {

namespace {

namespace fs = std::filesystem;

template <typename T>
std::optional<T> first_in(const fs::path& file) {
  std::ifstream stream(file);
  T value{};
  if (stream >> value) return value;
  return std::nullopt;
}

// The group's folder below /sys/fs/cgroup for a controller: the second version's ("0::/path"), else the first's.
std::vector<fs::path> group_folders(const fs::path& root, const std::string& controller) {
  std::vector<fs::path> folders;
  std::ifstream stream(root / "proc/self/cgroup");
  for (std::string line; std::getline(stream, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const bool is_second_version = controllers == ",,";
    if (!is_second_version && controllers.find("," + controller + ",") == std::string::npos) continue;
    const fs::path base = root / "sys/fs/cgroup" / (is_second_version ? fs::path() : fs::path(controller));
    // A group's limits hold for all below it. Inside a container the path may not be there; then its root is.
    for (fs::path path = fs::path(line.substr(second + 1)).relative_path();; path = path.parent_path()) {
      folders.push_back(base / path);
      if (path.empty()) break;
    }
  }
  return folders;
}

// Processors that the quota pays for; none: no limit.
std::optional<double> quota(const fs::path& root) {
  std::optional<double> least;
  const auto take = [&least](double cores) { least = least ? std::min(*least, cores) : cores; };
  for (const fs::path& folder : group_folders(root, "cpu")) {
    std::ifstream both(folder / "cpu.max");  // "200000 100000", or "max 100000"
    double allowed = 0, period = 0;
    if (both >> allowed >> period && allowed > 0 && period > 0) take(allowed / period);
    const auto first = first_in<double>(folder / "cpu.cfs_quota_us"),
               every = first_in<double>(folder / "cpu.cfs_period_us");
    if (first && every && *first > 0 && *every > 0) take(*first / *every);
  }
  return least;
}

std::vector<int> allowed_processors() {
  std::vector<int> allowed;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof(set), &set) != 0) return allowed;
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &set)) allowed.push_back(i);
  }
  return allowed;
}

}  // namespace

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

std::uint64_t resident_bytes() {
  std::ifstream stream("/proc/self/statm");
  std::uint64_t whole = 0, resident = 0;
  if (!(stream >> whole >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::optional<std::uint64_t> available_memory(const fs::path& root) {
  std::optional<std::uint64_t> available;
  std::ifstream stream(root / "proc/meminfo");
  for (std::string name, unit; stream >> name;) {
    std::uint64_t kilobytes = 0;
    if (!(stream >> kilobytes)) break;
    if (name == "MemAvailable:") available = kilobytes << 10;
    std::getline(stream, unit);
  }
  if (!available) return std::nullopt;
  constexpr std::pair<const char*, const char*> kFiles[] = {{"memory.max", "memory.current"},
                                                            {"memory.limit_in_bytes", "memory.usage_in_bytes"}};
  for (const fs::path& folder : group_folders(root, "memory")) {
    for (const auto& [limit, use] : kFiles) {
      const auto most = first_in<std::uint64_t>(folder / limit), used = first_in<std::uint64_t>(folder / use);
      if (most && used) available = std::min(*available, *most - std::min(*most, *used));
    }
  }
  return available;
}

std::optional<std::uint64_t> available_memory() { return available_memory("/"); }

int usable_cores(const fs::path& root, std::span<const int> processors) {
  std::set<std::pair<int, int>> cores;  // package and core: hardware threads of one core share its arithmetic units
  for (const int processor : processors) {
    const fs::path topology = root / "sys/devices/system/cpu" / ("cpu" + std::to_string(processor)) / "topology";
    const auto package = first_in<int>(topology / "physical_package_id");
    const auto core = first_in<int>(topology / "core_id");
    cores.emplace(package.value_or(-1), package && core ? *core : processor);
  }
  const int physical = std::max<int>(1, static_cast<int>(cores.size()));
  const auto paid = quota(root);
  return paid ? std::clamp(static_cast<int>(std::ceil(*paid)), 1, physical) : physical;
}

int usable_cores() {
  const std::vector<int> processors = allowed_processors();
  return usable_cores("/", processors);
}

}  // namespace heddle
