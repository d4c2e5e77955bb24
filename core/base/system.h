// What this process holds in memory, from /proc. Used by the engine's ping and the window's status bar. Thread rule: any thread.
#pragma once

#include <cstdint>

namespace heddle {

// Bytes in physical memory; 0 where the system does not say.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace heddle
