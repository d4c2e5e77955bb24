// Optimiser: AdamW and the running average of the weights; whole in one process, partitioned over several as in ZeRO-2.
// Checkpoints are the same either way, so a run may resume with another number of processes. Used by the trainer; in a
// group, all processes make the same calls. One thread.
#pragma once

#include <optional>

#include "training/adamw.h"
#include "training/processes/zero_partition.h"

namespace heddle::training {

class Optimiser final {
 public:
  // `masters` are shared: fp32, contiguous, leaves requiring gradients. `group` is null where this process is alone.
  Optimiser(const tensor::NamedTensors& masters, const AdamWSettings& settings, bool with_average, ProcessGroup* group);

  // Takes the gradients that backward left on the masters (in a group: of this process's part of the batch) and steps.
  // Returns the norm of the whole gradient before clipping; where that is not finite nothing is changed but the
  // average.
  Result<double> step(double learning_rate, double average_decay);

  // The weights for samples and export: the average, or the masters without one. In a group process 0 gets them, the
  // others nothing.
  Result<tensor::NamedTensors> best_weights() const;

  // master.*, average.* and adamw.*, whole; in a group on process 0 alone.
  Result<tensor::NamedTensors> state() const;
  // The reverse, of a file that every process has read. `what` begins the message where it does not fit.
  Result<void> restore(const tensor::NamedTensors& stored, std::string_view what);

 private:
  [[nodiscard]] tensor::NamedTensors own(const tensor::NamedTensors& whole) const;
  [[nodiscard]] Result<tensor::NamedTensors> gathered(const tensor::NamedTensors& slices) const;
  [[nodiscard]] Result<tensor::NamedTensors> gathered_steps() const;

  ProcessGroup* group_;
  bool with_average_;
  tensor::NamedTensors masters_;
  std::optional<ZeroPartition> partition_;  // in a group
  tensor::NamedTensors slices_;             // of the masters; the masters themselves without a group
  tensor::NamedTensors average_;            // of the slices; empty without
  AdamW adamw_;
};

}  // namespace heddle::training
