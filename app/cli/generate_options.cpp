#include "generate_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "adapters/controlnet_term.h"
#include "diffusion/sampler.h"
#include "graph/validate.h"
#include "idle_options.h"
#include "numbers.h"

namespace heddle::cli {

namespace {

// --adapter, --image and --scale belong together in the order in which they were written.
Result<void> gather_adapters(const CLI::App& command, GenerateArguments& arguments) {
  std::map<std::string, std::size_t> used;
  auto& uses = arguments.options.adapters;
  const auto current = [&]() -> AdapterUse& {
    if (uses.empty()) uses.emplace_back();
    return uses.back();
  };
  for (const CLI::Option* option : command.parse_order()) {
    const std::string name = option->get_name();
    const std::size_t index = used[name]++;
    if (name == "--adapter") {
      uses.emplace_back().adapter = arguments.adapters[index];
    } else if (name == "--image") {
      current().images.push_back(arguments.images[index]);
    } else if (name == "--image-encoder") {
      current().image_encoder = arguments.encoders[index];
    } else if (name == "--scale") {
      auto lane = parse_scale(arguments.scales[index]);
      if (!lane) return forward(lane);
      current().scale = *lane;
    }
  }
  return {};
}

void add_model_options(CLI::App& command, GenerateOptions& o) {
  command
      .add_option(
          "--model", o.model,
          "A diffusers folder, a checkpoint file, or bobbin (bobbin:ink, bobbin:pastel, bobbin:neon for its styles)")
      ->capture_default_str();
  command.add_option("--vae", o.vae, "Another VAE than the model's");
  command.add_option("--text-encoder", o.text_encoder, "Where to take the text encoder from if the model lacks one");
  command.add_option("--prediction", o.prediction, "What the model predicts: epsilon, v, or auto, as its files say")
      ->check(CLI::IsMember({"auto", "epsilon", "v"}))
      ->capture_default_str();
  command
      .add_flag("--zero-terminal-snr{on}", o.zero_terminal_snr,
                "The noise schedule ends at no signal, as v models of that kind were trained; =off where the file "
                "says so wrongly")
      ->check(CLI::IsMember({"auto", "on", "off"}));
  command.add_option("--prompt", o.prompt, "What the picture shows");
  command.add_option("--negative", o.negative, "What it should not show");
  command.add_option("--lora", o.loras, "A LoRA to merge in, FILE or FILE:weight; in prompts <lora:name:weight>")
      ->allow_extra_args(false)
      ->take_all();
  command
      .add_option("--embedding", o.embeddings,
                  "A textual inversion, FILE or FILE:WORD; its file's name is the word for it")
      ->allow_extra_args(false)
      ->take_all();
}

void add_image_options(CLI::App& command, GenerateArguments& a) {
  command.add_option("--adapter", a.adapters, "An IP-Adapter; the --image and --scale after it belong to it")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--image", a.images, "A reference picture, FILE or FILE:weight")
      ->allow_extra_args(false)
      ->take_all();
  command
      .add_option("--image-encoder", a.encoders,
                  "CLIP's image encoder (default: image_encoder beside adapter or model)")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--scale", a.scales, "Scale (λ) of the references: a number, one a layer with commas, or @FILE")
      ->allow_extra_args(false)
      ->take_all();
  command
      .add_option("--control", a.options.controls,
                  "A ControlNet and its map, FILE=IMAGE[:strength[:start[:end]]]; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--control-mode", a.options.control_mode, "How controls share with the prompt")
      ->check(CLI::IsMember(adapters::control_balance_names()))
      ->capture_default_str();
  command.add_option("--control-fit", a.options.control_fit, "How a map of another shape becomes the picture's")
      ->check(CLI::IsMember({"crop", "stretch"}))
      ->capture_default_str();
  command.add_option("--fit", a.options.fit, "How a reference becomes a square: crop, squash, pad or tile")
      ->check(CLI::IsMember({"crop", "squash", "pad", "tile"}))
      ->capture_default_str();
  command.add_option("--negative-image", a.options.negative_image,
                     "official, zeros, black, or a picture to move away from");
  command.add_option("--save-encoder-input", a.options.save_encoder_input,
                     "Write the first reference as the image encoder receives it");
}

void add_run_options(CLI::App& command, GenerateOptions& o) {
  command.add_option("--sampler", o.sampler, fmt::format("auto, {}", fmt::join(diffusion::sampler_names(), ", ")))
      ->capture_default_str();
  command.add_option("--schedule", o.schedule, fmt::format("auto, {}", fmt::join(diffusion::schedule_names(), ", ")))
      ->capture_default_str();
  command.add_option("--steps", o.steps, "Steps")->check(whole_number(1, 1000))->capture_default_str();
  command.add_option("--guidance", o.guidance, "How strongly the words lead; 1 = no guidance")
      ->check(any_real_number())
      ->capture_default_str();
  command.add_option("--guidance-rescale", o.guidance_rescale, "Brings back contrast that guidance raised")
      ->check(real_number(0, 1));
  command.add_option("--eta", o.eta, "Noise that DDIM adds, 0 to 1")->check(real_number(0, 1));
  command.add_option("--seed", o.seed, "Seed of the noise; the same seed gives the same picture")
      ->check(seed_number())
      ->capture_default_str();
  command.add_option("--count", o.count, "Pictures, with seeds from --seed on")
      ->check(whole_number(1, 64))
      ->capture_default_str();
  command.add_option("--clip-skip", o.clip_skip, "Which of the text encoder's layers is used: 1 = the last")
      ->check(whole_number(1, 12))
      ->capture_default_str();
  command.add_option("--latents", o.latents,
                     "Start from the tensor `latents` of this safetensors file instead of seeded noise");
  command.add_option("--save-latents", o.save_latents, "Write the final latents to this safetensors file");
}

}  // namespace

int run_generate(const CLI::App& command, GenerateArguments& arguments) {
  arguments.options.adapters.clear();
  if (auto gathered = gather_adapters(command, arguments); !gathered) return report(gathered.error());
  auto built = build_graph(arguments.options);
  if (!built) return report(built.error());
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  const graph::NodeCatalog& catalog = (*context)->registry().catalog();
  if (auto fits = graph::refuse_out_of_range(built->graph, catalog); !fits) return report(fits.error());
  (*context)->services().output_paths = std::move(built->output_paths);
  std::set<std::string> given;
  for (const CLI::Option* option : command.parse_order()) given.insert(option->get_name());
  return (*context)->run(built->graph, idle_options(arguments.options, given));
}

void add_strength_options(CLI::App& command, GenerateOptions& options) {
  command
      .add_option(
          "--strength-rule", options.strength_rule,
          "How many steps a strength keeps: diffusers int(steps x strength), automatic1111 one more, ldm as many from "
          "noise of one step earlier")
      ->check(CLI::IsMember({"diffusers", "automatic1111", "ldm"}))
      ->capture_default_str();
  command
      .add_option("--mask-blend", options.mask_blend,
                  "Where what stays is put back: after_step (diffusers), in_estimate (AUTOMATIC1111, ComfyUI)")
      ->check(CLI::IsMember({"after_step", "in_estimate"}))
      ->capture_default_str();
  command.add_flag("--grey-mask", options.grey_mask,
                   "The mask's grey says how much changes; else it is cut at one half");
}

void add_generate_options(CLI::App& command, GenerateArguments& arguments) {
  add_model_options(command, arguments.options);
  add_image_options(command, arguments);
  add_run_options(command, arguments.options);
  arguments.compute.add_to(command);
  command
      .add_option("-o,--output", arguments.options.output,
                  "The picture to write: .png, .jpg, .webp or .ppm; a PNG carries its graph and references")
      ->capture_default_str();
}

}  // namespace heddle::cli
