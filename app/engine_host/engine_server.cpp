#include "engine_host/engine_server.h"

#include <utility>

#include "base/log.h"
#include "engine_host/byte_stream.h"
#include "engine_host/rpc_handlers.h"
#include "protocol/events.h"
#include "protocol/message.h"

namespace heddle::engine_host {

namespace {

constexpr std::chrono::milliseconds kReadPatience{100};
constexpr std::chrono::milliseconds kWorkPatience{500};   // for a run to notice that it is cancelled
constexpr std::chrono::milliseconds kWritePatience{200};  // for the last messages

}  // namespace

struct EngineServer::Session {
  Session(const EngineContext& engine_context, int out)
      : parts(engine_context),
        writer(out),
        images(engine_context.temporary_folder),
        scheduler(engine_context, writer, images) {}

  // Reads until the end; the exit code.
  int read(int in) {
    protocol::MessageReader reader;
    std::string bytes;
    while (!writer.is_closed()) {
      bytes.clear();
      const ReadEnd end = read_some(in, bytes, kReadPatience);
      reader.push(bytes);
      while (true) {
        auto message = reader.next();
        if (!message) return refuse(message.error());
        if (!*message) break;
        if (!calls.take(std::move(**message))) return 0;
      }
      if (end == ReadEnd::closed) return 0;
    }
    return 0;
  }

  int refuse(const Error& error) {
    log_warning("{}", error.message);
    writer.send(protocol::error_answer(nullptr, protocol::kParseError, error.message));
    return 1;
  }

  void end() {
    const bool runs_ended = scheduler.stop(kWorkPatience);
    const bool tasks_ended = tasks.stop(kWritePatience);
    writer.finish(kWritePatience);
    if (runs_ended && tasks_ended) return;
    std::error_code ignored;
    std::filesystem::remove_all(images.path(), ignored);
    parts.on_stuck();
  }

  const EngineContext& parts;
  MessageWriter writer;
  UploadedImages images;
  RunScheduler scheduler;
  ModelLibrary library;
  TaskPool tasks;
  RpcHandlers calls{parts, writer, images, scheduler, tasks, library};
};

EngineServer::EngineServer(const EngineContext& parts) : parts_(parts) { ignore_broken_pipes(); }

EngineServer::~EngineServer() = default;

int EngineServer::serve(int in, int out) {
  session_ = std::make_shared<Session>(parts_, out);
  const int code = session_->read(in);
  session_->end();
  session_.reset();
  return code;
}

void EngineServer::saved(const std::filesystem::path& path) {
  if (const auto session = session_) {
    session->writer.send(protocol::FileSaved{session->scheduler.current_run(), path.string()});
  }
}

}  // namespace heddle::engine_host
