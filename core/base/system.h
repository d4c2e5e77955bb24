// Queries to the operating system: memory, the cores that this process may use, whether a path exists. Used by code
// that sizes its work (thread counts, refused sizes) and by status displays. Free functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace heddle {

// Bytes that this process holds in physical memory; 0 where the system does not report it.
[[nodiscard]] std::uint64_t resident_bytes();

// Bytes that can be allocated without swapping: what the kernel calls available, and no more than the process's control
// group leaves. None where the system does not report it.
[[nodiscard]] std::optional<std::uint64_t> available_memory();

// Whether a path exists; false where that cannot be determined.
[[nodiscard]] bool is_there(const std::filesystem::path& path);

// How many cores this process may keep busy: physical cores, not their hardware threads, among the processors that it
// may run on (affinity), and no more than its control group's quota pays for. At least 1.
[[nodiscard]] int usable_cores();

// The same read from a copy of /sys and /proc below `root`, for the given processors; for tests.
[[nodiscard]] int usable_cores(const std::filesystem::path& root, std::span<const int> processors);
[[nodiscard]] std::optional<std::uint64_t> available_memory(const std::filesystem::path& root);

}  // namespace heddle
