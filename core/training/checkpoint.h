// Checkpoint: everything that lets a run resume with the same result; noise and data follow from the step. Used by the
// trainer. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "training/tensor_store.h"

namespace heddle::training {

struct Checkpoint {
  tensor::NamedTensors tensors;  // Optimiser::state
  std::int64_t step = 0;         // steps done
  double seconds = 0;            // spent in all sessions
  std::string log;               // TrainLog::pending: what the next row of the log already holds
};

// Writes <folder>/step-<n>.safetensors and removes all but the last two.
[[nodiscard]] Result<void> save_checkpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint);

// The file of the highest step, or nothing.
[[nodiscard]] std::optional<std::filesystem::path> latest_checkpoint(const std::filesystem::path& folder);

[[nodiscard]] Result<Checkpoint> read_checkpoint(const std::filesystem::path& file);

// Removes a killed run's unfinished file, which may be as large as a checkpoint.
void remove_unfinished(const std::filesystem::path& folder);

}  // namespace heddle::training
