// heddle inpaint: a part of a picture made new; every pixel outside the feathered mask keeps its bits.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "generate_options.h"
#include "inpaint/fill.h"
#include "numbers.h"

namespace heddle::cli {

namespace {

struct InpaintArguments {
  GenerateArguments generate;
  InpaintOptions inpaint;
  std::vector<std::string> outpaint;
  bool no_surroundings = false;
};

// "left=128"
Result<void> read_side(const std::string& text, InpaintOptions& options) {
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const std::string number = equals == std::string::npos ? "" : text.substr(equals + 1);
  int pixels = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), pixels);
  int* const side = name == "left"     ? &options.left
                    : name == "top"    ? &options.top
                    : name == "right"  ? &options.right
                    : name == "bottom" ? &options.bottom
                                       : nullptr;
  const bool is_number = !number.empty() && read.ec == std::errc() && read.ptr == number.data() + number.size();
  if (side == nullptr || !is_number || pixels < 1 || pixels > 4096) {
    return fail(ErrorKind::invalid_input,
                "[inpaint] --outpaint takes left=, top=, right= or bottom= with 1 to 4096 pixels, not '{}'", text);
  }
  *side = pixels;
  return {};
}

int run_inpaint(const CLI::App& command, InpaintArguments& arguments) {
  for (const std::string& text : arguments.outpaint) {
    if (auto read = read_side(text, arguments.inpaint); !read) return report(read.error());
  }
  InpaintOptions& o = arguments.inpaint;
  if (o.mask.empty() && arguments.outpaint.empty()) {
    return report(Error{ErrorKind::invalid_input,
                        "[inpaint] there is nothing to make new; name a mask with --mask, or sides with --outpaint",
                        {}});
  }
  o.surroundings = !arguments.no_surroundings;
  // New sides begin as the edge stretched outwards, which says too little of them to keep.
  GenerateOptions& options = arguments.generate.options;
  if (!options.strength && o.mask.empty()) options.strength = 1.0;
  options.inpaint = o;
  return run_generate(command, arguments.generate);
}

void add_mask_options(CLI::App& command, InpaintArguments& a) {
  InpaintOptions& o = a.inpaint;
  command.add_option("picture", o.image, "The picture")->required();
  command.add_option("--mask", o.mask, "White is made new; transparent parts count where the mask has some");
  command.add_flag("--invert", o.invert, "Black is made new instead");
  command.add_option("--grow", o.grow, "Pixels by which the mask grows; below 0 it shrinks")
      ->check(CLI::Range(-256, 256))
      ->capture_default_str();
  command.add_option("--feather", o.feather, "Pixels on both sides of its edge over which old and new blend")
      ->check(whole_number(0, 512))
      ->capture_default_str();
  command
      .add_option("--fill", o.fill,
                  fmt::format("What the hole begins with: {}", fmt::join(inpaint::fill_names(), ", ")))
      ->check(CLI::IsMember(inpaint::fill_names()))
      ->capture_default_str();
  command
      .add_option("--strength", a.generate.options.strength,
                  "How much of the hole's fill is forgotten (default: 0.75; with new sides alone 1)")
      ->check(real_number(0, 1));
  command
      .add_option("--only-masked", o.only_masked,
                  "Work on the mask's box alone, with so many pixels around it, at the model's size")
      ->check(whole_number(0, 1024));
  command.add_option("--size", o.size, "The side of that box while it is worked on (default: the model's own)")
      ->check(whole_number(8, 4096));
  command
      .add_option("--outpaint", a.outpaint,
                  "Make the picture larger: left=128, top=, right=, bottom=; may be given again")
      ->allow_extra_args(false)
      ->take_all();
  CLI::Option* inpainting = command.add_option(
      "--inpainting-model", o.inpainting_model,
      "Make the model a repainting one: add the difference of this model from --inpainting-base to it");
  CLI::Option* base =
      command.add_option("--inpainting-base", o.inpainting_base, "The model that --inpainting-model was trained from");
  inpainting->needs(base);
  base->needs(inpainting);
  command.add_flag("--match-colours", o.match, "Bring the new colours to those of the surroundings");
  command.add_flag("--no-surroundings", a.no_surroundings,
                   "Without words and reference: do not take the surroundings as the reference");
}

}  // namespace

void add_inpaint(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<InpaintArguments>();
  CLI::App* command =
      app.add_subcommand("inpaint", "Make a part of a picture new; outside the mask every pixel keeps its bits");
  add_mask_options(*command, *arguments);
  add_strength_options(*command, arguments->generate.options);
  add_model_option(*command, arguments->generate.options);
  arguments->generate.add_to(*command);
  add_file_options(*command, arguments->generate.options);
  command->callback([command, arguments, &exit] { exit.code = run_inpaint(*command, *arguments); });
}

}  // namespace heddle::cli
