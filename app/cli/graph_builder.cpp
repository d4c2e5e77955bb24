#include "graph_builder.h"

#include <charconv>

#include "pipeline/load/bobbin.h"

namespace heddle::cli {

namespace {

bool is_folder(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

WeightedFile weighted_file(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return {text, 1};
  const auto weight = number_in(std::string_view(text).substr(colon + 1));
  return weight ? WeightedFile{text.substr(0, colon), *weight} : WeightedFile{text, 1};
}

graph::NodeId add_image(GraphBuilder& builder, const std::string& path) {
  return builder.add("image.load", {{"image", graph::FilePath{path}}});
}

Result<std::string> find_image_encoder(const GenerateOptions& options, const AdapterUse& use, std::string_view option) {
  if (!use.image_encoder.empty()) return use.image_encoder;
  if (pipeline::is_bobbin(use.adapter)) return std::string("bobbin");
  const std::filesystem::path beside = std::filesystem::path(use.adapter).parent_path();
  for (const auto& place : {beside / "image_encoder", beside.parent_path() / "image_encoder",
                            std::filesystem::path(options.model) / "image_encoder",
                            std::filesystem::path(options.model).parent_path() / "image_encoder"}) {
    if (is_folder(place)) return place.string();
  }
  return fail(ErrorKind::not_found, "[generate] there is no image encoder beside '{}'; name it with {}", use.adapter,
              option);
}

}  // namespace heddle::cli
