// What the model node's parameters ask of the model's files. Used by the model node and by what saved pictures say.
// Pure function.
#pragma once

#include "graph/param_value.h"
#include "weights/model_files.h"

namespace heddle::nodes {

weights::ModelOptions model_options_of(const graph::Params& params);

}  // namespace heddle::nodes
