#include "training/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace heddle::training {

namespace {

constexpr std::size_t kKept = 2;

// step-00001200.safetensors, sorted by step because the numbers are padded.
std::vector<std::filesystem::path> checkpoints_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("step-") && name.ends_with(".safetensors")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

template <class Number>
bool read_fact(const StoreFacts& facts, const char* name, Number& value) {
  const auto found = facts.find(name);
  if (found == facts.end()) return false;
  const char* end = found->second.data() + found->second.size();
  return std::from_chars(found->second.data(), end, value).ec == std::errc();
}

tensor::NamedTensors everything(const TrainState& state, const AdamW& optimiser) {
  tensor::NamedTensors all = prefixed(state.masters, "master.");
  all.merge(prefixed(state.average, "average."));
  all.merge(prefixed(optimiser.state(), "adamw."));
  return all;
}

}  // namespace

Result<void> save_checkpoint(const std::filesystem::path& folder, const TrainState& state, const AdamW& optimiser) {
  const std::filesystem::path file = folder / fmt::format("step-{:08}.safetensors", state.step);
  const StoreFacts facts = {{"heddle.step", std::to_string(state.step)},
                            {"heddle.seconds", fmt::format("{:.1f}", state.seconds)}};
  if (auto written = write_tensors(file, everything(state, optimiser), facts); !written) return forward(written);
  std::vector<std::filesystem::path> files = checkpoints_in(folder);
  std::error_code kept_then;
  for (std::size_t i = 0; i + kKept < files.size(); ++i) std::filesystem::remove(files[i], kept_then);
  return {};
}

std::optional<std::filesystem::path> latest_checkpoint(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files = checkpoints_in(folder);
  if (files.empty()) return std::nullopt;
  return files.back();
}

Result<void> load_checkpoint(const std::filesystem::path& file, TrainState& state, const AdamW& optimiser) {
  auto stored = read_tensors(file);
  if (!stored) return forward(stored);
  if (!read_fact(stored->facts, "heddle.step", state.step) || !read_fact(stored->facts, "heddle.seconds", state.seconds)) {
    return fail(ErrorKind::invalid_input, "[train.resume] '{}' is not a checkpoint of a training run", file.string());
  }
  return copy_into(everything(state, optimiser), stored->tensors, fmt::format("[train.resume] '{}'", file.string()));
}

}  // namespace heddle::training
