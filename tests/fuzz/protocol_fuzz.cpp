// The engine's protocol: any bytes, in pieces of any size. The reader must give the same messages however the bytes
// were cut, and a whole host that is fed them must end when the stream ends. The first byte says how they are cut.
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "engine_host/byte_stream.h"
#include "engine_host/engine_server.h"
#include "protocol/calls.h"
#include "protocol/message_reader.h"
#include "support/fake_engine/fake_nodes.h"

namespace {

using namespace heddle;

std::vector<std::string> messages_of(std::string_view bytes, std::size_t piece) {
  protocol::MessageReader reader;
  std::vector<std::string> all;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.push(bytes.substr(at, piece));
    for (;;) {
      auto next = reader.next();
      if (!next) return all.push_back("end: " + next.error().message), all;
      if (!*next) break;
      all.push_back((*next)->fault + (*next)->json.dump(-1, ' ', true, Json::error_handler_t::replace) +
                    (*next)->bytes);
    }
  }
  return all;
}

void serve(std::string_view bytes) {
  engine::NodeRegistry registry;
  engine::OutputCache cache(std::size_t{1} << 20);
  testing::add_fakes(registry, testing::fake_catalog(), {.step_milliseconds = 0, .steps = 2});
  const engine_host::EngineContext parts{registry, cache};
  int pipe[2];
  if (::pipe(pipe) != 0) return;
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  engine_host::EngineServer host(parts);
  std::thread served([&] { (void)host.serve(pipe[0], nowhere); });
  std::string said;
  protocol::append_message(said, protocol::request(1, protocol::Initialize{protocol::kVersion, "fuzz"}));
  const std::atomic<bool> never{false};
  engine_host::write_all(pipe[1], said, never) && engine_host::write_all(pipe[1], bytes, never);
  ::close(pipe[1]);
  served.join();
  ::close(pipe[0]);
  ::close(nowhere);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  engine_host::ignore_broken_pipes();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (messages_of(bytes, bytes.size()) != messages_of(bytes, 1U + data[0] % 31U)) std::abort();
  // A host takes a thousand times as long; it must not list this machine's folders.
  if (data[0] % 16U == 0 && bytes.find("librar") == std::string_view::npos) serve(bytes);
  return 0;
}
