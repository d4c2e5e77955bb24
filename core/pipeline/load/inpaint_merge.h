// A repainting network of nine channels out of any fine-tune of the same base: fine-tune + (repainting model - base),
// as model mergers make it. Used by the node model.merge_inpaint. Thread rule: free functions, any thread.
#pragma once

#include "pipeline/load/model_parts.h"
#include "weights/part.h"

namespace heddle::pipeline {

// What turns a network of the base's family into a repainting one. Reads the files' numbers when it is asked.
class InpaintDifference final {
 public:
  // Failure: `inpainting` has not nine input channels, `base` not four, or their other tensors have not one shape.
  static Result<InpaintDifference> between(const weights::Part& inpainting, const weights::Part& base);

  // `weight` (fp32, of the network that is turned) with the difference of this name added. The first convolution gets
  // the repainting model's five more channels (mask, masked picture) as they are.
  [[nodiscard]] Result<at::Tensor> added_to(const std::string& name, const at::Tensor& weight) const;

 private:
  weights::WeightMap inpainting_, base_;
};

// `model` as a repainting one. LoRA that were applied stay, and more can follow. Failure: `model` repaints already, or
// has other widths than the difference; a file that changed meanwhile; cancelled.
Result<Loaded<DiffusionModel>> with_inpainting(const DiffusionModel& model, InpaintDifference difference,
                                               const RunControl& control);

}  // namespace heddle::pipeline
