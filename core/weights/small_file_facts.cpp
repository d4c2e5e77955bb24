#include "weights/small_file_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"

namespace heddle::weights {

namespace {

std::string counts_text(const Json& counts, std::string_view words) {
  std::string text;
  for (const auto& [name, count] : counts.items()) {
    text += fmt::format("{}{}{} {}", text.empty() ? "" : ", ", count.get<std::size_t>(), words, name);
  }
  return text;
}

// The models that a network for maps works with.
std::string models_of(const Signature& signature, const Json& config) {
  const Json* widths = find_member(config, signature.kind == FileKind::controlnet ? "block_out_channels" : "channels");
  const std::string levels = widths == nullptr ? "" : widths->dump();
  if (signature.cross_attention_dim == kBobbinContext) return "Bobbin";
  if (signature.family == Family::unknown) return fmt::format("models with levels of {}", levels);
  const bool is_open = signature.kind == FileKind::t2i_adapter && signature.family == Family::sd1;
  return fmt::format("{}{}", to_string(signature.family),
                     is_open ? " (its shapes fit Stable Diffusion 2.x too; such adapters are made for 1.x)" : "");
}

}  // namespace

Json facts_of(const LoraFile& lora) {
  Json modules = Json::object(), kinds = Json::object();
  const auto count = [](Json& counts, std::string_view name) {
    Json& value = counts[std::string(name)];
    value = value.is_null() ? 1 : value.get<std::size_t>() + 1;
  };
  std::int64_t least = 0, most = 0;
  bool is_dora = false;
  for (const LoraModule& module : lora.modules) {
    count(modules, to_string(module.part));
    count(kinds, to_string(module.kind()));
    is_dora = is_dora || module.is_dora();
    const std::int64_t rank = module.rank();
    if (rank <= 0) continue;
    least = least == 0 ? rank : std::min(least, rank);
    most = std::max(most, rank);
  }
  return {{"modules", std::move(modules)},
          {"kinds", std::move(kinds)},
          {"rank_min", least},
          {"rank_max", most},
          {"dora", is_dora}};
}

Json facts_of(const EmbeddingFile& embedding) {
  Json vectors = Json::array();
  for (const EmbeddingVectors& one : embedding.vectors) vectors.push_back({{"count", one.count}, {"width", one.width}});
  Json words = Json::array();
  for (const EmbeddingWord& word : embedding.others) words.push_back(word.token);
  return {{"token", embedding.token}, {"vectors", std::move(vectors)}, {"other_words", std::move(words)}};
}

Json facts_of_control(const Signature& signature, const Json& config, const Metadata& metadata) {
  Json facts = {{"fits", models_of(signature, config)}};
  for (const char* channels : {"conditioning_channels", "in_channels"}) {
    const Json* value = find_member(config, channels);
    if (value == nullptr || !value->is_number_integer()) continue;
    facts["map_channels"] = *value;
    break;
  }
  // What trainers and merging tools write.
  for (const char* key : {"heddle.map", "annotator", "preprocessor", "control_type", "conditioning", "map"}) {
    const auto found = metadata.find(key);
    if (found == metadata.end() || found->second.empty()) continue;
    facts["map"] = found->second;
    break;
  }
  return facts;
}

std::vector<std::pair<std::string, std::string>> fact_lines(const Json& facts) {
  std::vector<std::pair<std::string, std::string>> lines;
  if (const Json* modules = find_member(facts, "modules")) {
    const auto least = facts["rank_min"].get<std::int64_t>(), most = facts["rank_max"].get<std::int64_t>();
    lines.emplace_back("changes", counts_text(*modules, " modules of the"));
    lines.emplace_back("kinds", counts_text(facts["kinds"], "") + (facts["dora"].get<bool>() ? ", with DoRA" : ""));
    if (most > 0)
      lines.emplace_back("rank", least == most ? std::to_string(most) : fmt::format("{} to {}", least, most));
  }
  if (const Json* vectors = find_member(facts, "vectors")) {
    for (const Json& one : *vectors) {
      lines.emplace_back("vectors",
                         fmt::format("{} x {}", one["count"].get<std::int64_t>(), one["width"].get<std::int64_t>()));
    }
    if (const auto token = facts["token"].get<std::string>(); !token.empty())
      lines.emplace_back("word", printable(token, 60));
    if (const Json* others = find_member(facts, "other_words")) {
      for (const Json& word : *others) lines.emplace_back("word", printable(word.get<std::string>(), 60));
    }
  }
  if (const Json* fits = find_member(facts, "fits")) lines.emplace_back("fits", fits->get<std::string>());
  if (const Json* map = find_member(facts, "map")) lines.emplace_back("map", printable(map->get<std::string>(), 60));
  if (const Json* channels = find_member(facts, "map_channels")) {
    lines.emplace_back("reads", fmt::format("maps of {} channels", channels->get<std::int64_t>()));
  }
  return lines;
}

}  // namespace heddle::weights
