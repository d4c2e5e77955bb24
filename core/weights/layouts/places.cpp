#include "weights/layouts/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "weights/layouts/unet_keys.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::string_view kLdmUnet = "model.diffusion_model.";
constexpr std::string_view kAverages = "model_ema.";
constexpr std::size_t kFewestAverages = 100;

using Prefixes = std::initializer_list<std::string_view>;

// The first prefix under which all `marks` are found.
std::optional<Place> place_with(const WeightMap& file, Prefixes prefixes, Prefixes marks, Spelling spelling) {
  for (const std::string_view prefix : prefixes) {
    const auto is_there = [&](std::string_view mark) { return file.contains(fmt::format("{}{}", prefix, mark)); };
    if (std::ranges::all_of(marks, is_there)) return Place{std::string(prefix), spelling};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Place> find_unet(const WeightMap& file) {
  if (auto ldm = place_with(file, {kLdmUnet, ""}, {"input_blocks.0.0.weight", "out.2.weight"}, Spelling::ldm)) return ldm;
  return place_with(file, {"", "unet."}, {"conv_in.weight", "conv_out.weight", "time_embedding.linear_1.weight"},
                    Spelling::diffusers);
}

std::optional<Place> find_vae(const WeightMap& file) {
  constexpr auto kPrefixes = {std::string_view("first_stage_model."), std::string_view("vae."), std::string_view()};
  if (auto ldm = place_with(file, kPrefixes, {"decoder.mid.block_1.conv1.weight"}, Spelling::ldm)) return ldm;
  return place_with(file, kPrefixes, {"decoder.mid_block.resnets.0.conv1.weight"}, Spelling::diffusers);
}

std::optional<Place> find_text_encoder(const WeightMap& file) {
  constexpr auto kHf = {std::string_view("cond_stage_model.transformer."),
                        std::string_view("conditioner.embedders.0.transformer."), std::string_view("text_encoder."),
                        std::string_view()};
  if (auto hf = place_with(file, kHf, {"text_model.embeddings.token_embedding.weight"}, Spelling::hugging_face)) return hf;
  if (auto hf = place_with(file, kHf, {"embeddings.token_embedding.weight"}, Spelling::hugging_face)) return hf;
  return place_with(file, {"cond_stage_model.model.", "conditioner.embedders.0.model.", ""},
                    {"token_embedding.weight", "positional_embedding"}, Spelling::openclip);
}

std::optional<Place> find_second_text_encoder(const WeightMap& file) {
  return place_with(file, {"conditioner.embedders.1.model."}, {"token_embedding.weight", "positional_embedding"},
                    Spelling::openclip);
}

std::optional<Place> find_image_encoder(const WeightMap& file) {
  constexpr auto kHf = {std::string_view(), std::string_view("image_encoder.")};
  constexpr std::string_view kPatches = "embeddings.patch_embedding.weight";
  if (auto hf = place_with(file, kHf, {"vision_model.embeddings.patch_embedding.weight"}, Spelling::hugging_face)) return hf;
  if (auto hf = place_with(file, kHf, {kPatches, "pre_layrnorm.weight"}, Spelling::hugging_face)) return hf;
  return place_with(file, {"visual.", "cond_stage_model.model.visual.", "embedder.model.visual.", "model.visual.", ""},
                    {"conv1.weight", "class_embedding", "ln_pre.weight"}, Spelling::openclip);
}

bool has_averages(const WeightMap& file) {
  std::size_t count = 0;
  const auto& table = file.table();
  for (auto it = table.lower_bound(kAverages); it != table.end() && it->first.starts_with(kAverages); ++it) ++count;
  return count > kFewestAverages;
}

WeightMap with_averages(const WeightMap& file) {
  WeightMap result;
  for (const auto& [name, ref] : file.table()) {
    if (name.starts_with(kAverages)) continue;
    const WeightRef* average = name.starts_with(kLdmUnet) ? file.find(ldm_ema_name(name)) : nullptr;
    result.add(name, average != nullptr ? *average : ref);
  }
  return result;
}

bool is_training_remains(std::string_view name) {
  constexpr std::array<std::string_view, 12> kStarts = {
      "model_ema.", "loss.", "betas", "alphas_cumprod", "sqrt_", "log_one_minus_", "posterior_", "lvlb_weights",
      "optimizer_states.", "lr_schedulers.", "callbacks.", "scheduler."};
  constexpr std::array<std::string_view, 5> kEnds = {"position_ids", "logit_scale", "attn_mask", "global_step", "logvar"};
  return std::ranges::any_of(kStarts, [&](std::string_view start) { return name.starts_with(start); }) ||
         std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace heddle::weights::layouts
