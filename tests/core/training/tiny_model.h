// A whole model of random weights in a diffusers folder, small enough that a training step takes milliseconds.
// Used by the objectives' tests. One thread.
#pragma once

#include <filesystem>
#include <string>

#include "training/objective.h"
#include "training/tensor_store.h"

namespace heddle::training::testing {

// Writes tokenizer, text_encoder (width 16), image_encoder (32 pixels, width 16), vae and unet below `folder`.
void write_tiny_model(const std::filesystem::path& folder);

// What precision = "auto" means here: bf16 where this processor multiplies it, else fp32.
at::ScalarType automatic_type();

// The recipe read and its objective prepared to compute in automatic_type(); both must succeed.
std::unique_ptr<Objective> prepared(const std::string& recipe);

struct Descent {
  double first = 0, last = 0;  // the loss before the first step and after the last
};
// Adam on one batch with one noise, in copies of the fp32 masters in `weights` as the trainer makes them for
// automatic_type(), in two shards.
Descent descend(const Objective& objective, tensor::NamedTensors& weights, int steps, double rate);

// What a run to `stops.back()` exports into `file`, stopped and resumed at each of `stops`; the recipe is the run's
// own.
tensor::NamedTensors exported_after(const std::string& recipe, const std::vector<std::int64_t>& stops,
                                    const std::string& file);

}  // namespace heddle::training::testing
