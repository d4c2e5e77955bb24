// Checkpoint: everything a run needs to go on as if it had never stopped; noise and data follow from the step.
// Used by the trainer. One thread.
#pragma once

#include <filesystem>
#include <optional>

#include "training/adamw.h"
#include "training/tensor_store.h"

namespace heddle::training {

struct TrainState {
  tensor::NamedTensors masters;
  tensor::NamedTensors average;  // empty without EMA
  std::int64_t step = 0;         // steps done
  double seconds = 0;            // spent in all sittings
};

// Writes <folder>/step-<n>.safetensors and removes all but the last two.
[[nodiscard]] Result<void> save_checkpoint(const std::filesystem::path& folder, const TrainState& state,
                                           const AdamW& optimiser);

// The file of the highest step, or nothing.
[[nodiscard]] std::optional<std::filesystem::path> latest_checkpoint(const std::filesystem::path& folder);

// Copies a checkpoint into the state and the optimiser, which must have been made for the same model.
[[nodiscard]] Result<void> load_checkpoint(const std::filesystem::path& file, TrainState& state, const AdamW& optimiser);

}  // namespace heddle::training
