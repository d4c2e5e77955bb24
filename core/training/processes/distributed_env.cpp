#include "training/processes/distributed_env.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace heddle::training {

namespace {

constexpr const char* kLoopback = "127.0.0.1";

// The variables that one launcher sets.
struct Launcher {
  const char* rank;
  const char* world;
  const char* local_rank;
  const char* local_world;  // processes on this machine, or null
};
constexpr Launcher kLaunchers[] = {
    {"RANK", "WORLD_SIZE", "LOCAL_RANK", nullptr},
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"},
    {"PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"},
    {"SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID", nullptr}};

std::string_view text_of(const Environment& environment, const char* name) {
  const char* value = name == nullptr ? nullptr : environment(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<int> number_of(const Environment& environment, const char* name, int low, int high) {
  const std::string_view text = text_of(environment, name);
  const auto number = number_in(text);
  if (number && *number >= low && *number <= high) return *number;
  return fail(ErrorKind::invalid_input,
              "[train.processes] the environment variable {} is \"{}\", it must be a number from {} to {}", name, text,
              low, high);
}

std::string address_without_master(const Environment& environment, const Launcher& launcher, int world) {
  if (number_in(text_of(environment, launcher.local_world)) == world) return kLoopback;
  if (std::string_view(launcher.rank) != "SLURM_PROCID") return {};
  for (const char* name : {"SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST", "SLURM_NODELIST"}) {
    if (const std::string_view list = text_of(environment, name); !list.empty()) return first_host(std::string(list));
  }
  return {};
}

Result<void> find_meeting_place(DistributedEnv& place, const Environment& environment, const Launcher& launcher) {
  place.master = text_of(environment, "MASTER_ADDR");
  if (place.master.empty()) place.master = address_without_master(environment, launcher, place.world);
  if (place.master.empty()) {
    return fail(ErrorKind::invalid_input,
                "[train.processes] {} says {} processes, but MASTER_ADDR is not set; set it to the "
                "address of the machine of process 0 (127.0.0.1 if all are on this one)",
                launcher.world, place.world);
  }
  if (!text_of(environment, "MASTER_PORT").empty()) {
    auto port = number_of(environment, "MASTER_PORT", 1, 65535);
    if (!port) return forward(port);
    place.port = static_cast<std::uint16_t>(*port);
  }
  place.store_is_up = text_of(environment, "TORCHELASTIC_USE_AGENT_STORE") == "True";
  if (place.store_is_up) {
    place.store_prefix = fmt::format("heddle/attempt_{}", text_of(environment, "TORCHELASTIC_RESTART_COUNT"));
  }
  return {};
}

}  // namespace

std::string first_host(const std::string& list) {
  const std::size_t bracket = list.find('['), comma = list.find(',');
  if (bracket == std::string::npos || comma < bracket) return list.substr(0, comma);
  const std::size_t end = list.find_first_of("-,]", bracket);
  if (end == std::string::npos) return {};
  return list.substr(0, bracket) + list.substr(bracket + 1, end - bracket - 1);
}

Result<DistributedEnv> read_distributed_env(const Environment& environment) {
  for (const Launcher& launcher : kLaunchers) {
    if (text_of(environment, launcher.rank).empty() || text_of(environment, launcher.world).empty()) continue;
    DistributedEnv place;
    auto world = number_of(environment, launcher.world, 1, 65536);
    if (!world) return forward(world);
    auto rank = number_of(environment, launcher.rank, 0, *world - 1);
    if (!rank) return forward(rank);
    place.world = *world;
    place.rank = *rank;
    place.local_rank = number_in(text_of(environment, launcher.local_rank)).value_or(0);
    if (place.world == 1) return place;
    if (auto found = find_meeting_place(place, environment, launcher); !found) return forward(found);
    return place;
  }
  return DistributedEnv();
}

}  // namespace heddle::training
