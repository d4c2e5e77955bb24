// Models with LoRA merged in, made beside the models themselves, which stay as they are to the bit.
// Used by the LoRA node. Thread rule: free functions, any thread.
#pragma once

#include "base/run_control.h"
#include "engine/value.h"
#include "nodes/values.h"

namespace heddle::nodes {

// A value of the same type whose weights have one more LoRA merged in: from the stored numbers, in fp32, then rounded to
// the precision of the run once, however many there are. Its bytes are those of the changed weights alone.
// Failure: numbers that are not finite; a file that changed since it was opened; cancelled.
Result<engine::Value> with_lora(const DiffusionModel& model, AppliedLora lora, const RunControl& control);
Result<engine::Value> with_lora(const TextEncoder& encoder, AppliedLora lora, const RunControl& control);

}  // namespace heddle::nodes
