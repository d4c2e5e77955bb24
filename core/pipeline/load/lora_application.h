// Makes copies of models with LoRA merged in; the original weights stay unchanged to the bit. Used by the LoRA node.
// Thread rule: free functions, any thread.
#pragma once

#include "base/run_control.h"
#include "pipeline/load/model_parts.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

// The same, but its weights have one more LoRA merged in: from the stored numbers, in fp32, then rounded to
// the precision of the run once, however many there are. Its bytes are those of the changed weights alone.
// Failure: numbers that are not finite; a file that changed since it was opened; cancelled.
Result<Loaded<DiffusionModel>> with_lora(const DiffusionModel& model, AppliedLora lora, const RunControl& control);
Result<Loaded<TextEncoder>> with_lora(const TextEncoder& encoder, AppliedLora lora, const RunControl& control);

}  // namespace heddle::pipeline
