// train_line RUN_FOLDER EXPORT_FOLDER STOP_AFTER TIMEOUT [EVENT STEP]: one process of a training of LineObjective, its
// rank in the environment. EVENT: die (process 1 is killed at that step), hang (it sleeps), slow (process 0 takes long
// over its sample sheet), sockets (writes RUN_FOLDER/sockets-RANK: every address that it listens at). Used by
// processes_test.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "line_objective.h"
#include "listening.h"
#include "training/processes/process_group.h"

using namespace heddle;
using namespace heddle::training;

int main(int count, char** words) {
  if (count < 5) return 2;
  const std::filesystem::path run_folder = words[1];
  const std::string event = count > 6 ? words[5] : "";
  const std::int64_t event_step = count > 6 ? std::atoll(words[6]) : -1;
  const auto report = [](const Error& error) {
    fmt::print(stderr, "{}\n", error.message);
    return 1;
  };
  const auto place = read_distributed_env([](const char* name) { return std::getenv(name); });
  if (!place) return report(place.error());
  LineObjective objective;
  objective.at_step = [&](std::int64_t step) {
    if (step != event_step) return;
    if (event == "die" && place->rank == 1) ::kill(::getpid(), SIGKILL);
    if (event == "hang" && place->rank == 1) std::this_thread::sleep_for(std::chrono::seconds(30));
    if (event == "sockets") testing::write_listening(run_folder / fmt::format("sockets-{}", place->rank));
  };
  if (event == "slow") objective.at_samples = [] { std::this_thread::sleep_for(std::chrono::seconds(4)); };
  TrainOptions options{.run_folder = run_folder, .export_folder = words[2], .stop_after = std::atoll(words[3])};
  std::unique_ptr<ProcessGroup> group;
  if (place->world > 1) {
    auto joined = ProcessGroup::join(*place, at::kCPU, std::chrono::seconds(std::atoi(words[4])));
    if (!joined) return report(joined.error());
    group = std::move(*joined);
    options.group = group.get();
  }
  const auto done = train(line_settings(), objective, options, RunControl::none());
  return done ? 0 : report(done.error());
}
