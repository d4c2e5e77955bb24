// model.load — Opens a checkpoint (diffusers folder, single file, or `bobbin`): network, text encoder, VAE.
#include <nlohmann/json.hpp>

#include "engine/file_identity.h"
#include "nodes/loaded_value.h"
#include "nodes/model/model_options.h"
#include "nodes/node_context.h"
#include "pipeline/load/lora_application.h"
#include "pipeline/load/model_parts.h"
#include "pipeline/load/tiny_vae_files.h"

namespace heddle::nodes {

namespace {

using graph::NodeSpec;
namespace port = graph::port;

NodeSpec load_model_spec() {
  return NodeSpec("model.load", 1, TR_NOOP("nodes", "Model"))
      .group("model")
      .help(TR_NOOP("nodes",
                    "A Stable Diffusion 1.x or 2.x checkpoint: a diffusers folder, a .safetensors or a .ckpt file. "
                    "\"bobbin\" is the small model inside Heddle."))
      .param(graph::file("model", "model").label(TR_NOOP("nodes", "Model")).recomputes_from(graph::Stage::model))
      .param(graph::file("vae", "vae").label(TR_NOOP("nodes", "Other VAE")).recomputes_from(graph::Stage::decode))
      .param(graph::file("text_encoder", "model")
                 .label(TR_NOOP("nodes", "Text encoder from"))
                 .recomputes_from(graph::Stage::text))
      .param(graph::choice("prediction", "auto", {"auto", "epsilon", "v"})
                 .label(TR_NOOP("nodes", "Prediction"))
                 .recomputes_from(graph::Stage::model))
      .param(graph::choice("zero_terminal_snr", "auto", {"auto", "on", "off"})
                 .label(TR_NOOP("nodes", "Zero terminal SNR"))
                 .recomputes_from(graph::Stage::model))
      .output("model", port::model)
      .output("text_encoder", port::text_encoder)
      .output("vae", port::vae)
      .costs(4);
}

// A preview decoder among the user's models, for a model that has none of its own.
void add_tiny_vae(weights::ModelFiles& files, const NodeContext& services, engine::Outputs& outputs) {
  if (files.vae_tiny || !pipeline::has_published_latents(files.signature)) return;
  const auto path = pipeline::find_tiny_vae(files.path, services.model_folders);
  if (!path) return;
  auto part = weights::open_tiny_vae(*path);
  if (part) {
    files.vae_tiny = std::move(*part);
  } else {
    outputs.add_note(note("model.tiny_vae_unusable", "previews do without a tiny VAE: {}", part.error().message));
  }
}

// The model with a style's LoRA merged in, at full strength.
Result<pipeline::Loaded<pipeline::DiffusionModel>> in_style(const pipeline::Loaded<pipeline::DiffusionModel>& base,
                                                            const std::filesystem::path& file, const std::string& name,
                                                            const RunControl& control) {
  auto lora = weights::open_lora(file);
  if (!lora) return forward(lora);
  pipeline::DiffusionModel model = base.value;
  model.name = name;
  auto match = match_lora(*lora, weights::LoraPart::unet, model.source->stored);
  if (!match) return forward(match);
  if (match->patches.empty()) {
    return fail(ErrorKind::invalid_input,
                "[model.load] the style '{}' changes nothing in this model; it was made for another "
                "one: train it again with `heddle train`",
                name);
  }
  auto styled = pipeline::with_lora(model, {std::make_shared<const weights::LoraMatch>(std::move(*match)), 1}, control);
  if (!styled) return forward(styled);
  styled->bytes += base.bytes;
  return std::move(*styled);
}

// The UNet's folder that a model's name selects instead of the model's own; empty for none.
std::filesystem::path unet_of(const NodeContext& services, const std::string& name) {
  if (!pipeline::is_bobbin(name)) return {};
  return pipeline::bobbin_unet(services.model_path(name), pipeline::bobbin_variant(name));
}

// The style file that a model's name selects; empty for none.
Result<std::filesystem::path> style_of(const NodeContext& services, const std::string& name) {
  if (!pipeline::is_bobbin(name) || pipeline::bobbin_variant(name).empty() || !unet_of(services, name).empty())
    return std::filesystem::path();
  return pipeline::bobbin_style(services.model_path(name), pipeline::bobbin_variant(name));
}

Result<engine::Outputs> run_load_model(const NodeContext& services, const engine::Inputs& in,
                                       const RunControl& control) {
  weights::ModelOptions options = model_options_of(in.params());
  options.unet = unet_of(services, in.params().file("model"));
  auto files = weights::open_model(services.model_path(in.params().file("model")), options);
  if (!files) return forward(files);
  engine::Outputs outputs;
  for (const std::string& problem : files->problems) outputs.add_note(note("model.files", "{}", problem));
  if (const std::string words = services.policy.note(); !words.empty())
    outputs.add_note(note("device.precision", "{}", words));
  add_tiny_vae(*files, services, outputs);

  std::shared_ptr<const pipeline::VaeModel> vae;
  if (files->vae) {
    auto loaded = pipeline::load_vae(*files->vae, services.policy, control.sub(0.0, 0.1));
    if (!loaded) return forward(loaded);
    engine::Value value = to_value(std::move(*loaded));
    vae = value.shared<pipeline::VaeModel>();
    outputs.set("vae", std::move(value));
  }
  auto model = pipeline::load_diffusion_model(*files, std::move(vae), services.policy, control.sub(0.1, 0.7));
  if (!model) return forward(model);
  auto style = style_of(services, in.params().file("model"));
  if (!style) return forward(style);
  if (!style->empty()) model = in_style(*model, *style, in.params().file("model"), control.sub(0.8, 0.1));
  if (!model) return forward(model);
  outputs.set("model", to_value(std::move(*model)));
  if (files->text_encoder) {
    auto encoder = pipeline::load_text_encoder(*files, services.vocabulary, services.policy, control.sub(0.9, 0.1));
    if (!encoder) return forward(encoder);
    outputs.set("text_encoder", to_value(std::move(*encoder)));
  }
  return outputs;
}

Result<std::string> identity_for_load_model(const NodeContext& services, const graph::Params& params) {
  std::string text = services.policy.describe();
  for (const char* name : {"model", "vae", "text_encoder"}) {
    const std::string& file = params.file(name);
    if (file.empty() && std::string_view(name) != "model") continue;
    auto found = engine::file_identity(std::string_view(name) == "model" ? services.model_path(file)
                                                                         : std::filesystem::path(file));
    if (!found) return forward(found);
    text += *found;
  }
  if (const auto settings = weights::settings_beside(services.model_path(params.file("model"))); !settings.empty()) {
    if (auto found = engine::file_identity(settings)) text += *found;
  }
  if (const auto unet = unet_of(services, params.file("model")); !unet.empty()) {
    auto found = engine::file_identity(unet);
    if (!found) return forward(found);
    text += params.file("model") + *found;
  }
  auto style = style_of(services, params.file("model"));
  if (!style) return forward(style);
  if (!style->empty()) {
    auto found = engine::file_identity(*style);
    if (!found) return forward(found);
    text += params.file("model") + *found;
  }
  if (const auto tiny = pipeline::find_tiny_vae(services.model_path(params.file("model")), services.model_folders)) {
    if (auto found = engine::file_identity(*tiny)) text += *found;
  }
  return text;
}

// Text encoder and VAE do not change with a style, with what the network predicts, or with each other: prompts of a
// model's styles are encoded once.
Result<std::string> identity_of_part(const NodeContext& services, const graph::Params& params, std::string_view port) {
  if (port != "text_encoder" && port != "vae") return std::string();
  std::string text = services.policy.describe();
  for (const std::string& file : {services.model_path(params.file("model")).string(), params.file(port)}) {
    if (file.empty()) continue;
    auto found = engine::file_identity(file);
    if (!found) return forward(found);
    text += ";" + *found;
  }
  return text;
}

}  // namespace

weights::ModelOptions model_options_of(const graph::Params& params) {
  weights::ModelOptions options;
  options.vae = params.file("vae");
  options.text_encoder = params.file("text_encoder");
  const std::string& prediction = params.choice("prediction");
  if (prediction != "auto") options.prediction = prediction == "v" ? "v_prediction" : prediction;
  const std::string& zero = params.choice("zero_terminal_snr");
  if (zero != "auto") options.zero_terminal_snr = zero == "on";
  return options;
}

void register_load_model(NodeRegistration& setup) {
  setup.registry.add(
      load_model_spec(),
      [s = setup.services](const engine::Inputs& in, RunControl& control) { return run_load_model(*s, in, control); },
      [s = setup.services](const graph::Params& params) { return identity_for_load_model(*s, params); },
      [s = setup.services](const graph::Params& params, std::string_view port) {
        return identity_of_part(*s, params, port);
      });
}

}  // namespace heddle::nodes
