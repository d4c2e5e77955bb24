#include "tensor/torch_errors.h"

#include <c10/util/Exception.h>

namespace heddle::tensor {

std::optional<Error> translate_torch_error(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const c10::OutOfMemoryError& error) {
    return Error{ErrorKind::out_of_memory,
                 std::string("the device has no memory left for this step: ") + error.what_without_backtrace(),
                 {}};
  } catch (const c10::Error& error) {
    return Error{ErrorKind::internal, std::string("the numerics failed: ") + error.what_without_backtrace(), {}};
  } catch (...) {
    return std::nullopt;
  }
}

}  // namespace heddle::tensor
