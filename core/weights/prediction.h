// What a checkpoint's UNet predicts (noise, or v of Salimans and Ho 2022) and whether its noise schedule ends at zero
// terminal SNR, as its files say it: a YAML beside the file, the metadata, marker tensors. Used by open_model and
// inspection. Thread rule: free functions, any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "weights/tensor_file.h"
#include "weights/weight_map.h"

namespace heddle::weights {

// `value` and where it was read: "the tensor 'v_pred' in the file". An empty source: nothing says it.
template <class T>
struct Found {
  T value{};
  std::string source;
};

struct Prediction {
  Found<std::string> type{"epsilon", ""};  // diffusers' words: "epsilon", "v_prediction", "sample"
  Found<bool> zero_terminal_snr{false, ""};
  std::vector<std::string> notes;  // sources that disagree, words that are not understood
};

// The first that says it, in this order: the YAML that has the file's name, the metadata (modelspec.prediction_type,
// ss_v_parameterization), the tensors `v_pred` and `ztsnr`. `file` may be a folder, which has no YAML.
// Failure: the YAML is there but cannot be read.
[[nodiscard]] Result<Prediction> prediction_of(const std::filesystem::path& file, const Metadata& metadata,
                                               const WeightMap& all);

// What a scheduler_config.json says; `scheduler` may be null.
[[nodiscard]] Prediction prediction_of(const Json& scheduler);

// The YAML that has the file's name; empty: there is none.
[[nodiscard]] std::filesystem::path settings_beside(const std::filesystem::path& file);

// True for `v_pred` and `ztsnr`, which are marks and no weights.
[[nodiscard]] bool is_prediction_mark(std::string_view tensor);

// Writes both into a scheduler_config.json. Zero terminal SNR asks for steps that begin at the last timestep, and PNDM
// cannot leave it: DDIM with trailing steps then (Lin et al. 2023), unless the configuration names another sampler.
void set_prediction(Json& scheduler, const std::string& type, bool zero_terminal_snr);

// "v, zero terminal SNR (the tensor 'v_pred' in the file)"
[[nodiscard]] std::string describe(const Prediction& prediction);

}  // namespace heddle::weights
