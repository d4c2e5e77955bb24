// Numbers on the command line, refused with a reason where they are none or out of range: CLI11 says only that it
// cannot convert them. Used by the subcommands. Pure functions.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

namespace heddle::cli {

// Digits alone, from `lowest` to `highest`.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t lowest, std::uint64_t highest);

// A finite number with a decimal point, from `lowest` to `highest`.
[[nodiscard]] CLI::Validator real_number(double lowest, double highest);
// The same without a range, where a node says its own.
[[nodiscard]] CLI::Validator any_real_number();

// Any seed.
[[nodiscard]] CLI::Validator seed_number();

}  // namespace heddle::cli
