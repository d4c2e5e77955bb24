// heddle inspect: what a weight file, a model folder, a picture or a graph is.
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "command.h"
#include "image/image_kind.h"
#include "image/image_texts.h"
#include "image/read_image.h"
#include "subcommands.h"
#include "weights/inspect.h"

namespace heddle::cli {

namespace {

struct InspectArguments {
  std::filesystem::path path;
  bool json = false;
};

image::ImageKind kind_of(const std::filesystem::path& path) {
  std::array<std::uint8_t, 512> head{};
  std::ifstream stream(path, std::ios::binary);
  stream.read(reinterpret_cast<char*>(head.data()), head.size());
  return image::image_kind(std::span(head).first(static_cast<std::size_t>(stream.gcount())));
}

int inspect_image(const InspectArguments& arguments) {
  std::vector<Note> notes;
  auto image = image::read_image(arguments.path, {}, &notes);
  if (!image) return report(image.error());
  for (const Note& note : notes) fmt::print(stderr, "note: {}\n", note.message);
  std::vector<image::PngText> texts;
  if (auto found = image::read_image_texts(arguments.path)) texts = std::move(*found);
  if (arguments.json) {
    Json json{
        {"kind", "picture"}, {"width", image->width()}, {"height", image->height()}, {"channels", image->channels()}};
    for (const image::PngText& text : texts) json["texts"][text.key] = text.text;
    fmt::print("{}\n", dump_json(json));
    return 0;
  }
  fmt::print("picture  {} x {}, {} channels\n", image->width(), image->height(), image->channels());
  for (const image::PngText& text : texts) fmt::print("\n{}\n{}\n", text.key, text.text);
  return 0;
}

int run_inspect(const InspectArguments& arguments) {
  std::error_code error;
  if (!std::filesystem::is_directory(arguments.path, error) && image::is_readable(kind_of(arguments.path))) {
    return inspect_image(arguments);
  }
  auto inspection = weights::inspect(arguments.path);
  if (!inspection) return report(inspection.error());
  fmt::print("{}", arguments.json ? dump_json(weights::to_json(*inspection)) + "\n" : weights::to_table(*inspection));
  return 0;
}

}  // namespace

void add_inspect(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<InspectArguments>();
  CLI::App* command = add_subcommand(app, "inspect");
  command->add_option("path", arguments->path, "The file or folder")->required();
  command->add_flag("--json", arguments->json, "As JSON");
  command->callback([arguments, &exit] { exit.code = run_inspect(*arguments); });
}

}  // namespace heddle::cli
