// T2IAdapterTerm: a map through a T2I-Adapter (Mou et al. 2023): features that are added to the UNet's way down at each
// step, computed once a run. Used by pipeline/control_encoding. Thread rule: immutable; const calls from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/conditioning_term.h"
#include "adapters/place_mask.h"
#include "models/t2i_adapter/t2i_adapter.h"

namespace heddle::adapters {

// How adapter and prompt share a step; as sd-webui-controlnet has it for T2I-Adapters.
enum class T2IBalance {
  balanced,      // features as they are, in both halves of a guided batch
  prompt_first,  // a level's features times 0.25, 0.62, 0.825 and 1: weaker where the picture is fine
  control_first  // in the conditional half alone
};
[[nodiscard]] std::optional<T2IBalance> t2i_balance_from(std::string_view name);  // "balanced" … as above
[[nodiscard]] const std::vector<std::string>& t2i_balance_names();

// What the features of each of `count` levels are multiplied by, the finest first.
[[nodiscard]] std::vector<double> t2i_balance_factors(T2IBalance balance, std::size_t count);

class T2IAdapterTerm final : public ConditioningTerm {
 public:
  struct Options {
    T2IBalance balance = T2IBalance::balanced;
    PlaceMask mask = {};
  };

  // The map at a size in pixels: (1, map_channels, height, width) in [0, 1], fp32 on the CPU. Asked once a run.
  using MapAt = std::function<Tensor(std::int64_t height, std::int64_t width)>;

  // `identity` names network and map by content. The network is shared.
  T2IAdapterTerm(std::shared_ptr<const models::T2IAdapter> net, MapAt map, const std::string& identity,
                 Options options);

  [[nodiscard]] const std::string& identity() const override { return identity_; }
  [[nodiscard]] std::string place() const override { return options_.mask.identity; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override;
  // One a level.
  [[nodiscard]] std::size_t scale_count(const models::UNet& unet) const override;
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;

 private:
  std::shared_ptr<const models::T2IAdapter> net_;
  std::string identity_;
  MapAt map_;
  Options options_;
};

}  // namespace heddle::adapters
