// ProcessGroup: the processes of one training and their collective operations. Wraps LibTorch's c10d: Gloo, or NCCL
// where the networks are on GPUs. Used by the trainer; all processes make the same calls in the same order, each on one
// thread. Sockets: process 0 (or torchrun) listens at MASTER_ADDR's address alone, every process at the one address
// from which it reaches that; with MASTER_ADDR=127.0.0.1 nothing leaves the machine.
#pragma once

#include <ATen/core/Tensor.h>

#include <chrono>
#include <memory>

#include "base/result.h"
#include "training/processes/distributed_env.h"

namespace heddle::training {

class ProcessGroup final {
 public:
  // Waits until all `place.world` processes have met. Failure: they do not within `timeout`; the address cannot be
  // had; this build has no c10d.
  static Result<std::unique_ptr<ProcessGroup>> join(const DistributedEnv& place, at::Device device,
                                                    std::chrono::seconds timeout);
  ~ProcessGroup();

  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;
  [[nodiscard]] bool is_main_process() const { return rank() == 0; }

  // All of these fail, within the timeout, where another process has ended or does not answer.
  enum class Combine { sum, max };
  // Every process ends with the sum, or the largest, of all `values`, number by number.
  [[nodiscard]] Result<void> combine(at::Tensor values, Combine how);
  // whole (size() * n) on every process -> piece (n): the sum of all processes' rank()-th n numbers.
  [[nodiscard]] Result<void> reduce_scatter(const at::Tensor& whole, at::Tensor piece);
  // piece (n) of every process -> whole (size() * n), in the order of ranks.
  [[nodiscard]] Result<void> all_gather(const at::Tensor& piece, at::Tensor whole);
  // Until all are here; up to `patience`, because process 0 may have hours of preparation. A process that ends is
  // reported at once.
  [[nodiscard]] Result<void> wait_for_all(std::chrono::seconds patience);

 private:
  struct State;
  explicit ProcessGroup(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace heddle::training
