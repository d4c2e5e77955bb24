// How long a step takes with a ControlNet or a T2I-Adapter. Used by bench. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "models/unet/unet.h"
#include "tensor/device.h"

namespace heddle::cli {

struct ControlSpeed {
  std::string name;  // "guided_step_with_control"
  double seconds = 0;
};

// The control network and the step of `unet` on `input` that takes up its residuals, together; the map's features,
// which a run computes once, by themselves. Failure: a file that cannot be opened or does not fit the network.
Result<std::vector<ControlSpeed>> measure_control(const std::filesystem::path& file, const models::UNet& unet,
                                                  const models::UNetInput& input, const tensor::ComputePolicy& policy,
                                                  int repeats);
// The same of a T2I-Adapter.
Result<std::vector<ControlSpeed>> measure_t2i(const std::filesystem::path& file, const models::UNet& unet,
                                              const models::UNetInput& input, const tensor::ComputePolicy& policy,
                                              int repeats);

}  // namespace heddle::cli
