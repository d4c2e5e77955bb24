// BatchStream: draws the batches of coming steps on worker threads while the trainer computes. A batch depends on its
// step alone, so the number of workers and their timing change nothing. Used by the trainer: next() on one thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "tensor/named_tensors.h"

namespace heddle::training {

class BatchStream final {
 public:
  // Called on the workers, for each step once; several calls may run at the same time.
  using Draw = std::function<tensor::NamedTensors(std::int64_t step)>;

  // Batches of [first, last) in order; at most `ahead` wait. 0 workers: drawn by next() itself.
  BatchStream(Draw draw, std::int64_t first, std::int64_t last, int workers, int ahead = 4);
  ~BatchStream();
  BatchStream(const BatchStream&) = delete;
  BatchStream& operator=(const BatchStream&) = delete;

  // The batch of the next step; throws what the draw threw. Call at most last - first times.
  tensor::NamedTensors next();

 private:
  void work();

  Draw draw_;
  std::int64_t last_;
  std::int64_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t to_draw_;  // guarded by mutex_, as are the following
  std::int64_t to_take_;
  std::map<std::int64_t, tensor::NamedTensors> ready_;
  std::exception_ptr failure_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace heddle::training
