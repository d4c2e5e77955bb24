// What the pipeline loaded, as the engine hands it on. Used by the loading nodes. Any thread.
#pragma once

#include "engine/value.h"
#include "pipeline/load/model_parts.h"

namespace heddle::nodes {

template <class T>
engine::Value to_value(pipeline::Loaded<T> loaded) {
  return engine::Value::of(std::move(loaded.value), loaded.bytes);
}

}  // namespace heddle::nodes
