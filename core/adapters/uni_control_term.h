// UniControlTerm: Uni-ControlNet (Zhao et al. 2023): seven maps as residuals for the UNet's skips and middle, and a
// picture as tokens behind the text. Maps and tokens are encoded once a run. Used by pipeline/uni_encoding. Thread
// rule: immutable; const calls from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/conditioning_term.h"
#include "models/uni_control/uni_control.h"

namespace heddle::adapters {

class UniControlTerm final : public ConditioningTerm {
 public:
  // All maps at a size in pixels, (1, map_channels, height, width) in [0, 1], zeros for those that are not given; an
  // undefined tensor: none is given, and no residuals are added. Asked once a run.
  using MapsAt = std::function<Tensor(std::int64_t height, std::int64_t width)>;

  struct Options {
    Tensor image_embeds;        // (1, image_width) of the picture; undefined: none
    double image_strength = 1;  // of its tokens
  };

  // `identity` names network, maps and picture by content. The network is shared.
  UniControlTerm(std::shared_ptr<const models::UniControl> net, MapsAt maps, const std::string& identity,
                 Options options);

  [[nodiscard]] const std::string& identity() const override { return identity_; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override;
  // One a residual; the first also scales the tokens.
  [[nodiscard]] std::size_t scale_count(const models::UNet& unet) const override;
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;

 private:
  std::shared_ptr<const models::UniControl> net_;
  std::string identity_;
  MapsAt maps_;
  Options options_;
};

}  // namespace heddle::adapters
