// Wraps a part that the pipeline loaded as an engine value. Used by the loading nodes. Free function, any thread.
#pragma once

#include "engine/value.h"
#include "pipeline/load/model_parts.h"

namespace heddle::nodes {

template <class T>
engine::Value to_value(pipeline::Loaded<T> loaded) {
  return engine::Value::of(std::move(loaded.value), loaded.bytes);
}

}  // namespace heddle::nodes
