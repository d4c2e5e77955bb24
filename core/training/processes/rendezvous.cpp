#include "training/processes/rendezvous.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace heddle::training {

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Result<Addresses> addresses_of(const DistributedEnv& place, int socket_type) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = socket_type;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(place.master.c_str(), std::to_string(place.port).c_str(), &wanted, &found);
  if (error != 0) {
    return fail(ErrorKind::invalid_input,
                "[train.processes] MASTER_ADDR is '{}', which is not the name of a machine ({})", place.master,
                ::gai_strerror(error));
  }
  return Addresses(found, &::freeaddrinfo);
}

std::string digits_of(const sockaddr* address, socklen_t length) {
  char host[NI_MAXHOST] = {};
  const int error = ::getnameinfo(address, length, host, sizeof host, nullptr, 0, NI_NUMERICHOST);
  return error == 0 ? host : "";
}

}  // namespace

Result<int> listen_at_master(const DistributedEnv& place) {
  auto addresses = addresses_of(place, SOCK_STREAM);
  if (!addresses) return forward(addresses);
  int reason = 0;
  for (const addrinfo* address = addresses->get(); address != nullptr; address = address->ai_next) {
    const int handle = ::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);
    if (handle < 0) continue;
    const int on = 1;
    ::setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(handle, address->ai_addr, address->ai_addrlen) == 0 && ::listen(handle, SOMAXCONN) == 0) return handle;
    reason = errno;
    ::close(handle);
  }
  const char* remedy = reason == EADDRINUSE ? "another program has the port; set MASTER_PORT to a free one"
                                            : "process 0 must run on the machine that MASTER_ADDR names";
  return fail(ErrorKind::io, "[train.processes] process 0 cannot listen at {} port {}: {} ({})", place.master,
              place.port, remedy, std::strerror(reason));
}

Result<std::string> address_towards_master(const DistributedEnv& place) {
  auto addresses = addresses_of(place, SOCK_DGRAM);
  if (!addresses) return forward(addresses);
  for (const addrinfo* address = addresses->get(); address != nullptr; address = address->ai_next) {
    const int handle = ::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);
    if (handle < 0) continue;
    sockaddr_storage own{};
    socklen_t length = sizeof own;
    auto* generic = reinterpret_cast<sockaddr*>(&own);
    // Connecting a datagram socket only looks up the route.
    const bool known =
        ::connect(handle, address->ai_addr, address->ai_addrlen) == 0 && ::getsockname(handle, generic, &length) == 0;
    ::close(handle);
    if (const std::string digits = known ? digits_of(generic, length) : std::string(); !digits.empty()) return digits;
  }
  return fail(ErrorKind::io, "[train.processes] there is no network way from this machine to MASTER_ADDR '{}'",
              place.master);
}

}  // namespace heddle::training
