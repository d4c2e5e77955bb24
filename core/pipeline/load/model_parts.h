// Turns opened files into networks: converts the weights to the policy's device and precision and binds them. Used by
// the loading nodes. Thread rule: free functions, any thread.
#pragma once

#include <filesystem>

#include "base/json.h"
#include "pipeline/values.h"
#include "weights/adapter_files.h"
#include "weights/model_files.h"

namespace heddle::pipeline {

// What was loaded, with the bytes that it keeps.
template <class T>
struct Loaded {
  T value;
  std::size_t bytes = 0;
};

// All poll `control` per tensor.
// Failure: unsupported types or shapes, a file that changed meanwhile, cancelled.
// `vae`, which may be null, serves for previews where it is small and `files` have no tiny VAE.
Result<Loaded<DiffusionModel>> load_diffusion_model(const weights::ModelFiles& files,
                                                    std::shared_ptr<const VaeModel> vae,
                                                    const tensor::ComputePolicy& policy, const RunControl& control);
// `vocabulary` is OpenAI's vocabulary file, for models that come without a tokenizer folder.
Result<Loaded<TextEncoder>> load_text_encoder(const weights::ModelFiles& files, const std::filesystem::path& vocabulary,
                                              const tensor::ComputePolicy& policy, const RunControl& control);
Result<Loaded<VaeModel>> load_vae(const weights::Part& part, const tensor::ComputePolicy& policy,
                                  const RunControl& control);
// `preprocessor`: preprocessor_config.json or null, for mean and deviation.
Result<Loaded<ImageEncoder>> load_image_encoder(const weights::Part& part, const Json& preprocessor,
                                                const std::string& identity, const tensor::ComputePolicy& policy,
                                                const RunControl& control);
Result<Loaded<Adapter>> load_adapter(const weights::AdapterFiles& files, const std::string& identity,
                                     const tensor::ComputePolicy& policy, const RunControl& control);
// `base`, which may be null, is the model that a file of differences is added to. Failure: such a file without one.
Result<Loaded<ControlModel>> load_control(const weights::Part& part, const std::string& identity,
                                          const DiffusionModel* base, const tensor::ComputePolicy& policy,
                                          const RunControl& control);
Result<Loaded<CoAdapterModel>> load_coadapter(const weights::Part& part, const std::string& identity,
                                              const tensor::ComputePolicy& policy, const RunControl& control);
Result<Loaded<UniModel>> load_uni(const weights::Part& part, const std::string& identity,
                                  const tensor::ComputePolicy& policy, const RunControl& control);
Result<Loaded<StyleModel>> load_style(const weights::Part& part, const std::string& identity,
                                      const tensor::ComputePolicy& policy, const RunControl& control);
Result<Loaded<T2IModel>> load_t2i(const weights::Part& part, const std::string& identity,
                                  const tensor::ComputePolicy& policy, const RunControl& control);

}  // namespace heddle::pipeline
