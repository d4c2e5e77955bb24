// ReferenceOnlyTerm: a picture that the network itself looks at ("reference-only" of sd-webui-controlnet): at each step
// the UNet walks over the picture, noised as far as the step is, and the image attends to what it found there or takes
// over its channels' moments. Image prompts are off in that walk. Used by pipeline/reference_only_encoding. Thread
// rule: immutable; const calls from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/conditioning_term.h"

namespace heddle::adapters {

// What of the picture is taken up.
enum class ReferenceMode {
  attention,  // its tokens in self-attention
  adain,      // mean and deviation of its blocks' outputs
  both
};
[[nodiscard]] std::optional<ReferenceMode> reference_mode_from(std::string_view name);  // "attention" … as above
[[nodiscard]] const std::vector<std::string>& reference_mode_names();

// Which layers take it up at a weight from 0 to 1: all at 1, with less the wide ones alone.
[[nodiscard]] models::ReferenceChoice reference_choice(const models::UNet& unet, ReferenceMode mode, double weight);

// The noise on the picture at a step, (1, channels, height, width): the same for all seeds and in every run, so that a
// run can be gone on with.
[[nodiscard]] Tensor reference_noise(int step, std::int64_t channels, std::int64_t height, std::int64_t width);

class ReferenceOnlyTerm final : public ConditioningTerm {
 public:
  struct Options {
    ReferenceMode mode = ReferenceMode::attention;
    double fidelity = 0.5;  // "style fidelity": how far the unconditional half stays without the picture
  };

  // The picture's latents at a size in positions: (1, channels, height, width), times the scaling factor, fp32. Asked
  // once a run.
  using LatentsAt = std::function<Tensor(std::int64_t height, std::int64_t width)>;

  // `identity` names the picture by content, and how it became latents.
  ReferenceOnlyTerm(LatentsAt latents, const std::string& identity, Options options);

  [[nodiscard]] const std::string& identity() const override { return identity_; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override;
  // One: the weight.
  [[nodiscard]] std::size_t scale_count(const models::UNet& unet) const override;
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;

 private:
  std::string identity_;
  LatentsAt latents_;
  Options options_;
};

}  // namespace heddle::adapters
