#include "engine/translate.h"

#include <fmt/format.h>

#include <new>

namespace heddle::engine {
namespace {

Error by_standard_type(const std::exception_ptr& thrown, const std::string& node_name) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    return Error{ErrorKind::out_of_memory,
                 fmt::format("[run] {} ran out of memory; use a smaller picture or batch", node_name),
                 {}};
  } catch (const std::exception& error) {
    return Error{ErrorKind::internal, fmt::format("[run] {} failed: {}", node_name, error.what()), {}};
  } catch (...) {
    return Error{ErrorKind::internal, fmt::format("[run] {} failed without saying why", node_name), {}};
  }
}

}  // namespace

Error translate_exception(const std::exception_ptr& thrown, const std::string& node_name,
                          const ErrorTranslator& translator) {
  if (translator) {
    try {
      if (auto known = translator(thrown)) return std::move(*known).with_context(fmt::format("node '{}'", node_name));
    } catch (...) {
      // The translator rethrows to look at the type; what it does not catch is translated below.
    }
  }
  return by_standard_type(thrown, node_name).with_context(fmt::format("node '{}'", node_name));
}

}  // namespace heddle::engine
