#include "engine_host/byte_stream.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>

namespace heddle::engine_host {
namespace {

constexpr int kGlanceMilliseconds = 50;  // how often a blocked writer polls whether it should stop

}  // namespace

ReadEnd read_some(int handle, std::string& into, std::chrono::milliseconds patience) {
  pollfd waiting{handle, POLLIN, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(patience.count()));
  if (ready == 0 || (ready < 0 && errno == EINTR)) return ReadEnd::nothing_yet;
  if (ready < 0) return ReadEnd::closed;
  std::array<char, 65536> piece;
  const ssize_t count = ::read(handle, piece.data(), piece.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return ReadEnd::nothing_yet;
  if (count <= 0) return ReadEnd::closed;
  into.append(piece.data(), static_cast<std::size_t>(count));
  return ReadEnd::bytes;
}

bool write_all(int handle, std::string_view bytes, const std::atomic<bool>& give_up) {
  while (!bytes.empty()) {
    pollfd waiting{handle, POLLOUT, 0};
    const int ready = ::poll(&waiting, 1, kGlanceMilliseconds);
    if (give_up.load() || (waiting.revents & (POLLERR | POLLNVAL)) != 0) return false;
    if (ready <= 0) continue;
    // A ready pipe takes PIPE_BUF bytes without blocking; more is not guaranteed.
    const ssize_t count = ::write(handle, bytes.data(), std::min(bytes.size(), std::size_t{PIPE_BUF}));
    if (count < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

}  // namespace heddle::engine_host
