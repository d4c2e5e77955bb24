#include "engine_host/message_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include "engine_host/byte_stream.h"
#include "protocol/message_reader.h"

#include "support/test.h"

namespace heddle::engine_host {
namespace {

using std::chrono::milliseconds;

struct Pipe {
  Pipe() { REQUIRE(::pipe(ends) == 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  std::vector<protocol::Message> read_until_quiet() {
    protocol::MessageReader reader;
    std::vector<protocol::Message> messages;
    std::string bytes;
    while (read_some(ends[0], bytes, milliseconds(200)) == ReadEnd::bytes) {
      reader.push(std::exchange(bytes, {}));
      for (auto message = reader.next(); message && *message; message = reader.next())
        messages.push_back(std::move(**message));
    }
    return messages;
  }
  int ends[2];
};

protocol::StepImage numbered(int number) { return {{1}, {2}, number}; }

image::Image image(int side) {
  return {side, side, 3,
          std::vector<std::uint8_t>(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3)};
}

TEST_CASE("letters arrive in order, with their pictures") {
  Pipe pipe;
  MessageWriter writer(pipe.ends[1]);
  writer.send(protocol::RunPaused{{1}, {2}, 1});
  writer.send(numbered(2), image(8));
  writer.send(protocol::RunPaused{{1}, {2}, 3});
  const auto messages = pipe.read_until_quiet();
  REQUIRE(messages.size() == 3);
  CHECK(messages[1].bytes.size() == 192);
  CHECK(messages[2].json["params"]["step"] == 3);
}

TEST_CASE("a slow reader gets the newest preview, not all of them") {
  Pipe pipe;
  MessageWriter writer(pipe.ends[1]);
  for (int i = 0; i < 5000; ++i) writer.send_latest("preview 1", numbered(i), image(100));
  writer.send(protocol::RunContinued{{1}});
  const auto messages = pipe.read_until_quiet();
  CHECK(messages.size() <= 4);  // the one that was being written, perhaps one before, the newest, and the end
  CHECK(messages[messages.size() - 2].json["params"]["step"] == 4999);
}

TEST_CASE("makers of pictures wait while the other side does not read, and are released at the end") {
  Pipe pipe;
  MessageWriter writer(pipe.ends[1]);
  std::atomic<int> made{0};
  std::thread maker([&] {
    for (int i = 0; i < 20; ++i) {
      writer.wait_for_room();
      writer.send(numbered(i), image(2000));  // 12 MB
      ++made;
    }
  });
  std::this_thread::sleep_for(milliseconds(200));
  CHECK(made < 10);
  writer.finish(milliseconds(50));
  maker.join();
  CHECK(writer.is_closed());
}

TEST_CASE("a reader that goes away is noticed") {
  ignore_broken_pipes();
  Pipe pipe;
  MessageWriter writer(pipe.ends[1]);
  ::close(pipe.ends[0]);
  pipe.ends[0] = ::open("/dev/null", O_RDONLY);
  writer.send(protocol::RunPaused{{1}, {2}, 1});
  for (int i = 0; i < 200 && !writer.is_closed(); ++i) std::this_thread::sleep_for(milliseconds(5));
  CHECK(writer.is_closed());
}

}  // namespace
}  // namespace heddle::engine_host
