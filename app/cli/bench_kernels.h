// Measures the throughput of each kind of kernel on this processor, at sizes of Stable Diffusion 1.5. Used by bench.
// One thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace heddle::cli {

// What all of bench's times are taken by: the clock on the wall, or from now on the processor's own, of all threads
// together, which other work on the machine changes little. Call before anything is measured.
void use_processor_clock();
double clock_seconds();

// Seconds of one run of `work`: the median of `repeats` after one that warms up.
double median_seconds(int repeats, const std::function<void()>& work);

struct KernelSpeed {
  std::string name;  // "matmul fp32"
  double speed = 0;  // GFLOP/s; GB/s of fp32 written where the name begins with "widen"
};

// Matrix product, convolution and attention in fp32 and, where the processor multiplies it, in bf16; and how fast
// weights of 16 bits become fp32, which the low-memory mode does before each layer.
std::vector<KernelSpeed> measure_kernels();

}  // namespace heddle::cli
