#include "base/system.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/temporary_folder.h"
#include "support/test.h"

namespace heddle {

namespace {

// A machine as /sys and /proc describe it.
class Machine final {
 public:
  void write(const std::string& path, const std::string& text) const {
    const std::filesystem::path file = folder_ / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << "\n";
  }
  void add_processor(int number, int package, int core) const {
    const std::string topology = "sys/devices/system/cpu/cpu" + std::to_string(number) + "/topology/";
    write(topology + "physical_package_id", std::to_string(package));
    write(topology + "core_id", std::to_string(core));
  }
  [[nodiscard]] int cores(const std::vector<int>& processors) const { return usable_cores(folder_.path(), processors); }
  [[nodiscard]] std::optional<std::uint64_t> memory() const { return available_memory(folder_.path()); }

 private:
  testing::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("hardware threads of one core count once, and cores of two packages are not mixed up") {
  const Machine machine;
  for (int i = 0; i < 8; ++i)
    machine.add_processor(i, i / 4, i % 2);  // two packages, two cores each, two threads a core
  CHECK(machine.cores({0, 1, 2, 3, 4, 5, 6, 7}) == 4);
  CHECK(machine.cores({0, 2}) == 1);
  CHECK(machine.cores({0, 1, 4}) == 3);
}

TEST_CASE("processors of unknown topology count one each, and nothing known is one core") {
  const Machine machine;
  CHECK(machine.cores({3, 5}) == 2);
  CHECK(machine.cores({}) == 1);
}

TEST_CASE("a control group's quota bounds the cores, also that of a group further up") {
  const Machine machine;
  for (int i = 0; i < 8; ++i) machine.add_processor(i, 0, i);
  const std::vector<int> all = {0, 1, 2, 3, 4, 5, 6, 7};
  machine.write("proc/self/cgroup", "0::/user/artist");
  CHECK(machine.cores(all) == 8);
  machine.write("sys/fs/cgroup/user/artist/cpu.max", "max 100000");
  CHECK(machine.cores(all) == 8);
  machine.write("sys/fs/cgroup/user/cpu.max", "250000 100000");
  CHECK(machine.cores(all) == 3);
  machine.write("sys/fs/cgroup/user/artist/cpu.max", "50000 100000");
  CHECK(machine.cores(all) == 1);
}

TEST_CASE("the first version of control groups bounds the cores too, and no quota is -1 there") {
  const Machine machine;
  for (int i = 0; i < 4; ++i) machine.add_processor(i, 0, i);
  machine.write("proc/self/cgroup", "4:memory:/job\n3:cpu,cpuacct:/job");
  machine.write("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000");
  machine.write("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "-1");
  CHECK(machine.cores({0, 1, 2, 3}) == 4);
  machine.write("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "200000");
  CHECK(machine.cores({0, 1, 2, 3}) == 2);
}

TEST_CASE("memory is what the kernel calls available, or what the control group leaves") {
  const Machine machine;
  CHECK_FALSE(machine.memory().has_value());
  machine.write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:   1000 kB\nMemAvailable:   8000000 kB");
  CHECK(machine.memory() == std::uint64_t{8000000} << 10);
  machine.write("proc/self/cgroup", "0::/job");
  machine.write("sys/fs/cgroup/job/memory.max", "max");
  machine.write("sys/fs/cgroup/job/memory.current", "1000000");
  CHECK(machine.memory() == std::uint64_t{8000000} << 10);
  machine.write("sys/fs/cgroup/job/memory.max", "3000000");
  CHECK(machine.memory() == 2000000);
}

TEST_CASE("this machine has at least one core and says what memory is there") {
  CHECK(usable_cores() >= 1);
  CHECK(available_memory().value_or(0) > 0);
}

}  // namespace heddle
