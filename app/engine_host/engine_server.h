// EngineServer: the engine's side of the protocol: reads calls, answers them, runs graphs, reports their progress. Used
// by `heddle engine --stdio` and the fake engine. Thread rule: serve() blocks its caller until the end; notice() and
// saved() come from the run's thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine_host/engine_context.h"

namespace heddle::engine_host {

class EngineServer final {
 public:
  // `parts` must outlive the host.
  explicit EngineServer(const EngineContext& parts);
  ~EngineServer();

  // Serves until the other side closes its end, sends shutdown, or breaks the protocol. Within a second of
  // that, all work is cancelled. Returns the exit code: 0, or 1 when the protocol was broken.
  int serve(int in, int out);

  // A file that a node of the running run has written.
  void saved(const std::filesystem::path& path);

 private:
  struct Session;
  const EngineContext& parts_;
  std::shared_ptr<Session> session_;
};

}  // namespace heddle::engine_host
