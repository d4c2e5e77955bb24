// Makes networks of a model's parts: the one place where weights are converted to a run's device and precision and
// bound. Used by the loading nodes (through model_parts.h), by training and by the judges of evaluation. Free
// functions, any thread. All poll `control` for each tensor. Failure: a part that lacks tensors or has them in other
// shapes, unsupported types, a file that changed meanwhile, cancelled.
#pragma once

#include <filesystem>

#include "base/run_control.h"
#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "models/coadapter_fuser/coadapter_fuser.h"
#include "models/controlnet/controlnet.h"
#include "models/style_adapter/style_adapter.h"
#include "models/t2i_adapter/t2i_adapter.h"
#include "models/unet/unet.h"
#include "models/uni_control/uni_control.h"
#include "models/vae/vae.h"
#include "tensor/device.h"
#include "tensor/weight_conversion.h"
#include "text/tokenizer.h"
#include "weights/model_files.h"

namespace heddle::pipeline {

// The part's tensors, converted. Networks share them.
Result<tensor::NamedTensors> load_part(const weights::Part& part, const tensor::ComputePolicy& policy,
                                       const RunControl& control,
                                       tensor::ConvLayout layout = tensor::ConvLayout::plain);

// A network with the tensors that it was bound to.
template <class Network>
struct Bound {
  Network network;
  tensor::NamedTensors weights;
};

Result<Bound<models::UNet>> load_unet(const weights::Part& part, const tensor::ComputePolicy& policy,
                                      const RunControl& control);
Result<Bound<models::ControlNet>> load_controlnet(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                  const RunControl& control);
Result<Bound<models::T2IAdapter>> load_t2i_adapter(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                   const RunControl& control);
Result<Bound<models::StyleAdapter>> load_style_adapter(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                       const RunControl& control);
Result<Bound<models::CoAdapterFuser>> load_coadapter_fuser(const weights::Part& part,
                                                           const tensor::ComputePolicy& policy,
                                                           const RunControl& control);
Result<Bound<models::UniControl>> load_uni_control(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                   const RunControl& control);
Result<Bound<models::Vae>> load_vae_network(const weights::Part& part, const tensor::ComputePolicy& policy,
                                            const RunControl& control);
// With `config` in place of the part's own where a caller knows better.
Result<Bound<models::ClipText>> load_clip_text(const weights::Part& part, const tensor::ComputePolicy& policy,
                                               const RunControl& control,
                                               const models::ClipTextConfig* config = nullptr);
Result<Bound<models::ClipVision>> load_clip_vision(const weights::Part& part, const tensor::ComputePolicy& policy,
                                                   const RunControl& control,
                                                   const models::ClipVisionConfig* config = nullptr);

// The model's own tokenizer, else CLIP's from `vocabulary` (OpenAI's bpe_simple_vocab_16e6.txt), padded as the family
// pads.
Result<text::Tokenizer> load_tokenizer(const weights::TokenizerFiles& files, const std::filesystem::path& vocabulary);

}  // namespace heddle::pipeline
