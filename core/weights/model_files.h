// Opens a model: a diffusers directory or a checkpoint file, as parts with canonical names. Used by the model loaders
// and nodes. Thread rule: free functions, any thread. No weights are read, only tables.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "weights/family.h"
#include "weights/opened_files.h"
#include "weights/part.h"

namespace heddle::weights {

struct ModelOptions {
  // Where to take a part from that the model lacks, and the VAE to use instead of its own. Empty: none.
  std::filesystem::path vae = {};
  std::filesystem::path unet = {};          // goes before the model's own, as `vae` does
  std::filesystem::path text_encoder = {};  // its tokenizer comes along
  std::filesystem::path image_encoder = {};
  std::string prediction = {};                 // "epsilon" or "v_prediction"; empty: as the files say
  std::optional<bool> zero_terminal_snr = {};  // none: as the files say
  ReadOptions read = {};
};

// The vocabulary's source: a tokenizer folder of the model, or OpenAI's CLIP vocabulary when the folder is empty.
struct TokenizerFiles {
  std::filesystem::path folder;
  bool pads_with_zero = false;  // Stable Diffusion 2 pads with token 0, 1.x with the end token; for an empty folder
};

TokenizerFiles tokenizer_files(const OpenedFiles& opened);

struct ModelFiles {
  std::filesystem::path path;
  Signature signature;
  std::optional<Part> unet;  // always there when open_model succeeds
  std::optional<Part> vae;   // none: fail before decoding; `problems` has the message
  std::optional<Part> text_encoder;
  std::optional<Part> image_encoder;
  std::optional<Part> vae_tiny;  // the decoder that came along for previews
  TokenizerFiles tokenizer;
  Json scheduler;                     // scheduler_config.json, or Stable Diffusion's where the layout has none
  Json feature_extractor;             // preprocessor_config.json, or null
  std::vector<std::string> problems;  // one sentence each, for the user
};

// Fails when there is no UNet, or when a part lacks tensors or has them in other shapes than its architecture needs:
// the message has their count and the first five. Additional tensors are no failure.
[[nodiscard]] Result<ModelFiles> open_model(const std::filesystem::path& path, const ModelOptions& options = {});

// One part from a file or folder of its own, from a diffusers directory, or from a checkpoint.
[[nodiscard]] Result<Part> open_unet(const std::filesystem::path& path, const ReadOptions& options = {});
[[nodiscard]] Result<Part> open_vae(const std::filesystem::path& path, const ReadOptions& options = {});
[[nodiscard]] Result<Part> open_tiny_vae(const std::filesystem::path& path, const ReadOptions& options = {});
[[nodiscard]] Result<Part> open_text_encoder(const std::filesystem::path& path, const ReadOptions& options = {});
[[nodiscard]] Result<Part> open_image_encoder(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace heddle::weights
