#include "training/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace heddle::training {

namespace {

constexpr std::size_t kKept = 2;

// Files of the folder whose names begin and end so, sorted.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, std::string_view begin,
                                            std::string_view end) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(begin) && name.ends_with(end)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// step-00001200.safetensors, sorted by step because the numbers are padded.
std::vector<std::filesystem::path> checkpoints_in(const std::filesystem::path& folder) {
  return files_in(folder, "step-", ".safetensors");
}

template <class Number>
bool read_fact(const StoreFacts& facts, const char* name, Number& value) {
  const auto found = facts.find(name);
  if (found == facts.end()) return false;
  const char* end = found->second.data() + found->second.size();
  return std::from_chars(found->second.data(), end, value).ec == std::errc();
}

}  // namespace

Result<void> save_checkpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint) {
  const std::filesystem::path file = folder / fmt::format("step-{:08}.safetensors", checkpoint.step);
  const StoreFacts facts = {{"heddle.step", std::to_string(checkpoint.step)},
                            {"heddle.seconds", fmt::format("{:.1f}", checkpoint.seconds)},
                            {"heddle.log", checkpoint.log}};
  if (auto written = write_tensors(file, checkpoint.tensors, facts); !written) return forward(written);
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

Result<Checkpoint> read_checkpoint(const std::filesystem::path& file) {
  auto stored = read_tensors(file);
  if (!stored) return forward(stored);
  Checkpoint checkpoint;
  if (!read_fact(stored->facts, "heddle.step", checkpoint.step) ||
      !read_fact(stored->facts, "heddle.seconds", checkpoint.seconds)) {
    return fail(ErrorKind::invalid_input, "[train.resume] '{}' is not a checkpoint of a training run", file.string());
  }
  if (const auto log = stored->facts.find("heddle.log"); log != stored->facts.end()) checkpoint.log = log->second;
  checkpoint.tensors = std::move(stored->tensors);
  return checkpoint;
}

void remove_unfinished(const std::filesystem::path& folder) {
  std::error_code stays;
  for (const auto& file : files_in(folder, ".step-", ".part")) std::filesystem::remove(file, stays);
}

}  // namespace heddle::training
