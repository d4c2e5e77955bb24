// Part of every test program that uses LibTorch: applies HEDDLE_CPU to it before any test runs.
#include <cstdio>
#include <cstdlib>

#include "tensor/processor.h"

namespace {

[[maybe_unused]] const bool narrowed = [] {
  const auto done = heddle::tensor::narrow_libraries();
  if (done) return true;
  std::fprintf(stderr, "%s\n", done.error().message.c_str());
  std::exit(2);
}();

}  // namespace
