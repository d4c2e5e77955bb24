#include "engine_host/host.h"

#include "base/log.h"
#include "engine_host/byte_stream.h"
#include "engine_host/host_calls.h"
#include "protocol/message.h"

namespace heddle::engine_host {

namespace {

constexpr std::chrono::milliseconds kReadPatience{100};
constexpr std::chrono::milliseconds kWorkPatience{500};   // for a run to hear that it is cancelled
constexpr std::chrono::milliseconds kWritePatience{200};  // for the last words

}  // namespace

struct Host::Session {
  Session(const EngineParts& engine_parts, int out)
      : parts(engine_parts),
        outbox(out),
        pictures(engine_parts.temporary_folder),
        desk(engine_parts, outbox, pictures) {}

  // Reads until the end; the exit code.
  int read(int in) {
    protocol::MessageReader reader;
    std::string bytes;
    while (!outbox.is_closed()) {
      bytes.clear();
      const ReadEnd end = read_some(in, bytes, kReadPatience);
      reader.push(bytes);
      while (true) {
        auto message = reader.next();
        if (!message) return refuse(message.error());
        if (!*message) break;
        if (!calls.take(**message)) return 0;
      }
      if (end == ReadEnd::closed) return 0;
    }
    return 0;
  }

  int refuse(const Error& error) {
    log_warning("{}", error.message);
    outbox.send(protocol::error_answer(nullptr, protocol::kParseError, error.message));
    return 1;
  }

  void end() {
    const bool runs_ended = desk.stop(kWorkPatience);
    const bool errands_ended = errands.stop(kWritePatience);
    outbox.finish(kWritePatience);
    if (runs_ended && errands_ended) return;
    std::error_code ignored;
    std::filesystem::remove_all(pictures.path(), ignored);
    parts.on_stuck();
  }

  const EngineParts& parts;
  Outbox outbox;
  PictureFolder pictures;
  RunDesk desk;
  ModelLibrary library;
  Errands errands;
  HostCalls calls{parts, outbox, pictures, desk, errands, library};
};

Host::Host(const EngineParts& parts) : parts_(parts) { ignore_broken_pipes(); }

Host::~Host() = default;

int Host::serve(int in, int out) {
  session_ = std::make_shared<Session>(parts_, out);
  const int code = session_->read(in);
  session_->end();
  session_.reset();
  return code;
}

void Host::notice(const std::string& sentence) {
  if (const auto session = session_) {
    session->outbox.send(protocol::event("notice", {{"run", session->desk.current_run()}, {"message", sentence}}));
  }
}

void Host::saved(const std::filesystem::path& path) {
  if (const auto session = session_) {
    session->outbox.send(
        protocol::event("file.saved", {{"run", session->desk.current_run()}, {"path", path.string()}}));
  }
}

}  // namespace heddle::engine_host
