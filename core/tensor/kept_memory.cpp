#include "tensor/kept_memory.h"

#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>

namespace heddle::tensor {

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kLeast = std::size_t{1} << 20;  // smaller tensors are the C library's
constexpr std::size_t kMostKept = std::size_t{384} << 20;

void unmap(void* memory, std::size_t size) { ::munmap(memory, size); }

void* map(std::size_t size) {
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

// Blocks in use and blocks that are kept, the latter by size and by age.
class Blocks final {
 public:
  void* take(std::size_t bytes) {
    const std::size_t size = (bytes + kPage - 1) / kPage * kPage;
    const std::scoped_lock lock(mutex_);
    if (const auto found = by_size_.lower_bound(size); found != by_size_.end() && found->first <= size + size / 8) {
      const Kept kept = found->second;
      by_age_.erase(kept.age);
      const std::size_t whole = found->first;
      by_size_.erase(found);
      kept_ -= whole;
      used_.emplace(kept.memory, whole);
      return kept.memory;
    }
    give_back(kept_ > size ? kept_ - size : 0);
    void* memory = map(size);
    if (memory == nullptr) {
      give_back(0);
      memory = map(size);
    }
    if (memory != nullptr) used_.emplace(memory, size);
    return memory;
  }

  // False for memory that is not from here.
  bool keep(void* memory) {
    const std::scoped_lock lock(mutex_);
    const auto found = used_.find(memory);
    if (found == used_.end()) return false;
    const std::size_t size = found->second;
    used_.erase(found);
    const std::uint64_t age = ++age_;
    by_age_.emplace(age, by_size_.emplace(size, Kept{memory, age}));
    kept_ += size;
    give_back(kMostKept);
    return true;
  }

  void give_back_all() {
    const std::scoped_lock lock(mutex_);
    give_back(0);
  }

  std::size_t kept() {
    const std::scoped_lock lock(mutex_);
    return kept_;
  }

 private:
  struct Kept {
    void* memory;
    std::uint64_t age;
  };
  using BySize = std::multimap<std::size_t, Kept>;

  // The oldest, until no more than `most` bytes are kept. Requires: locked.
  void give_back(std::size_t most) {
    while (kept_ > most) {
      const auto oldest = by_age_.begin();
      unmap(oldest->second->second.memory, oldest->second->first);
      kept_ -= oldest->second->first;
      by_size_.erase(oldest->second);
      by_age_.erase(oldest);
    }
  }

  std::mutex mutex_;
  std::unordered_map<void*, std::size_t> used_;
  BySize by_size_;
  std::map<std::uint64_t, BySize::iterator> by_age_;
  std::size_t kept_ = 0;
  std::uint64_t age_ = 0;
};

// Never destroyed: tensors of static life give back later than anything else.
Blocks& blocks() {
  static Blocks& made = *new Blocks();
  return made;
}

void release(void* memory) {
  if (memory != nullptr && !blocks().keep(memory)) c10::GetDefaultCPUAllocator()->raw_deallocate(memory);
}

class KeepingAllocator final : public at::Allocator {
 public:
  at::DataPtr allocate(std::size_t bytes) override {
    void* memory = bytes < kLeast ? c10::GetDefaultCPUAllocator()->raw_allocate(bytes) : blocks().take(bytes);
    if (memory == nullptr && bytes > 0) memory = c10::GetDefaultCPUAllocator()->raw_allocate(bytes);  // throws
    return {memory, memory, &release, at::Device(at::kCPU)};
  }
  [[nodiscard]] at::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* target, const void* source, std::size_t count) const override {
    default_copy_data(target, source, count);
  }
};

}  // namespace

void keep_memory() {
#if !defined(__SANITIZE_ADDRESS__)
  static KeepingAllocator& made = *new KeepingAllocator();
  c10::SetCPUAllocator(&made, /*priority=*/1);
#endif
}

void give_back_kept_memory() { blocks().give_back_all(); }

std::size_t kept_memory() { return blocks().kept(); }

}  // namespace heddle::tensor
