// Finds a tiny VAE (TAESD) for previews where tools keep it, for models that have none of their own. Used by the model
// node. Thread rule: free functions, any thread; lists names, opens no file.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "weights/family.h"

namespace heddle::pipeline {

// True for the latents that TAESD was made for: those of Stable Diffusion 1 and 2, by the published widths of their
// text states. Other models of their form, Bobbin for one, have latents of their own.
[[nodiscard]] bool has_published_latents(const weights::Signature& signature);

// taesd_decoder (.safetensors, .pth), or a diffusers folder `taesd`: in the model's folder and the three above it and
// in `roots`, in each of these also below vae_approx (ComfyUI) and VAE-taesd (A1111). The nearest first.
[[nodiscard]] std::optional<std::filesystem::path> find_tiny_vae(const std::filesystem::path& model,
                                                                 const std::vector<std::filesystem::path>& roots);

}  // namespace heddle::pipeline
