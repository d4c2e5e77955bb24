#include "training/processes/zero_partition.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>

namespace heddle::training {

using at::Tensor;
using tensor::NamedTensors;

ZeroPartition::ZeroPartition(const NamedTensors& tensors, ProcessGroup& group, std::int64_t bucket_numbers)
    : group_(group) {
  for (const auto& [name, value] : tensors) {
    if (buckets_.empty() || buckets_.back().used + value.numel() > bucket_numbers) buckets_.emplace_back();
    Bucket& bucket = buckets_.back();
    bucket.rows.push_back({name, bucket.used, value.numel()});
    bucket.used += value.numel();
  }
  for (Bucket& bucket : buckets_) bucket.piece = (bucket.used + group.size() - 1) / group.size();
}

ZeroPartition::Range ZeroPartition::owned(const Bucket& bucket, const Row& row) const {
  const std::int64_t first = group_.rank() * bucket.piece;
  return {std::max(row.begin, first), std::min(row.begin + row.count, first + bucket.piece)};
}

NamedTensors ZeroPartition::own_slices(const NamedTensors& whole) const {
  NamedTensors slices;
  for (const Bucket& bucket : buckets_) {
    for (const Row& row : bucket.rows) {
      const Range own = owned(bucket, row);
      const auto found = whole.find(row.name);
      if (own.begin >= own.end || found == whole.end()) continue;
      slices.emplace(row.name, found->second.detach().view(-1).narrow(0, own.begin - row.begin, own.end - own.begin));
    }
  }
  return slices;
}

Result<std::vector<char>> ZeroPartition::taking_part(const NamedTensors& masters) const {
  const Tensor flags = at::zeros({static_cast<std::int64_t>(masters.size())}, at::kFloat);
  float* flag = flags.mutable_data_ptr<float>();
  for (const auto& [name, master] : masters) *flag++ = master.grad().defined() ? 1 : 0;
  if (auto done = group_.combine(flags, ProcessGroup::Combine::max); !done) return forward(done);
  const float* first = flags.const_data_ptr<float>();
  return std::vector<char>(first, first + masters.size());
}

Result<void> ZeroPartition::scatter_gradients(const NamedTensors& masters, const NamedTensors& slices) const {
  const at::NoGradGuard no_grad;
  const auto flags = taking_part(masters);
  if (!flags) return Failure(flags.error());
  const at::TensorOptions options = masters.begin()->second.options();
  std::size_t index = 0;  // buckets hold the rows in the masters' order
  for (const Bucket& bucket : buckets_) {
    const Tensor whole = at::zeros({bucket.piece * group_.size()}, options), piece = at::empty({bucket.piece}, options);
    for (const Row& row : bucket.rows) {
      Tensor& gradient = Tensor(masters.find(row.name)->second).mutable_grad();
      if (gradient.defined()) whole.narrow(0, row.begin, row.count).copy_(gradient.reshape(-1));
      gradient = Tensor();
    }
    if (auto done = group_.reduce_scatter(whole, piece); !done) return done;
    piece.div_(static_cast<double>(group_.size()));
    for (const Row& row : bucket.rows) {
      const Range own = owned(bucket, row);
      if (flags->at(index++) == 0 || own.begin >= own.end) continue;
      const std::int64_t first = own.begin - group_.rank() * bucket.piece;
      Tensor(slices.find(row.name)->second).mutable_grad() = piece.narrow(0, first, own.end - own.begin);
    }
  }
  return {};
}

Result<void> ZeroPartition::gather(const NamedTensors& slices, const NamedTensors& whole) const {
  const at::NoGradGuard no_grad;
  for (const Bucket& bucket : buckets_) {
    at::TensorOptions options(at::kFloat);
    for (const Row& row : bucket.rows) {
      if (const auto found = slices.find(row.name); found != slices.end())
        options = found->second.options().requires_grad(false);
    }
    const Tensor piece = at::zeros({bucket.piece}, options), all = at::empty({bucket.piece * group_.size()}, options);
    for (const Row& row : bucket.rows) {
      const Range own = owned(bucket, row);
      if (own.begin >= own.end) continue;
      piece.narrow(0, own.begin - group_.rank() * bucket.piece, own.end - own.begin)
          .copy_(slices.find(row.name)->second);
    }
    if (auto done = group_.all_gather(piece, all); !done) return done;
    for (const Row& row : bucket.rows) {
      const auto target = whole.find(row.name);
      if (target == whole.end()) continue;
      Tensor(target->second).copy_(all.narrow(0, row.begin, row.count).view(target->second.sizes()));
    }
  }
  return {};
}

}  // namespace heddle::training
