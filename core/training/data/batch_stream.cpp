#include "training/data/batch_stream.h"

#include <ATen/core/grad_mode.h>

namespace heddle::training {

BatchStream::BatchStream(Draw draw, std::int64_t first, std::int64_t last, int workers, int ahead)
    : draw_(std::move(draw)), last_(last), ahead_(ahead), to_draw_(first), to_take_(first) {
  for (int i = 0; i < workers; ++i) workers_.emplace_back([this] { work(); });
}

BatchStream::~BatchStream() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void BatchStream::work() {
  const at::NoGradGuard no_grad;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || failure_ || to_draw_ >= last_ || to_draw_ < to_take_ + ahead_; });
    if (stopping_ || failure_ || to_draw_ >= last_) return;
    const std::int64_t step = to_draw_++;
    lock.unlock();
    tensor::NamedTensors batch;
    std::exception_ptr failure;
    try {
      batch = draw_(step);
    } catch (...) {  // handed to the trainer's thread
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) failure_ = failure;
    ready_.emplace(step, std::move(batch));
    changed_.notify_all();
  }
}

tensor::NamedTensors BatchStream::next() {
  if (workers_.empty()) return draw_(to_take_++);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || ready_.contains(to_take_); });
  if (failure_) std::rethrow_exception(failure_);
  tensor::NamedTensors batch = std::move(ready_.extract(to_take_++).mapped());
  changed_.notify_all();
  return batch;
}

}  // namespace heddle::training
