// What this process holds in memory, from /proc. Used by ping. Thread rule: any thread.
#pragma once

#include <cstdint>

namespace heddle::engine_host {

// Bytes in physical memory; 0 where the system does not say.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace heddle::engine_host
