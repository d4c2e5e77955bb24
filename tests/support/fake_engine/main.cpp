// fake_engine: serves the engine's protocol with toy nodes, and misbehaves on command.
//   --slow MS            a step of the sampler takes this long (2)
//   --crash-after N      dies when N steps were made
//   --hang               hangs at the third step, ignoring everything but SIGKILL
//   --garbage            sends something that is no message at the third step
//   --out-of-memory      the first run fails for want of memory
//   --old-protocol       serves protocol 0
//   --mute               sends nothing
//   --stubborn           ends neither on request nor when the other side is gone
//   --nodes FILE         has the node types of `heddle nodes --json`
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>
#include <string>
#include <thread>

#include "engine_host/byte_stream.h"
#include "engine_host/engine_server.h"
#include "graph/catalog_json.h"
#include "protocol/message.h"
#include "protocol/message_reader.h"
#include "support/fake_engine/fake_nodes.h"

namespace heddle::testing {
namespace {

struct Faults {
  int slow = 2;
  int crash_after = -1;
  bool hang = false, garbage = false, out_of_memory = false, old_protocol = false, mute = false, stubborn = false;
  std::string nodes;
};

Faults read_arguments(int argc, char** argv) {
  Faults faults;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const std::string value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--slow") faults.slow = std::atoi(value.c_str());
    if (name == "--crash-after") faults.crash_after = std::atoi(value.c_str());
    if (name == "--hang") faults.hang = true;
    if (name == "--garbage") faults.garbage = true;
    if (name == "--out-of-memory") faults.out_of_memory = true;
    if (name == "--old-protocol") faults.old_protocol = true;
    if (name == "--mute") faults.mute = true;
    if (name == "--stubborn") faults.stubborn = true;
    if (name == "--nodes") faults.nodes = value;
  }
  return faults;
}

void misbehave(const Faults& faults, int steps_done) {
  if (faults.crash_after >= 0 && steps_done >= faults.crash_after) ::kill(::getpid(), SIGKILL);
  if (faults.hang && steps_done == 3) ::kill(::getpid(), SIGSTOP);
  if (faults.garbage && steps_done == 3) {
    const std::string nonsense(8192, 'z');
    if (::write(STDOUT_FILENO, nonsense.data(), nonsense.size()) < 0) std::_Exit(1);
  }
  if (faults.out_of_memory && steps_done == 0) {
    static bool thrown = false;
    if (!std::exchange(thrown, true)) throw std::bad_alloc();
  }
}

graph::NodeCatalog catalog_of(const Faults& faults) {
  if (faults.nodes.empty()) return fake_catalog();
  std::ifstream stream(faults.nodes);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  auto json = parse_json(text, faults.nodes);
  auto catalog = json ? graph::catalog_from_json(*json) : Result<graph::NodeCatalog>(Failure(json.error()));
  if (catalog) return std::move(*catalog);
  std::fprintf(stderr, "fake_engine: %s\n", catalog.error().message.c_str());
  std::exit(2);
}

// Answers every call with an older protocol, or not at all, until the other side is gone.
int serve_badly(const Faults& faults) {
  protocol::MessageReader reader;
  std::string bytes;
  while (engine_host::read_some(STDIN_FILENO, bytes, std::chrono::milliseconds(100)) != engine_host::ReadEnd::closed) {
    reader.push(std::exchange(bytes, {}));
    while (!faults.mute) {
      auto message = reader.next();
      if (!message || !*message) break;
      const Json* id = find_member((*message)->json, "id");
      if (id == nullptr) return 0;
      std::string out;
      protocol::append_message(
          out, protocol::answer(*id, {{"protocol", 0}, {"version", "0.0.1"}, {"nodes", Json::array()}}));
      if (::write(STDOUT_FILENO, out.data(), out.size()) < 0) return 1;
    }
  }
  return 0;
}

int run(const Faults& faults) {
  std::fprintf(stderr, "fake_engine: here\n");
  if (faults.mute || faults.old_protocol) return serve_badly(faults);
  engine::NodeRegistry registry;
  engine::OutputCache cache(std::size_t{1} << 26);
  engine_host::EngineContext parts{registry, cache};
  parts.version = "0.1.0";
  parts.build = "fake";
  parts.device = "toy";
  parts.precision = "fp32";
  parts.on_settings = [](const protocol::SettingsSet& settings) {
    if (settings.output_folder.empty()) return;
    std::fprintf(stderr, "fake_engine: saves in %s\n", settings.output_folder.c_str());
    for (const auto& folder : settings.model_folders)
      std::fprintf(stderr, "fake_engine: looks in %s\n", folder.c_str());
  };
  parts.on_graph = [](const graph::Graph&, const engine_host::NamedImages&) {
    std::fprintf(stderr, "fake_engine: runs\n");
  };
  engine_host::EngineServer host(parts);
  FakeBehaviour behaviour;
  behaviour.step_milliseconds = faults.slow;
  behaviour.on_step = [&faults](int steps_done) { misbehave(faults, steps_done); };
  behaviour.on_saved = [&host](const std::string& name) { host.saved("/fake/" + name); };
  add_fakes(registry, catalog_of(faults), std::move(behaviour));
  const int code = host.serve(STDIN_FILENO, STDOUT_FILENO);
  while (faults.stubborn) std::this_thread::sleep_for(std::chrono::seconds(1));
  return code;
}

}  // namespace
}  // namespace heddle::testing

int main(int argc, char** argv) {
  const auto faults = heddle::testing::read_arguments(argc, argv);
  if (faults.stubborn) ::signal(SIGTERM, SIG_IGN);
  return heddle::testing::run(faults);
}
