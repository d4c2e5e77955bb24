// ReferenceCache: encoded reference images by their inputs' identity, so that changing lambda, guidance or the
// checkpoint never runs an encoder again. Used by the image prompt node. Thread rule: every call from any thread.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/encoded_reference.h"

namespace heddle::pipeline {

class ReferenceCache final {
 public:
  // The newest `capacity` references are kept; one is about a megabyte, its pictures with it.
  explicit ReferenceCache(std::size_t capacity = 64) : capacity_(capacity) {}

  // Null when it has to be encoded; counts as a use otherwise.
  [[nodiscard]] std::shared_ptr<const adapters::EncodedReference> find(const std::string& identity);
  void put(std::shared_ptr<const adapters::EncodedReference> reference);

 private:
  std::mutex mutex_;
  std::size_t capacity_;
  std::list<std::shared_ptr<const adapters::EncodedReference>> by_use_;  // the last used first
};

}  // namespace heddle::pipeline
