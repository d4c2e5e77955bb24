// Thrown out of tensor maths when the run was cancelled; the denoise loop and the executor turn it into a result.
#pragma once

#include <exception>

namespace heddle {

struct CancelledException final : std::exception {
  [[nodiscard]] const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace heddle
