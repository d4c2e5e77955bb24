// ControlNetTerm: a map through a ControlNet (Zhang et al. 2023): residuals for the UNet's skips and middle at each
// step, by the text alone and never by an image prompt's tokens. The map is encoded once a run. Used by
// pipeline/control_encoding. Thread rule: immutable; const calls from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/conditioning_term.h"
#include "adapters/place_mask.h"
#include "models/controlnet/controlnet.h"

namespace heddle::adapters {

// How control and prompt share a step. Names and formulas as sd-webui-controlnet, the paper's code and diffusers have
// them.
enum class ControlBalance {
  balanced,              // residuals as they are, in both halves of a guided batch
  prompt_first,          // the i-th of n times 0.825^(n - 1 - i): weaker where the picture is fine ("My prompt is more
                         // important")
  control_first,         // in the conditional half alone ("ControlNet is more important")
  guess_mode,            // both: the paper's code
  guess_mode_diffusers,  // in the conditional half alone, times 0.1 to 1 in even steps of the logarithm
};
[[nodiscard]] std::optional<ControlBalance> control_balance_from(std::string_view name);  // "balanced" … as above
[[nodiscard]] const std::vector<std::string>& control_balance_names();

// What each of `count` residuals is multiplied by, the middle's last.
[[nodiscard]] std::vector<double> balance_factors(ControlBalance balance, std::size_t count);

class ControlNetTerm final : public ConditioningTerm {
 public:
  struct Options {
    ControlBalance balance = ControlBalance::balanced;
    bool pools_residuals =
        false;  // ControlNet Shuffle: residuals are their means over the picture, conditional half alone
    PlaceMask mask = {};
  };

  // The map at a size in pixels: (1, hint_channels, height, width) in [0, 1], fp32 on the CPU. Asked once a run.
  using MapAt = std::function<Tensor(std::int64_t height, std::int64_t width)>;

  // `identity` names network and map by content. The network is shared.
  ControlNetTerm(std::shared_ptr<const models::ControlNet> net, MapAt map, const std::string& identity,
                 Options options);

  [[nodiscard]] const std::string& identity() const override { return identity_; }
  [[nodiscard]] std::string place() const override { return options_.mask.identity; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override;
  [[nodiscard]] std::size_t scale_count(const models::UNet& unet) const override;
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;

 private:
  std::shared_ptr<const models::ControlNet> net_;
  std::string identity_;
  MapAt map_;
  Options options_;
};

}  // namespace heddle::adapters
