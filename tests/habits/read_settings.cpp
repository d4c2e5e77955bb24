// read_settings IMAGE: what the window takes over from a picture that another tool made, as one JSON object. Used by
// the cases of tests/habits. Exit 1 with the words on stderr where the settings cannot be read.
#include <fmt/format.h>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "import/image_import.h"

namespace {

using heddle::graph::Node;
using Json = nlohmann::json;

const char* name_of(heddle::import::ImageSource source) {
  using enum heddle::import::ImageSource;
  switch (source) {
    case none: return "none";
    case heddle: return "heddle";
    case a1111: return "a1111";
    case comfy: return "comfy";
    case invoke: return "invoke";
    case swarm: return "swarm";
    case fooocus: return "fooocus";
  }
  return "";
}

void add_texts(const std::vector<const Node*>& texts, Json& settings) {
  const char* keys[] = {"prompt", "negative"};
  for (std::size_t i = 0; i < texts.size() && i < 2; ++i)
    settings[keys[i]] = std::get<std::string>(texts[i]->params.at("text"));
}

void add_sampler(const Node& sampler, Json& settings) {
  for (const auto& [key, value] : sampler.params) {
    if (const auto* seed = std::get_if<heddle::graph::Seed>(&value)) settings[key] = std::to_string(seed->value);
    if (const auto* number = std::get_if<std::int64_t>(&value)) settings[key] = *number;
    if (const auto* number = std::get_if<double>(&value)) settings[key] = *number;
    if (const auto* choice = std::get_if<heddle::graph::Choice>(&value)) settings[key] = choice->name;
    if (const auto* lane = std::get_if<heddle::graph::Lane>(&value)) settings[key] = lane->at(0, 0);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return fmt::print(stderr, "usage: read_settings IMAGE\n"), 2;
  const auto found = heddle::import::importImage(arguments[1], {});
  if (!found) return fmt::print(stderr, "{}\n", found.error().message), 1;
  Json settings = {{"source", name_of(found->source)}, {"not_understood", Json::array()}};
  for (const QString& piece : found->notUnderstood) settings["not_understood"].push_back(piece.toStdString());
  std::vector<const Node*> texts;
  for (const auto& [id, node] : found->graph.nodes()) {
    if (node.type == "text.encode") texts.push_back(&node);
    if (node.type == "sample") add_sampler(node, settings);
    if (node.type == "model.load") settings["model"] = std::get<heddle::graph::FilePath>(node.params.at("model")).path;
  }
  add_texts(texts, settings);
  fmt::print("{}\n", settings.dump());
  return 0;
}
