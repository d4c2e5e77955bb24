// Computes one step's gradients in equal parts of the batch on several threads. On a CPU that other programs share this
// is far faster than threads inside the kernels: oneDNN's bf16 gradients spin at barriers, which cost a time slice each
// when another program holds the core. Used by the trainer.
#pragma once

#include "training/objective.h"

namespace heddle::training {

// Leaves the mean gradient on the masters and returns the mean loss, detached. Equal input gives equal bits: parts are
// summed in order. Failure: `shards` does not divide the batch.
[[nodiscard]] Result<Loss> backward_in_shards(const Objective& objective, const tensor::NamedTensors& masters,
                                              const tensor::NamedTensors& batch, const StepInfo& info, int shards);

}  // namespace heddle::training
