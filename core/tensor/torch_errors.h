// Turns LibTorch's exceptions into errors for the user. Used by engine::Executor, which receives it. Any thread.
#pragma once

#include <exception>
#include <optional>

#include "base/error.h"

namespace heddle::tensor {

// Nothing where what was thrown is not LibTorch's.
std::optional<Error> translate_torch_error(const std::exception_ptr& thrown);

}  // namespace heddle::tensor
