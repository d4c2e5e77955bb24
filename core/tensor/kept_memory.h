// Keeps the memory of large tensors for the next ones of their size: a step asks for the same sizes again and again,
// and the system would clear every page of them each time. Used by every program that computes. Any thread, but for the
// first call.
#pragma once

#include <cstddef>

namespace heddle::tensor {

// From now on LibTorch's tensors on the CPU come from here. Call before the first tensor is made; further calls do
// nothing. What is kept never adds to the peak: before new memory is asked for, as much of what is kept is given back.
void keep_memory();

// Gives back all that no tensor uses, as at the end of a run.
void give_back_kept_memory();

// Bytes that no tensor uses.
std::size_t kept_memory();

}  // namespace heddle::tensor
