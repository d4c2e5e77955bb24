#include "generate_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "adapters/controlnet_term.h"
#include "adapters/reference_only_term.h"
#include "diffusion/sampler.h"
#include "graph/validate.h"
#include "idle_options.h"
#include "numbers.h"

namespace heddle::cli {

namespace {

// Perhaps beyond what the node takes, which says its range itself.
constexpr std::uint64_t kAnyWhole = 2147483647;

// --annotate belongs to the --control or --t2i before it; before all of them, to each that has none of its own.
void gather_annotators(const CLI::App& command, GenerateArguments& arguments) {
  GenerateOptions& options = arguments.options;
  options.control_annotators.clear();
  options.t2i_annotators.clear();
  std::vector<std::string>* newest = nullptr;
  std::string for_all;
  std::size_t used = 0;
  for (const CLI::Option* option : command.parse_order()) {
    const std::string name = option->get_name();
    if (name == "--control" || name == "--t2i") {
      newest = name == "--control" ? &options.control_annotators : &options.t2i_annotators;
      newest->push_back(for_all);
    } else if (name == "--annotate") {
      (newest != nullptr ? newest->back() : for_all) = arguments.annotators[used++];
    }
  }
}

void add_structure_options(CLI::App& command, GenerateArguments& a) {
  command
      .add_option("--control", a.options.controls,
                  "A ControlNet and its map, FILE=IMAGE[:strength[:start[:end]]]; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command
      .add_option("--t2i", a.options.t2i_adapters,
                  "A T2I-Adapter and its map, FILE=IMAGE[:strength[:end]]; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command
      .add_option("--style", a.options.styles,
                  "A T2I style adapter and its picture, FILE=IMAGE[:strength[:end]]; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--uni", a.options.uni, "A Uni-ControlNet (uni.ckpt), for --uni-map and --uni-image");
  command
      .add_option("--uni-map", a.options.uni_maps,
                  "A map for --uni, KIND=IMAGE: canny, mlsd, hed, sketch, openpose, midas or seg; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--uni-image", a.options.uni_image, "A picture for --uni, for content and style");
  command.add_option("--uni-encoder", a.options.uni_encoder,
                     "CLIP's image encoder for --uni-image (default: image_encoder beside --uni or the model)");
  command.add_option("--uni-strength", a.options.uni_strength, "Strength of --uni")
      ->check(real_number(0, 2))
      ->capture_default_str();
  command.add_option("--uni-image-strength", a.options.uni_image_strength, "Strength of --uni-image")
      ->check(real_number(0, 2))
      ->capture_default_str();
  command.add_option("--coadapter", a.options.coadapter,
                     "A CoAdapter fuser, for the --t2i and --style with coadapter-... files");
  command.add_option("--style-encoder", a.options.style_encoder,
                     "CLIP's image encoder for --style (default: image_encoder beside it or the model)");
  command
      .add_option("--reference-only", a.options.references,
                  "A picture that the network looks at without an adapter, IMAGE[:strength]; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--reference-mode", a.options.reference_mode, "What of --reference-only is taken up")
      ->check(CLI::IsMember(adapters::reference_mode_names()))
      ->capture_default_str();
  command.add_option("--reference-fidelity", a.options.reference_fidelity, "Style fidelity of --reference-only")
      ->check(real_number(0, 1))
      ->capture_default_str();
  command.add_option("--control-mode", a.options.control_mode, "How controls share with the prompt")
      ->check(CLI::IsMember(adapters::control_balance_names()))
      ->capture_default_str();
  command.add_option("--control-fit", a.options.control_fit, "How a map of another shape becomes the picture's")
      ->check(CLI::IsMember({"crop", "stretch"}))
      ->capture_default_str();
  command
      .add_option("--annotate", a.annotators,
                  "Make the map of the --control or --t2i before it from its image: canny, depth, line_art, ...")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--save-maps", a.options.save_maps, "Write the maps that --annotate makes into this folder");
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
  command.add_option("--fit", a.options.fit, "How a reference becomes a square: crop, squash, pad or tile")
      ->check(CLI::IsMember({"crop", "squash", "pad", "tile"}))
      ->capture_default_str();
  command.add_option("--negative-image", a.options.negative_image,
                     "official, zeros, black, or a picture to move away from");
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
}

}  // namespace

void add_model_option(CLI::App& command, GenerateOptions& o) {
  command
      .add_option("--model", o.model,
                  "A diffusers folder, a checkpoint file, or bobbin (bobbin:ink, bobbin:pastel, bobbin:neon for its "
                  "styles, bobbin:inpaint to repaint)")
      ->capture_default_str();
}

void add_file_options(CLI::App& command, GenerateOptions& o) {
  command.add_option("--save-encoder-input", o.save_encoder_input,
                     "Write the first reference as the image encoder receives it");
  command.add_option("--attention-maps", o.attention_maps,
                     "Write into this folder where each word and each reference acted: pictures, and all as tensors");
  command.add_option("--save-latents", o.save_latents, "Write the final latents to this safetensors file");
  command
      .add_option("-o,--output", o.output,
                  "The picture to write: .png, .jpg, .webp or .ppm; a PNG carries its graph and references")
      ->capture_default_str();
}

void GenerateArguments::add_to(CLI::App& command) {
  GenerateOptions& o = options;
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
  add_image_options(command, *this);
  add_structure_options(command, *this);
  add_run_options(command, o);
  compute.add_to(command);
}

Result<void> GenerateArguments::gather(const CLI::App& command) {
  std::map<std::string, std::size_t> used;
  auto& uses = options.adapters;
  uses.clear();
  const auto current = [&]() -> AdapterUse& {
    if (uses.empty()) uses.emplace_back();
    return uses.back();
  };
  for (const CLI::Option* option : command.parse_order()) {
    const std::string name = option->get_name();
    const std::size_t index = used[name]++;
    if (name == "--adapter") {
      uses.emplace_back().adapter = adapters[index];
    } else if (name == "--image") {
      current().images.push_back(images[index]);
    } else if (name == "--image-encoder") {
      current().image_encoder = encoders[index];
    } else if (name == "--scale") {
      auto lane = parse_scale(scales[index]);
      if (!lane) return forward(lane);
      current().scale = *lane;
    }
  }
  gather_annotators(command, *this);
  return {};
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
                  "Where what stays is put back: after_step (diffusers), in_estimate (AUTOMATIC1111, ComfyUI), soft "
                  "(by the mask's grey, AUTOMATIC1111's soft inpainting)")
      ->check(CLI::IsMember({"after_step", "in_estimate", "soft"}))
      ->capture_default_str();
  command.add_flag("--grey-mask", options.grey_mask,
                   "The mask's grey says how much changes; else it is cut at one half");
}

void add_start_options(CLI::App& command, GenerateOptions& o) {
  command.add_option("--init-image", o.init_image, "Start from this picture (SDEdit)");
  command.add_option("--strength", o.strength, "How much of --init-image is regenerated (default: 0.6)")
      ->check(real_number(0, 1));
  command.add_option("--mask", o.mask, "Repaint --init-image only where this picture is white");
  add_strength_options(command, o);
  command
      .add_option("--width", o.width, "Pixels, a multiple of 8 (default: that of --init-image, else the model's own)")
      ->check(whole_number(0, kAnyWhole));
  command
      .add_option("--height", o.height, "Pixels, a multiple of 8 (default: that of --init-image, else the model's own)")
      ->check(whole_number(0, kAnyWhole));
}

int run_generate(const CLI::App& command, GenerateArguments& arguments) {
  if (auto gathered = arguments.gather(command); !gathered) return report(gathered.error());
  auto built = build_graph(arguments.options);
  if (!built) return report(built.error());
  auto context = CliContext::open(arguments.compute);
  if (!context) return report(context.error());
  const graph::NodeCatalog& catalog = (*context)->registry().catalog();
  if (auto known = check_annotators(catalog, arguments.annotators); !known) return report(known.error());
  if (auto fits = graph::refuse_out_of_range(built->graph, catalog); !fits) return report(fits.error());
  (*context)->services().output_paths = std::move(built->output_paths);
  std::set<std::string> given;
  for (const CLI::Option* option : command.parse_order()) given.insert(option->get_name());
  return (*context)->run(built->graph, idle_options(arguments.options, given));
}

Result<void> check_annotators(const graph::NodeCatalog& catalog, const std::vector<std::string>& names) {
  const auto makes_map = [&](const graph::NodeSpec* spec) {
    return spec != nullptr && spec->find_output("image") != nullptr && spec->find_input("image") != nullptr &&
           !spec->find_input("image")->is_optional;
  };
  for (const std::string& name : names) {
    if (const std::string_view reason = catalog.reason_left_out("annotate." + name); !reason.empty())
      return fail(ErrorKind::unsupported, "[generate] --annotate: {}", reason);
    if (makes_map(catalog.find("annotate." + name))) continue;
    std::vector<std::string> kinds;
    for (const auto& [type, spec] : catalog.all()) {
      if (type.starts_with("annotate.") && makes_map(&spec)) kinds.push_back(type.substr(9));
    }
    return fail(ErrorKind::invalid_input,
                "[generate] --annotate: no annotator makes a map by the name '{}'; there are {}", name,
                fmt::join(kinds, ", "));
  }
  return {};
}

}  // namespace heddle::cli
