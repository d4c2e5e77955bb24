// Reads the sampler node's ports and parameters into a sampling request, with live values in place of planned ones.
// Used by the sampler node. The request borrows the inputs: use it while the node runs, in its thread.
#pragma once

#include "engine/inputs.h"
#include "pipeline/sampling_request.h"

namespace heddle::nodes {

// Failure: as plan_sampling().
Result<pipeline::SamplingRequest> read_sampling_request(const engine::Inputs& in);

// A run's history as the engine shows it.
class HistoryPreviews final : public engine::StepPreviews {
 public:
  explicit HistoryPreviews(std::shared_ptr<const pipeline::DenoisedHistory> history) : history_(std::move(history)) {}
  [[nodiscard]] int total() const override { return history_->total(); }
  [[nodiscard]] int done() const override { return history_->done(); }
  [[nodiscard]] image::Image image(int step) const override { return history_->image(step); }
  [[nodiscard]] std::size_t bytes() const override { return history_->bytes(); }
  [[nodiscard]] const pipeline::DenoisedHistory& history() const { return *history_; }

 private:
  std::shared_ptr<const pipeline::DenoisedHistory> history_;
};

}  // namespace heddle::nodes
