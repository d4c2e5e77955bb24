// CoAdapterTerm: several T2I-Adapters and styles through CoAdapter's fuser: what it makes of them is added to the
// UNet's way down and put behind the text. Features and fusion are computed once a run. Used by
// pipeline/coadapter_encoding. Thread rule: immutable; const calls from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/conditioning_term.h"
#include "models/coadapter_fuser/coadapter_fuser.h"
#include "models/t2i_adapter/t2i_adapter.h"

namespace heddle::adapters {

// One of the conditions that are fused: an adapter with its map, or the tokens of a style.
struct CoCondition {
  // The map at a size in pixels: (1, map_channels, height, width) in [0, 1], fp32 on the CPU.
  using MapAt = std::function<Tensor(std::int64_t height, std::int64_t width)>;

  models::CoTask task = models::CoTask::sketch;
  double weight = 1;
  std::shared_ptr<const models::T2IAdapter> net;  // null: a style
  MapAt map;
  Tensor tokens;         // (1, n, width) of a style
  std::string identity;  // of network and map, or picture, by content
};

class CoAdapterTerm final : public ConditioningTerm {
 public:
  // `conditions` in any order; at least one. `identity` names the fuser.
  CoAdapterTerm(std::shared_ptr<const models::CoAdapterFuser> fuser, std::vector<CoCondition> conditions,
                const std::string& identity);

  [[nodiscard]] const std::string& identity() const override { return identity_; }
  [[nodiscard]] Result<void> fits(const models::UNet& unet) const override;
  // One, for all that was fused.
  [[nodiscard]] std::size_t scale_count(const models::UNet& /*unet*/) const override { return 1; }
  [[nodiscard]] std::unique_ptr<PreparedTerm> prepare(const TermRun& run) const override;

 private:
  std::shared_ptr<const models::CoAdapterFuser> fuser_;
  std::vector<CoCondition> conditions_;  // sorted, so that the order of wires changes no bit
  std::string identity_;
};

}  // namespace heddle::adapters
