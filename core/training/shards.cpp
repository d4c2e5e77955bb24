#include "training/shards.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

#include <exception>
#include <optional>
#include <thread>

namespace heddle::training {

namespace {

using tensor::NamedTensors;

// The work of one thread: its own leaves over the masters' memory, so that threads share no gradient.
struct Shard {
  NamedTensors leaves;
  std::optional<Result<Loss>> loss;
  std::exception_ptr failure;
};

void compute(Shard& shard, const Objective& objective, const NamedTensors& batch, const StepInfo& info) {
  try {
    shard.loss = objective.loss(tensor::converted(shard.leaves, info.device, info.dtype), batch, info);
    if (*shard.loss) (**shard.loss).total.backward();
  } catch (...) {  // rethrown on the trainer's thread
    shard.failure = std::current_exception();
  }
}

NamedTensors leaves_of(const NamedTensors& masters) {
  NamedTensors leaves;
  for (const auto& [name, master] : masters) leaves.emplace(name, master.detach().set_requires_grad(true));
  return leaves;
}

NamedTensors part_of(const NamedTensors& batch, int index, int count) {
  NamedTensors part;
  for (const auto& [name, value] : batch) {
    const std::int64_t rows = value.size(0) / count;
    part.emplace(name, value.narrow(0, index * rows, rows));
  }
  return part;
}

Loss mean_of(const std::vector<Shard>& shards) {
  const at::NoGradGuard no_grad;
  const double share = 1.0 / static_cast<double>(shards.size());
  Loss mean;
  for (const Shard& shard : shards) {
    const Loss& loss = **shard.loss;
    const at::Tensor total = loss.total.detach() * share;
    mean.total = mean.total.defined() ? mean.total + total : total;
    for (std::size_t i = 0; i < loss.parts.size(); ++i) {
      const at::Tensor part = loss.parts[i].second.detach() * share;
      if (mean.parts.size() <= i) {
        mean.parts.emplace_back(loss.parts[i].first, part);
      } else {
        mean.parts[i].second = mean.parts[i].second + part;
      }
    }
  }
  return mean;
}

void average_gradients(const NamedTensors& masters, const std::vector<Shard>& shards) {
  const at::NoGradGuard no_grad;
  for (const auto& [name, master] : masters) {
    at::Tensor sum;
    for (const Shard& shard : shards) {
      const at::Tensor gradient = shard.leaves.find(name)->second.grad();
      if (gradient.defined()) sum = sum.defined() ? sum.add_(gradient) : gradient;
    }
    if (sum.defined() && shards.size() > 1) sum.div_(static_cast<double>(shards.size()));
    at::Tensor(master).mutable_grad() = sum;
  }
}

}  // namespace

Result<Loss> backward_in_shards(const Objective& objective, const NamedTensors& masters, const NamedTensors& batch,
                                const StepInfo& info, int shards) {
  const std::int64_t items = batch.begin()->second.size(0);
  for (const auto& [name, value] : batch) {
    if (value.size(0) % shards == 0) continue;
    return fail(ErrorKind::invalid_input, "[train] shards = {} does not divide the batch of {}", shards, value.size(0));
  }
  std::vector<Shard> parts(static_cast<std::size_t>(shards));
  std::vector<std::thread> threads;
  for (int i = 0; i < shards; ++i) {
    Shard& part = parts[static_cast<std::size_t>(i)];
    part.leaves = leaves_of(masters);
    StepInfo own = info;
    own.first_item = info.first_item + i * (items / shards);
    if (own.batch_items == 0) own.batch_items = items;
    const auto work = [&part, &objective, own, rows = part_of(batch, i, shards)] {
      compute(part, objective, rows, own);
    };
    if (i + 1 < shards) {
      threads.emplace_back(work);
    } else {
      work();
    }
  }
  for (std::thread& thread : threads) thread.join();
  for (Shard& part : parts) {
    if (part.failure) std::rethrow_exception(part.failure);
    if (!*part.loss) return forward(*part.loss);
  }
  average_gradients(masters, parts);
  return mean_of(parts);
}

}  // namespace heddle::training
