// OpenedFiles: everything that a path holds, part by part, each either accepted or refused with its own reason. Used by
// open_model and its like, which pick what they need, and by inspection, which shows all. A value.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "weights/family.h"
#include "weights/part.h"
#include "weights/prediction.h"

namespace heddle::weights {

struct OpenedFiles {
  std::filesystem::path path;
  bool is_pipeline = false;  // a diffusers directory with a folder for each part
  Signature signature;
  std::map<PartName, Result<Part>> parts;  // what is there; a broken part is its error
  std::vector<std::shared_ptr<const TensorFile>> files;
  WeightMap all;                    // names of the file; empty for a pipeline
  std::vector<std::string> unused;  // names that no part took, training's remains left out
  std::filesystem::path tokenizer;  // folder; empty: none beside the model
  Json scheduler;                   // scheduler_config.json or null
  Prediction prediction;            // by scheduler_config.json or, without one, by the other signs
  Json feature_extractor;           // preprocessor_config.json or null
  std::vector<std::string> notes;   // what a user should know: "averaged (EMA) weights are used"
};

struct ReadOptions {
  std::string variant;   // of diffusers files: "fp16" prefers model.fp16.safetensors
  bool averages = true;  // of a checkpoint that has both, the averaged weights (training continues from the others)
};

// Fails when nothing at all can be read at the path. Broken parts do not fail it.
[[nodiscard]] Result<OpenedFiles> open_files(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace heddle::weights
