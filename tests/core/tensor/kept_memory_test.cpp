#include "tensor/kept_memory.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>

#include <thread>
#include <vector>

#include "support/test.h"

namespace heddle::tensor {
namespace {

constexpr std::int64_t kMegabyte = 1 << 20;

at::Tensor bytes(std::int64_t megabytes) { return at::empty({megabytes * kMegabyte}, at::kByte); }

TEST_CASE("the memory of a large tensor serves the next of its size") {
  keep_memory();
  give_back_kept_memory();
  const void* first = bytes(8).data_ptr();
  CHECK(kept_memory() == 8 * kMegabyte);
  const at::Tensor second = bytes(8);
  CHECK(second.data_ptr() == first);
  CHECK(kept_memory() == 0);
}

TEST_CASE("what is kept gives way to what is asked for, and has a limit") {
  keep_memory();
  give_back_kept_memory();
  (void)bytes(64);
  CHECK(kept_memory() == 64 * kMegabyte);
  const at::Tensor larger = bytes(50);  // another size: as much is given back
  CHECK(kept_memory() == 0);
  std::vector<at::Tensor> many;
  for (int i = 0; i < 60; ++i) many.push_back(bytes(10));
  many.clear();
  CHECK(kept_memory() > 300 * kMegabyte);
  CHECK(kept_memory() <= 384 * kMegabyte);
  give_back_kept_memory();
  CHECK(kept_memory() == 0);
}

TEST_CASE("small tensors stay with the C library, and threads take and give at once") {
  keep_memory();
  give_back_kept_memory();
  (void)at::empty({1000}, at::kFloat);
  CHECK(kept_memory() == 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int round = 0; round < 50; ++round) {
        const at::Tensor x = at::full({2 + round % 3, kMegabyte}, i, at::kByte);
        CHECK(x.min().item<int>() == i);
        CHECK(x.max().item<int>() == i);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace heddle::tensor
