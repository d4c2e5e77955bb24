// heddle generate: an image from text and images, with options instead of a graph.
#include "generate_options.h"
#include "numbers.h"

namespace heddle::cli {

namespace {

// Perhaps beyond what the node takes, which says its range itself.
constexpr std::uint64_t kAnyWhole = 2147483647;

}  // namespace

void add_generate(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<GenerateArguments>();
  CLI::App* command = app.add_subcommand("generate", "Make a picture from words and pictures");
  GenerateOptions& o = arguments->options;
  add_generate_options(*command, *arguments);
  command->add_option("--init-image", o.init_image, "Start from this picture (SDEdit)");
  command->add_option("--strength", o.strength, "How much of --init-image is regenerated (default: 0.6)")
      ->check(real_number(0, 1));
  command->add_option("--mask", o.mask, "Repaint --init-image only where this picture is white");
  add_strength_options(*command, o);
  command
      ->add_option("--width", o.width, "Pixels, a multiple of 8 (default: that of --init-image, else the model's own)")
      ->check(whole_number(0, kAnyWhole));
  command
      ->add_option("--height", o.height,
                   "Pixels, a multiple of 8 (default: that of --init-image, else the model's own)")
      ->check(whole_number(0, kAnyWhole));
  command->callback([command, arguments, &exit] { exit.code = run_generate(*command, *arguments); });
}

}  // namespace heddle::cli
