// The list of objectives, each made from the recipe's sections. Used by make_objective. Free functions, one thread.
#pragma once

#include <memory>

#include "training/objective.h"

namespace heddle::training {

std::unique_ptr<Objective> make_vae_objective(const Recipe& recipe);
std::unique_ptr<Objective> make_clip_objective(const Recipe& recipe);
std::unique_ptr<Objective> make_unet_objective(const Recipe& recipe, const std::filesystem::path& vocabulary);
std::unique_ptr<Objective> make_ip_adapter_objective(const Recipe& recipe, const std::filesystem::path& vocabulary);
std::unique_ptr<Objective> make_controlnet_objective(const Recipe& recipe, const std::filesystem::path& vocabulary);
std::unique_ptr<Objective> make_t2i_adapter_objective(const Recipe& recipe, const std::filesystem::path& vocabulary);
std::unique_ptr<Objective> make_repaint_objective(const Recipe& recipe, const std::filesystem::path& vocabulary);
std::unique_ptr<Objective> make_tiny_decoder_objective(const Recipe& recipe);
std::unique_ptr<Objective> make_lora_objective(const Recipe& recipe, const std::filesystem::path& vocabulary);
std::unique_ptr<Objective> make_attributes_objective(const Recipe& recipe);

}  // namespace heddle::training
