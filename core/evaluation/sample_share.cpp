#include "evaluation/sample_share.h"

#include <charconv>
#include <string_view>
#include <utility>

namespace heddle::evaluation {

namespace {

constexpr std::pair<const char*, const char*> kPairs[] = {{"RANK", "WORLD_SIZE"},
                                                          {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
                                                          {"PMI_RANK", "PMI_SIZE"},
                                                          {"SLURM_PROCID", "SLURM_NTASKS"}};

std::string_view text_of(const Environment& environment, const char* name) {
  const char* value = environment(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

Result<int> variable_of(const Environment& environment, const char* name, int low, int high) {
  const std::string_view text = text_of(environment, name);
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= low && number <= high) return number;
  return fail(ErrorKind::invalid_input,
              "[evaluate.processes] the environment variable {} is \"{}\", it must be a number from {} to {}", name,
              text, low, high);
}

}  // namespace

Result<SampleShare> share_from(const Environment& environment) {
  for (const auto& [rank_name, size_name] : kPairs) {
    if (text_of(environment, rank_name).empty() || text_of(environment, size_name).empty()) continue;
    auto processes = variable_of(environment, size_name, 1, 1 << 20);
    if (!processes) return forward(processes);
    auto rank = variable_of(environment, rank_name, 0, *processes - 1);
    if (!rank) return forward(rank);
    return SampleShare{*rank, *processes};
  }
  return SampleShare();
}

}  // namespace heddle::evaluation
