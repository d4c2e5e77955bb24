#include "weights/layouts/part_location.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "weights/layouts/unet_keys.h"

namespace heddle::weights::layouts {

namespace {

constexpr std::string_view kLdmUnet = "model.diffusion_model.";
constexpr std::string_view kAverages = "model_ema.";
constexpr std::size_t kFewestAverages = 100;

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 2> kLdmUnets = {kLdmUnet, ""};
constexpr std::array<std::string_view, 2> kUnets = {"", "unet."};
constexpr std::array<std::string_view, 3> kVaes = {"first_stage_model.", "vae.", ""};
constexpr std::array<std::string_view, 4> kTexts = {"cond_stage_model.transformer.",
                                                    "conditioner.embedders.0.transformer.", "text_encoder.", ""};
constexpr std::array<std::string_view, 3> kOpenclipTexts = {"cond_stage_model.model.", "conditioner.embedders.0.model.",
                                                            ""};
constexpr std::array<std::string_view, 1> kSecondTexts = {"conditioner.embedders.1.model."};
constexpr std::array<std::string_view, 2> kImages = {"", "image_encoder."};
constexpr std::array<std::string_view, 5> kOpenclipImages = {"visual.", "cond_stage_model.model.visual.",
                                                             "embedder.model.visual.", "model.visual.", ""};

constexpr std::array<std::string_view, 2> kTinyVaes = {"", "vae_tiny."};
constexpr std::array<std::string_view, 3> kTaesds = {"", "decoder.", "taesd_decoder."};

constexpr std::array<std::string_view, 2> kLdmControls = {"control_model.", ""};
constexpr std::array<std::string_view, 2> kControls = {"", "controlnet."};

constexpr std::array<std::string_view, 2> kT2IAdapters = {"adapter.", ""};

// Names that are there whenever the network is.
constexpr std::array<std::string_view, 2> kLdmUnetMarks = {"input_blocks.0.0.weight", "out.2.weight"};
constexpr std::array<std::string_view, 3> kUnetMarks = {"conv_in.weight", "conv_out.weight",
                                                        "time_embedding.linear_1.weight"};
constexpr std::array<std::string_view, 2> kLdmControlMarks = {"input_hint_block.0.weight", "zero_convs.0.0.weight"};
constexpr std::array<std::string_view, 2> kControlMarks = {"controlnet_cond_embedding.conv_in.weight",
                                                           "controlnet_mid_block.weight"};
constexpr std::array<std::string_view, 2> kFullT2IMarks = {"conv_in.weight", "body.0.resnets.0.block1.weight"};
constexpr std::array<std::string_view, 2> kLightT2IMarks = {"body.0.out_conv.weight", "body.0.resnets.0.block1.weight"};
constexpr std::array<std::string_view, 2> kOriginalFullT2IMarks = {"conv_in.weight", "body.0.block1.weight"};
constexpr std::array<std::string_view, 2> kOriginalLightT2IMarks = {"body.0.out_conv.weight",
                                                                    "body.0.body.0.block1.weight"};
constexpr std::array<std::string_view, 3> kStyleMarks = {"style_embedding", "proj", "ln_pre.weight"};
constexpr std::array<std::string_view, 3> kFuserMarks = {"task_embedding", "seq_proj", "ln_pre.weight"};
constexpr std::array<std::string_view, 1> kNoPrefix = {""};
constexpr std::array<std::string_view, 2> kUniMarks = {"local_adapter.input_blocks.0.0.weight",
                                                       "global_adapter.norm1.weight"};
constexpr std::array<std::string_view, 1> kLdmVaeMarks = {"decoder.mid.block_1.conv1.weight"};
constexpr std::array<std::string_view, 1> kVaeMarks = {"decoder.mid_block.resnets.0.conv1.weight"};
constexpr std::array<std::string_view, 2> kTinyVaeMarks = {"decoder.layers.0.weight", "decoder.layers.2.conv.0.weight"};
constexpr std::array<std::string_view, 2> kTaesdMarks = {"1.weight", "3.conv.0.weight"};
constexpr std::array<std::string_view, 1> kTextMarks = {"text_model.embeddings.token_embedding.weight"};
constexpr std::array<std::string_view, 1> kBareTextMarks = {"embeddings.token_embedding.weight"};
constexpr std::array<std::string_view, 2> kOpenclipTextMarks = {"token_embedding.weight", "positional_embedding"};
constexpr std::array<std::string_view, 1> kImageMarks = {"vision_model.embeddings.patch_embedding.weight"};
constexpr std::array<std::string_view, 2> kBareImageMarks = {"embeddings.patch_embedding.weight",
                                                             "pre_layrnorm.weight"};
constexpr std::array<std::string_view, 3> kOpenclipImageMarks = {"conv1.weight", "class_embedding", "ln_pre.weight"};

// The first prefix under which all `marks` are found.
std::optional<PartLocation> location_with(const WeightMap& file, Names prefixes, Names marks, KeyStyle key_style) {
  for (const std::string_view prefix : prefixes) {
    const auto is_there = [&](std::string_view mark) { return file.contains(fmt::format("{}{}", prefix, mark)); };
    if (std::ranges::all_of(marks, is_there)) return PartLocation{std::string(prefix), key_style};
  }
  return std::nullopt;
}

}  // namespace

std::optional<PartLocation> find_unet(const WeightMap& file) {
  if (auto ldm = location_with(file, kLdmUnets, kLdmUnetMarks, KeyStyle::ldm)) return ldm;
  return location_with(file, kUnets, kUnetMarks, KeyStyle::diffusers);
}

std::optional<PartLocation> find_controlnet(const WeightMap& file) {
  if (auto ldm = location_with(file, kLdmControls, kLdmControlMarks, KeyStyle::ldm)) return ldm;
  return location_with(file, kControls, kControlMarks, KeyStyle::diffusers);
}

std::optional<PartLocation> find_t2i_adapter(const WeightMap& file) {
  for (const Names marks : {Names(kFullT2IMarks), Names(kLightT2IMarks)}) {
    if (auto diffusers = location_with(file, kT2IAdapters, marks, KeyStyle::diffusers)) return diffusers;
  }
  for (const Names marks : {Names(kOriginalFullT2IMarks), Names(kOriginalLightT2IMarks)}) {
    if (auto original = location_with(file, kT2IAdapters, marks, KeyStyle::ldm)) return original;
  }
  return std::nullopt;
}

std::optional<PartLocation> find_style_adapter(const WeightMap& file) {
  return location_with(file, kT2IAdapters, kStyleMarks, KeyStyle::ldm);
}

std::optional<PartLocation> find_coadapter_fuser(const WeightMap& file) {
  return location_with(file, kT2IAdapters, kFuserMarks, KeyStyle::ldm);
}

std::optional<PartLocation> find_uni_control(const WeightMap& file) {
  return location_with(file, kNoPrefix, kUniMarks, KeyStyle::ldm);
}

std::optional<PartLocation> find_vae(const WeightMap& file) {
  if (auto ldm = location_with(file, kVaes, kLdmVaeMarks, KeyStyle::ldm)) return ldm;
  return location_with(file, kVaes, kVaeMarks, KeyStyle::diffusers);
}

std::optional<PartLocation> find_tiny_vae(const WeightMap& file) {
  if (auto diffusers = location_with(file, kTinyVaes, kTinyVaeMarks, KeyStyle::diffusers)) return diffusers;
  return location_with(file, kTaesds, kTaesdMarks, KeyStyle::ldm);
}

std::optional<PartLocation> find_text_encoder(const WeightMap& file) {
  if (auto hf = location_with(file, kTexts, kTextMarks, KeyStyle::hugging_face)) return hf;
  if (auto bare = location_with(file, kTexts, kBareTextMarks, KeyStyle::hugging_face)) return bare;
  return location_with(file, kOpenclipTexts, kOpenclipTextMarks, KeyStyle::openclip);
}

std::optional<PartLocation> find_second_text_encoder(const WeightMap& file) {
  return location_with(file, kSecondTexts, kOpenclipTextMarks, KeyStyle::openclip);
}

std::optional<PartLocation> find_image_encoder(const WeightMap& file) {
  if (auto hf = location_with(file, kImages, kImageMarks, KeyStyle::hugging_face)) return hf;
  if (auto bare = location_with(file, kImages, kBareImageMarks, KeyStyle::hugging_face)) return bare;
  return location_with(file, kOpenclipImages, kOpenclipImageMarks, KeyStyle::openclip);
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
  constexpr std::array<std::string_view, 12> kStarts = {"model_ema.",     "loss.",        "betas",
                                                        "alphas_cumprod", "sqrt_",        "log_one_minus_",
                                                        "posterior_",     "lvlb_weights", "optimizer_states.",
                                                        "lr_schedulers.", "callbacks.",   "scheduler."};
  constexpr std::array<std::string_view, 9> kEnds = {"position_ids", "logit_scale",  "attn_mask",
                                                     "global_step",  "logvar",       "scaled_fp8",
                                                     ".scale_input", ".input_scale", ".comfy_quant"};
  return std::ranges::any_of(kStarts, [&](std::string_view start) { return name.starts_with(start); }) ||
         std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace heddle::weights::layouts
