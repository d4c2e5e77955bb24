#include "weights/model_files.h"

#include <fmt/format.h>

#include <utility>

#include "base/printable.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;

std::string model_name(const fs::path& path) {
  return printable((path.has_filename() ? path : path.parent_path()).filename().string());
}

std::string_view words_for(PartName name) {
  switch (name) {
    case PartName::unet: return "UNet";
    case PartName::vae: return "VAE";
    case PartName::text_encoder:
    case PartName::text_encoder_2: return "text encoder";
    case PartName::image_encoder: return "image encoder";
    case PartName::vae_tiny: return "tiny VAE";
    case PartName::controlnet: return "ControlNet";
    case PartName::t2i_adapter: return "T2I-Adapter";
    case PartName::style_adapter: return "style adapter";
    case PartName::coadapter_fuser: return "CoAdapter fuser";
    case PartName::uni_control: return "Uni-ControlNet";
  }
  return "";
}

Result<Part> require_complete(Part part, PartName name) {
  if (part.refusal) return Failure(*part.refusal);
  const KeyCheck& check = part.check;
  if (!check.missing.empty()) {
    return fail(
        ErrorKind::invalid_input,
        "[model.open] the {} in '{}' lacks tensors, {} of {}: {}; the file is cut off or made for something else",
        words_for(name), model_name(part.source), check.missing.size(), check.needed,
        layouts::count_and_first(check.missing));
  }
  if (!check.misshaped.empty()) {
    return fail(ErrorKind::invalid_input,
                "[model.open] the {} in '{}' has tensors of another shape than its configuration says: {}",
                words_for(name), model_name(part.source), layouts::count_and_first(check.misshaped));
  }
  return part;
}

Result<Part> require_part(OpenedFiles& opened, PartName name) {
  const auto found = opened.parts.find(name);
  if (found != opened.parts.end()) {
    if (!found->second) return forward(found->second);
    return require_complete(std::move(*found->second), name);
  }
  return fail(ErrorKind::not_found, "[model.open] '{}' holds no {}; it is: {}", model_name(opened.path),
              words_for(name), describe(opened.signature));
}

Result<Part> open_part(const fs::path& path, PartName name, const ReadOptions& options) {
  auto opened = open_files(path, options);
  if (!opened) return forward(opened);
  return require_part(*opened, name);
}

// Stable Diffusion 1.5's scheduler_config.json.
Json usual_scheduler() {
  return {{"_class_name", "PNDMScheduler"},
          {"beta_end", 0.012},
          {"beta_schedule", "scaled_linear"},
          {"beta_start", 0.00085},
          {"clip_sample", false},
          {"num_train_timesteps", 1000},
          {"prediction_type", "epsilon"},
          {"set_alpha_to_one", false},
          {"skip_prk_steps", true},
          {"steps_offset", 1},
          {"timestep_spacing", "leading"}};
}

// A part of the model itself or, where it has none, of the fallback. No part and no fallback is a problem, not a
// failure.
Result<std::optional<Part>> optional_part(OpenedFiles& opened, PartName name, const fs::path& fallback,
                                          const ReadOptions& options) {
  if (opened.parts.contains(name)) {
    auto part = require_part(opened, name);
    if (!part) return forward(part);
    return std::optional<Part>(std::move(*part));
  }
  if (fallback.empty()) return std::optional<Part>();
  auto part = open_part(fallback, name, options);
  if (!part) return forward(part);
  return std::optional<Part>(std::move(*part));
}

Result<void> take_vae(ModelFiles& model, OpenedFiles& opened, const ModelOptions& options) {
  // A VAE that the user names replaces the model's own.
  if (!options.vae.empty()) opened.parts.erase(PartName::vae);
  auto vae = optional_part(opened, PartName::vae, options.vae, options.read);
  if (!vae) return forward(vae);
  model.vae = std::move(*vae);
  if (!model.vae) model.problems.emplace_back("the model has no VAE; name one, for example sd-vae-ft-mse");
  return {};
}

Result<void> take_text_encoder(ModelFiles& model, OpenedFiles& opened, const ModelOptions& options) {
  const bool has_own = opened.parts.contains(PartName::text_encoder);
  model.tokenizer = tokenizer_files(opened);
  if (!has_own && !options.text_encoder.empty()) {
    auto fallback = open_files(options.text_encoder, options.read);
    if (!fallback) return forward(fallback);
    if (model.tokenizer.folder.empty()) model.tokenizer.folder = fallback->tokenizer;
    auto part = require_part(*fallback, PartName::text_encoder);
    if (!part) return forward(part);
    model.text_encoder = std::move(*part);
    return {};
  }
  if (!options.text_encoder.empty()) {
    model.problems.push_back(fmt::format("the model has a text encoder of its own; '{}' is not used",
                                         printable(options.text_encoder.filename().string())));
  }
  auto own = optional_part(opened, PartName::text_encoder, {}, options.read);
  if (!own) return forward(own);
  model.text_encoder = std::move(*own);
  if (!model.text_encoder) model.problems.emplace_back("the model has no text encoder; name a model to take it from");
  return {};
}

// Previews alone need it, so a broken one is no failure.
void take_tiny_vae(ModelFiles& model, OpenedFiles& opened) {
  if (!opened.parts.contains(PartName::vae_tiny)) return;
  auto part = require_part(opened, PartName::vae_tiny);
  if (part) {
    model.vae_tiny = std::move(*part);
  } else {
    model.problems.push_back(fmt::format("previews do without the model's tiny VAE: {}", part.error().message));
  }
}

// Options go before what the files say. A scheduler_config.json that no option overrules stays as it is.
Result<void> take_scheduler(ModelFiles& model, const OpenedFiles& opened, const ModelOptions& options) {
  model.scheduler = opened.scheduler.is_object() ? opened.scheduler : usual_scheduler();
  const bool has_option = !options.prediction.empty() || options.zero_terminal_snr;
  if (opened.scheduler.is_object() && !has_option) return {};
  const std::string type = options.prediction.empty() ? opened.prediction.type.value : options.prediction;
  bool zero = options.zero_terminal_snr.value_or(opened.prediction.zero_terminal_snr.value);
  if (zero && type == "epsilon") {
    constexpr std::string_view why =
        "at its last timestep nothing of a picture is left, and a model that predicts noise cannot begin there";
    if (options.zero_terminal_snr) {
      return fail(ErrorKind::invalid_input,
                  "[model.open] zero terminal SNR needs a model that predicts v: {}; say --prediction v "
                  "if it does, or leave zero terminal SNR off",
                  why);
    }
    model.problems.push_back(
        fmt::format("zero terminal SNR is left off: {}; say --prediction v if the model predicts v", why));
    zero = false;
  }
  set_prediction(model.scheduler, type, zero);
  return {};
}

void note_family(ModelFiles& model, const OpenedFiles& opened, const ModelOptions& options) {
  if (model.signature.family == Family::sdxl) {
    model.problems.emplace_back("this is a Stable Diffusion XL model; Heddle runs Stable Diffusion 1.x and 2.x");
  }
  const bool unknown_prediction = model.signature.family == Family::sd2 && opened.scheduler.is_null() &&
                                  opened.prediction.type.source.empty() && options.prediction.empty();
  if (unknown_prediction) {
    model.problems.emplace_back(
        "the file does not say whether the model predicts epsilon or v, so epsilon is taken; 768-pixel "
        "models predict v: say so with --prediction v, or on the model node");
  }
}

}  // namespace

TokenizerFiles tokenizer_files(const OpenedFiles& opened) {
  return {opened.tokenizer, opened.signature.family == Family::sd2};
}

Result<ModelFiles> open_model(const fs::path& path, const ModelOptions& options) {
  auto opened = open_files(path, options.read);
  if (!opened) return forward(opened);
  ModelFiles model;
  model.path = path;
  model.signature = opened->signature;
  model.problems = opened->notes;
  auto unet = options.unet.empty() ? require_part(*opened, PartName::unet)
                                   : open_part(options.unet, PartName::unet, options.read);
  if (!unet) return forward(unet);
  if (!options.unet.empty()) {
    model.signature = signature_of_unet(unet->config);
    model.signature.kind = FileKind::checkpoint;
  }
  model.unet = std::move(*unet);
  if (auto vae = take_vae(model, *opened, options); !vae) return forward(vae);
  if (auto text = take_text_encoder(model, *opened, options); !text) return forward(text);
  auto image = optional_part(*opened, PartName::image_encoder, options.image_encoder, options.read);
  if (!image) return forward(image);
  model.image_encoder = std::move(*image);
  take_tiny_vae(model, *opened);
  if (auto scheduler = take_scheduler(model, *opened, options); !scheduler) return forward(scheduler);
  model.feature_extractor = opened->feature_extractor;
  note_family(model, *opened, options);
  return model;
}

Result<Part> open_unet(const fs::path& path, const ReadOptions& options) {
  return open_part(path, PartName::unet, options);
}
Result<Part> open_vae(const fs::path& path, const ReadOptions& options) {
  return open_part(path, PartName::vae, options);
}
Result<Part> open_tiny_vae(const fs::path& path, const ReadOptions& options) {
  return open_part(path, PartName::vae_tiny, options);
}
Result<Part> open_text_encoder(const fs::path& path, const ReadOptions& options) {
  return open_part(path, PartName::text_encoder, options);
}
Result<Part> open_image_encoder(const fs::path& path, const ReadOptions& options) {
  return open_part(path, PartName::image_encoder, options);
}

}  // namespace heddle::weights
