// ZeroPartition: which numbers of a network each process of a training owns (ZeRO, Rajbhandari et al. 2020, stage 2):
// the owner alone keeps their mean gradient and the optimiser's state. Tensors are laid end to end in buckets, each
// bucket is cut into as many equal pieces as there are processes, so that sending needs one bucket's memory beside the
// network's. Used by Optimiser. One thread.
#pragma once

#include <vector>

#include "tensor/named_tensors.h"
#include "training/processes/process_group.h"

namespace heddle::training {

class ZeroPartition final {
 public:
  // All processes must give tensors of the same names and sizes.
  ZeroPartition(const tensor::NamedTensors& tensors, ProcessGroup& group,
                std::int64_t bucket_numbers = std::int64_t{1} << 24);

  // What this process owns of `whole`: one-dimensional views of its memory. Whole tensors must be contiguous.
  [[nodiscard]] tensor::NamedTensors own_slices(const tensor::NamedTensors& whole) const;

  // Takes the gradients off the masters; the mean over all processes of what this process owns is left on `slices`.
  // A tensor that took no part in the loss anywhere gets none.
  [[nodiscard]] Result<void> scatter_gradients(const tensor::NamedTensors& masters,
                                               const tensor::NamedTensors& slices) const;

  // All-gather: `whole` receives the slices of all processes. A process with an empty `whole` only sends.
  [[nodiscard]] Result<void> gather(const tensor::NamedTensors& slices, const tensor::NamedTensors& whole) const;

 private:
  struct Row {
    std::string name;
    std::int64_t begin = 0;  // within the bucket
    std::int64_t count = 0;
  };
  struct Bucket {
    std::vector<Row> rows;
    std::int64_t used = 0;
    std::int64_t piece = 0;  // numbers of one process; the last piece may be filled up with zeros
  };
  struct Range {
    std::int64_t begin = 0, end = 0;  // within the bucket; empty: nothing of the row is ours
  };
  [[nodiscard]] Range owned(const Bucket& bucket, const Row& row) const;
  [[nodiscard]] Result<std::vector<char>> taking_part(const tensor::NamedTensors& masters) const;

  ProcessGroup& group_;
  std::vector<Bucket> buckets_;
};

}  // namespace heddle::training
