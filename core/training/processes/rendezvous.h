// The addresses at which the processes of a training meet, as narrow as possible. Used by ProcessGroup. POSIX; one
// thread.
#pragma once

#include <string>

#include "training/processes/distributed_env.h"

namespace heddle::training {

// A socket that listens at place.master's address and place.port, at no other address. The caller closes it.
// Failure: it is no address of this machine; the port is taken.
[[nodiscard]] Result<int> listen_at_master(const DistributedEnv& place);

// This machine's own address on the way to place.master, as digits. Nothing is sent.
[[nodiscard]] Result<std::string> address_towards_master(const DistributedEnv& place);

}  // namespace heddle::training
