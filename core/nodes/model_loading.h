// From opened files to networks that run: converts the weights to the policy's device and precision and binds them.
// Used by the loading nodes. Thread rule: free functions, any thread.
#pragma once

#include <filesystem>

#include "base/json.h"
#include "engine/value.h"
#include "nodes/values.h"
#include "weights/adapter_files.h"
#include "weights/model_files.h"

namespace heddle::nodes {

// Each returns an engine value of the type in its name, with the bytes that it keeps. All poll `control` per tensor.
// Failure: unsupported types or shapes, a file that changed meanwhile, cancelled.
// `vae`, which may be null, serves for previews where it is small and `files` have no tiny VAE.
Result<engine::Value> load_diffusion_model(const weights::ModelFiles& files, std::shared_ptr<const VaeModel> vae,
                                           const tensor::ComputePolicy& policy, const RunControl& control);
// `vocabulary` is OpenAI's vocabulary file, for models that come without a tokenizer folder.
Result<engine::Value> load_text_encoder(const weights::ModelFiles& files, const std::filesystem::path& vocabulary,
                                        const tensor::ComputePolicy& policy, const RunControl& control);
Result<engine::Value> load_vae(const weights::Part& part, const tensor::ComputePolicy& policy, const RunControl& control);
// `preprocessor`: preprocessor_config.json or null, for mean and deviation.
Result<engine::Value> load_image_encoder(const weights::Part& part, const Json& preprocessor,
                                         const std::string& identity, const tensor::ComputePolicy& policy,
                                         const RunControl& control);
Result<engine::Value> load_adapter(const weights::AdapterFiles& files, const std::string& identity,
                                   const tensor::ComputePolicy& policy, const RunControl& control);

}  // namespace heddle::nodes
