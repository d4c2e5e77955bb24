// Turns an exception from a node function into an Error with the node's name. The one place where exceptions become
// errors. Used by the planner and the executor. Thread rule: free functions, any thread.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>

#include "base/error.h"

namespace heddle::engine {

// Gives a layer that knows more exceptions (LibTorch's out-of-memory errors) precedence. Returns nothing for
// those that it does not know. May throw what it does not catch.
using ErrorTranslator = std::function<std::optional<Error>(const std::exception_ptr&)>;

// std::bad_alloc becomes out_of_memory, anything else internal.
Error translate_exception(const std::exception_ptr& thrown, const std::string& node_name,
                          const ErrorTranslator& translator);

}  // namespace heddle::engine
