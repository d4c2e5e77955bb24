// Parameter values as readable JSON: 20, 7.5, true, "a red ball", "18446744073709551615". Used by graph_io,
// catalog_json and content keys. Thread rule: free functions, any thread.
#pragma once

#include <optional>

#include "base/json.h"
#include "graph/param_spec.h"

namespace heddle::graph {

// Seeds are decimal strings. A lane is a number, a list (one value a layer), a list of lists (layers x steps), or
// {"values": any of these, "mask": picture, "start": share, "end": share} where one of the last three is not its
// default.
Json to_json(const ParamValue& value);

// The value in the kind of `spec`, or nothing where the JSON holds no such value.
std::optional<ParamValue> param_from_json(const Json& json, const ParamSpec& spec);

// The value kept as it is, for a node or parameter that this version does not know.
RawJson raw_from_json(const Json& json);

}  // namespace heddle::graph
