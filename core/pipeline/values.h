// The values that nodes exchange, besides images and plain values. Made by one node, read by others, never changed.
// Used by the nodes only. Immutable: share between threads.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/conditioning_term.h"
#include "adapters/ip_adapter.h"
#include "base/note.h"
#include "base/result.h"
#include "diffusion/noise_schedule.h"
#include "graph/ids.h"
#include "graph/param_value.h"
#include "image/image.h"
#include "models/clip_text/clip_text.h"
#include "models/clip_vision/clip_vision.h"
#include "models/coadapter_fuser/coadapter_fuser.h"
#include "models/controlnet/controlnet.h"
#include "models/style_adapter/style_adapter.h"
#include "models/t2i_adapter/t2i_adapter.h"
#include "models/tiny_vae/tiny_vae.h"
#include "models/unet/unet.h"
#include "models/uni_control/uni_control.h"
#include "pipeline/vae_model.h"
#include "tensor/device.h"
#include "tensor/named_tensors.h"
#include "tensor/weight_conversion.h"
#include "text/prompt_reading.h"
#include "text/tokenizer.h"
#include "weights/latent_facts.h"
#include "weights/lora/lora_match.h"

namespace heddle::pipeline {

class InpaintDifference;  // load/inpaint_merge.h

// What a network was bound from. LoRA start from the stored numbers and replace the loaded weights that they change, in
// a new network that shares all others; the network itself never changes, so removing a LoRA means using it again.
struct NetworkSource {
  weights::WeightMap stored;     // in the files, under canonical names
  tensor::NamedTensors weights;  // as loaded; shared with the network
  tensor::ConvLayout layout = tensor::ConvLayout::plain;
  std::shared_ptr<const InpaintDifference> difference = nullptr;  // added to the stored numbers, after LoRA; null: none
};

struct AppliedLora {
  std::shared_ptr<const weights::LoraMatch> match;
  double strength = 1;
};

// Vectors that stand for a word in the text encoder's input (textual inversion).
struct Embedding {
  std::vector<std::string> triggers;  // the words
  at::Tensor vectors;                 // (1 to 75, dim), fp32, on the CPU
};

struct DiffusionModel {
  models::UNet unet;
  diffusion::SchedulerConfig scheduler;
  double scaling_factor = weights::kLatentScale;  // of its VAE's latents
  std::uint64_t decoding_bytes_per_pixel = 0;     // of its VAE; 0: it has none
  std::string name;                               // for metadata: the file's stem
  tensor::ComputePolicy policy;
  std::shared_ptr<const models::TinyVae> tiny_vae;  // for previews, in the policy's type; null: there is none
  std::shared_ptr<const VaeModel> preview_vae;      // for a look at one step, without one; null: it would be too slow
  std::optional<weights::LatentRgb> latent_rgb;     // none: no map is known for its latents
  std::shared_ptr<const NetworkSource> source;
  std::vector<AppliedLora> loras;  // in the order in which they were applied
};

struct TextEncoder {
  models::ClipText network;
  text::Tokenizer tokenizer;
  tensor::ComputePolicy policy;
  std::shared_ptr<const NetworkSource> source;
  std::vector<AppliedLora> loras;
  std::vector<std::shared_ptr<const Embedding>> embeddings;  // the newest last; it wins where two have one trigger
};

struct ImageEncoder {
  models::ClipVision network;
  std::vector<double> mean, deviation;  // per channel, of pixels in [0, 1]
  tensor::ComputePolicy policy;
  std::string identity;  // which bytes it came from
};

struct Adapter {
  adapters::IpAdapter network;
  tensor::ComputePolicy policy;
  std::string identity;
};

struct ControlModel {
  std::shared_ptr<const models::ControlNet> network;
  tensor::ComputePolicy policy;
  std::string identity;  // which bytes it came from
};

struct T2IModel {
  std::shared_ptr<const models::T2IAdapter> network;
  tensor::ComputePolicy policy;
  std::string identity;  // which bytes it came from
  std::string name;      // the file's stem
};

struct StyleModel {
  std::shared_ptr<const models::StyleAdapter> network;
  tensor::ComputePolicy policy;
  std::string identity;  // which bytes it came from
  std::string name;      // the file's stem
};

struct CoAdapterModel {
  std::shared_ptr<const models::CoAdapterFuser> network;
  tensor::ComputePolicy policy;
  std::string identity;  // which bytes it came from
};

struct UniModel {
  std::shared_ptr<const models::UniControl> network;
  tensor::ComputePolicy policy;
  std::string identity;  // which bytes it came from
};

struct EncodedStates {
  at::Tensor states;        // (1, 77 * chunks, dim): one sequence of 77 states per chunk of 75 tokens
  std::vector<Note> notes;  // what of the text was read otherwise than it was written
};

// A prompt that is not one text for the whole run.
struct TextProgram {
  std::vector<text::WeightedPrompt> prompts;                             // never empty
  text::PromptSchedule whole;                                            // what it is as a negative prompt
  std::function<Result<EncodedStates>(const std::string& text)> encode;  // any thread; remembers what it has encoded
  std::vector<Note> told = {};                                           // notes that came with the conditioning
};

// An encoded text.
struct Conditioning {
  at::Tensor states;  // (1, 77 * chunks, dim); of the first step where there is a program
  at::Tensor empty;   // (1, 77, dim): an empty chunk, to bring two texts to one length
  std::shared_ptr<const TextProgram> program = nullptr;  // null: the states lead all steps, alone
  std::vector<std::int64_t> ids = {};                    // the token of each state
  std::weak_ptr<const TextEncoder> encoder = {};         // which made them, for their names
};

// A conditioning term and how strongly it acts.
struct ScaledTerm {
  std::shared_ptr<const adapters::ConditioningTerm> term;
  graph::Lane scale;                          // by layer and step, as planned; of an image prompt: lambda
  graph::ParamRef live_scale;                 // where a run in flight finds its newest value
  std::optional<std::size_t> reference = {};  // its number among the run's image prompts, as they are wired; from 0
};

// Unit variance is not implied: `samples` are the final latents of a run, before the division by the scaling factor.
struct Latents {
  at::Tensor samples;      // (pictures, 4, h / 8, w / 8), fp32, on the CPU
  at::Tensor around = {};  // of the picture with the hole in middle grey, for repainting checkpoints; may be undefined
};

using Images = std::vector<image::Image>;

}  // namespace heddle::pipeline
