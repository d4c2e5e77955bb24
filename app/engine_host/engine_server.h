// EngineServer: the engine's side of the protocol (PROTOCOL.md): reads calls, answers them, runs graphs, tells how they go.
// Used by `heddle engine --stdio` and the fake engine. Thread rule: serve() blocks its caller until the end; notice()
// and saved() come from the run's thread.
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

  // Serves until the other side closes its end, says shutdown, or sends what cannot be followed. Within a second of
  // that, all work is cancelled. Returns the exit code: 0, or 1 when the stream could not be followed.
  int serve(int in, int out);

  // A file that a node of the run that goes on has written.
  void saved(const std::filesystem::path& path);

 private:
  struct Session;
  const EngineContext& parts_;
  std::shared_ptr<Session> session_;
};

}  // namespace heddle::engine_host
