// Objective: what a network is trained for: its weights, its data, its loss, its images, its files. One file each. Used
// by the trainer, which knows nothing else of them. draw_batch and loss are const, any thread; the rest on one thread.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/run_control.h"
#include "tensor/named_tensors.h"
#include "training/recipe.h"

namespace heddle::training {

// Some items of a step's batch: those that one process, or one of its threads, computes.
struct BatchPart {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

struct StepInfo {
  std::int64_t step = 0;
  std::uint64_t seed = 0;  // of the run
  at::Device device = at::kCPU;
  at::ScalarType dtype = at::kFloat;  // what the networks compute in
  std::int64_t first_item = 0;        // where in the step's batch the given items begin
  std::int64_t batch_items = 0;       // the whole batch; 0: the given items are all
};

struct Loss {
  at::Tensor total;                                       // fp32 scalar to descend
  std::vector<std::pair<std::string, at::Tensor>> parts;  // for the log, scalars, always the same names
};

class Objective {
 public:
  virtual ~Objective() = default;

  // Loads what the objective depends on (other networks, caches: may take long). Called once, first.
  virtual Result<void> prepare(const StepInfo& info, const RunControl& control) = 0;

  // New masters, fp32 on the CPU.
  virtual Result<tensor::NamedTensors> initial_weights(at::Generator generator) = 0;

  // Items of step `step`'s batch, over all processes.
  [[nodiscard]] virtual std::int64_t batch_size(std::int64_t step) const = 0;

  // What loss() needs of those items; depends on the step, their numbers and the recipe alone. On the CPU, items along
  // dimension 0.
  [[nodiscard]] virtual tensor::NamedTensors draw_batch(std::int64_t step, BatchPart part) const = 0;
  // The whole batch.
  [[nodiscard]] tensor::NamedTensors draw_batch(std::int64_t step) const {
    return draw_batch(step, {0, batch_size(step)});
  }

  // The mean over the items. `weights` are the masters converted for computing; `batch` is on the device, and may be
  // a part of what draw_batch drew: info.first_item says which. Noise follows from (seed, step, item), so that a run's
  // curve does not depend on how its batches are divided.
  [[nodiscard]] virtual Result<Loss> loss(const tensor::NamedTensors& weights, const tensor::NamedTensors& batch,
                                          const StepInfo& info) const = 0;

  // A sample image of the weights; the same subject each time.
  virtual Result<void> write_samples(const tensor::NamedTensors& weights, const StepInfo& info,
                                     const std::filesystem::path& file) = 0;

  // The files that other programs read, below `folder`.
  virtual Result<void> export_to(const tensor::NamedTensors& weights, const StepInfo& info,
                                 const std::filesystem::path& folder, const RunControl& control) = 0;
};

// The objective that the recipe's [train] objective names, its settings read from the other sections. `vocabulary` is
// CLIP's, which models that are a single file need.
Result<std::unique_ptr<Objective>> make_objective(std::string_view name, const Recipe& recipe,
                                                  const std::filesystem::path& vocabulary = {});

// A generator for (seed, step, purpose): noise never depends on what was drawn before.
at::Generator generator_for(std::uint64_t seed, std::int64_t step, std::uint64_t purpose);
// The same for one item of info's batch, counted from the given ones.
at::Generator generator_for_item(const StepInfo& info, std::int64_t item, std::uint64_t purpose);
// Standard normal noise (given items, ...), drawn for each item separately. On the CPU.
at::Tensor noise_for_items(const StepInfo& info, at::IntArrayRef shape, std::uint64_t purpose);

}  // namespace heddle::training
