// From a map's image and a ControlNet or T2I-Adapter to the term that conditions the UNet. Used by the control nodes.
// Thread rule: free functions, any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/controlnet_term.h"
#include "adapters/t2i_adapter_term.h"
#include "image/image.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

// How a map of another shape becomes the picture's.
enum class MapFit {
  crop,     // covers the picture, the rest cut off in equal parts: sd-webui-controlnet's "Crop and Resize"
  stretch,  // both sides to the picture's: diffusers
};

struct ControlRequest {
  image::Image map;
  image::Image mask = {};  // where the control acts; empty: everywhere
  adapters::ControlBalance balance = adapters::ControlBalance::balanced;
  MapFit fit = MapFit::crop;
  std::optional<bool> pools_residuals =
      {};  // ControlNet Shuffle; none: as its config says, which single files have not
};

// Grey maps are repeated to three channels, transparency shows black (no control). Resizing is Pillow's Lanczos, as
// diffusers' VaeImageProcessor does it. Failure: a map of no size, or one that shows nothing at all.
Result<std::shared_ptr<const adapters::ConditioningTerm>> control_term(const ControlModel& control,
                                                                       const ControlRequest& request);

struct T2IRequest {
  image::Image map;
  image::Image mask = {};  // where the adapter acts; empty: everywhere
  adapters::T2IBalance balance = adapters::T2IBalance::balanced;
  MapFit fit = MapFit::crop;
};

// The map as networks read it: colours, transparency black. Failure: a map of no size, or one that shows nothing at
// all.
Result<image::Image> usable_map(const image::Image& given);

// A T2I-Adapter's map, as its network reads it at a size, and a name of both by content.
struct T2IMap {
  adapters::T2IAdapterTerm::MapAt at;
  std::string identity;
};
Result<T2IMap> t2i_map(const T2IModel& adapter, const T2IRequest& request);

// As control_term. An adapter for edges or sketches reads the map's grey.
Result<std::shared_ptr<const adapters::ConditioningTerm>> t2i_term(const T2IModel& adapter, const T2IRequest& request);

// The map as the network reads it, at a size: (1, 3, height, width) in [0, 1].
at::Tensor map_at(const image::Image& map, MapFit fit, std::int64_t height, std::int64_t width);

}  // namespace heddle::pipeline
