#include "weights/inspect.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/printable.h"
#include "weights/adapter_files.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/layouts/unet_config.h"
#include "weights/opened_files.h"
#include "weights/small_file_facts.h"
#include "weights/sniff.h"

namespace heddle::weights {

namespace {

constexpr std::size_t kShown = 5;

std::string dtype_of(const WeightRef& ref) {
  return ref.entry->dtype_name.empty() ? std::string(to_string(ref.entry->dtype)) : ref.entry->dtype_name;
}

InspectedPart inspected(std::string name, const WeightMap& weights, KeyCheck check, Json config) {
  InspectedPart part;
  part.name = std::move(name);
  part.tensors = weights.size();
  part.parameters = weights.parameter_count();
  for (const auto& [key, ref] : weights.table()) ++part.dtypes[dtype_of(ref)];
  part.check = std::move(check);
  part.config = std::move(config);
  return part;
}

InspectedPart inspected(PartName name, const Result<Part>& part) {
  if (!part) {
    InspectedPart broken;
    broken.name = to_string(name);
    broken.error = part.error().message;
    return broken;
  }
  InspectedPart whole = inspected(std::string(to_string(name)), part->weights, part->check, part->config);
  if (part->refusal) whole.error = part->refusal->message;
  return whole;
}

std::optional<CrossAttentionFacts> cross_attention_in(const OpenedFiles& opened) {
  const auto unet = opened.parts.find(PartName::unet);
  if (unet == opened.parts.end() || !unet->second) return std::nullopt;
  const auto config = layouts::UNetConfig::from_json(unet->second->config);
  return config ? std::optional(cross_attention_of(*config)) : std::nullopt;
}

void add_totals(Inspection& inspection, const OpenedFiles& opened) {
  for (const auto& file : opened.files) {
    inspection.formats.emplace_back(to_string(file->format()));
    inspection.bytes += file->identity().size;
    inspection.tensors += file->entries().size();
    inspection.metadata.insert(file->metadata().begin(), file->metadata().end());
    for (const TensorEntry& entry : file->entries()) {
      inspection.parameters += element_count(entry);
      ++inspection.dtypes[dtype_of(whole(file, entry))];
    }
  }
}

void add_adapter(Inspection& inspection, const OpenedFiles& opened) {
  const auto adapter = read_adapter(opened.path, opened.all);
  inspection.unused.clear();
  if (!adapter) {
    inspection.problems.push_back(adapter.error().message);
    return;
  }
  const layouts::AdapterShape& shape = adapter->shape;
  const Json config = {{"kind", to_string(shape.kind)},
                       {"tokens", shape.tokens},
                       {"encoder_width", shape.encoder_width},
                       {"cross_attention_dim", shape.cross_attention_dim},
                       {"layers", shape.layer_widths.size()}};
  inspection.parts.push_back(inspected("ip_adapter", adapter->weights, adapter->check, config));
}

void add_lora(Inspection& inspection, const OpenedFiles& opened) {
  const auto lora = read_lora(opened.path, opened.all, inspection.metadata);
  inspection.unused.clear();
  if (!lora) {
    inspection.problems.push_back(lora.error().message);
    return;
  }
  inspection.facts = facts_of(*lora);
  inspection.unused = lora->unknown;
}

void add_embedding(Inspection& inspection, const OpenedFiles& opened) {
  const auto embedding = read_embedding(opened.path, opened.all, inspection.metadata);
  inspection.unused.clear();
  if (embedding) {
    inspection.facts = facts_of(*embedding);
  } else {
    inspection.problems.push_back(embedding.error().message);
  }
}

void add_control(Inspection& inspection) {
  for (const InspectedPart& part : inspection.parts) {
    if (part.name != to_string(PartName::controlnet) && part.name != to_string(PartName::t2i_adapter)) continue;
    inspection.facts = facts_of_control(inspection.signature, part.config, inspection.metadata);
  }
}

// Names of the LoRA in a model's folder of styles.
std::vector<std::string> styles_of(const std::filesystem::path& model) {
  std::vector<std::string> styles;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(model / "styles", error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::filesystem::path& file = entry->path();
    if (file.extension() == ".safetensors" && !is_foreign_file(file.filename().string()))
      styles.push_back(entry->path().stem().string());
  }
  std::ranges::sort(styles);
  return styles;
}

void note_part(Inspection& inspection, const InspectedPart& part) {
  const auto note = [&](const std::vector<std::string>& names, std::string_view what) {
    if (names.empty()) return;
    inspection.problems.push_back(fmt::format("{}: {} {}", part.name, what, layouts::count_and_first(names)));
  };
  if (!part.error.empty()) inspection.problems.push_back(fmt::format("{}: {}", part.name, part.error));
  note(part.check.missing, "missing tensors,");
  note(part.check.misshaped, "tensors of another shape,");
  note(part.check.extra, "tensors too many,");
}

void note_whole(Inspection& inspection, const OpenedFiles& opened) {
  inspection.problems.insert(inspection.problems.end(), opened.notes.begin(), opened.notes.end());
  if (inspection.signature.kind == FileKind::unknown) {
    inspection.problems.emplace_back("this is no kind of model that Heddle knows");
  }
  if (inspection.signature.kind == FileKind::checkpoint) {
    for (const PartName name : {PartName::unet, PartName::vae, PartName::text_encoder}) {
      if (opened.parts.contains(name)) continue;
      inspection.problems.push_back(fmt::format("the model has no {}; take it from another", to_string(name)));
    }
  }
  const bool is_known = !inspection.parts.empty() || !inspection.facts.is_null();
  if (is_known && !inspection.unused.empty()) {
    inspection.problems.push_back(
        fmt::format("tensors that no part knows, {}", layouts::count_and_first(inspection.unused)));
  }
}

// "859 520 964"
std::string grouped(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ' ';
    text += digits[i];
  }
  return text;
}

std::string dtype_text(const DtypeCounts& dtypes) {
  std::string text;
  for (const auto& [name, count] : dtypes)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", printable(name), count);
  return text;
}

Json names_json(const std::vector<std::string>& names) {
  Json first = Json::array();
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) first.push_back(names[i]);
  return {{"count", names.size()}, {"first", std::move(first)}};
}

Json prediction_json(const std::optional<Prediction>& prediction) {
  if (!prediction) return {};
  return {{"type", prediction->type.value},
          {"type_source", prediction->type.source},
          {"zero_terminal_snr", prediction->zero_terminal_snr.value},
          {"zero_terminal_snr_source", prediction->zero_terminal_snr.source}};
}

Json part_json(const InspectedPart& part) {
  Json json = {{"name", part.name},
               {"tensors", part.tensors},
               {"parameters", part.parameters},
               {"dtypes", part.dtypes},
               {"needed", part.check.needed},
               {"missing", names_json(part.check.missing)},
               {"misshaped", names_json(part.check.misshaped)},
               {"extra", names_json(part.check.extra)},
               {"config", part.config}};
  if (!part.error.empty()) json["error"] = part.error;
  return json;
}

}  // namespace

Result<Inspection> inspect(const std::filesystem::path& path) {
  const auto opened = open_files(path);
  if (!opened) return Failure(opened.error());
  Inspection inspection;
  inspection.path = path;
  inspection.signature = opened->signature;
  inspection.unused = opened->unused;
  add_totals(inspection, *opened);
  for (const auto& [name, part] : opened->parts) inspection.parts.push_back(inspected(name, part));
  inspection.cross_attention = cross_attention_in(*opened);
  if (inspection.signature.kind == FileKind::ip_adapter) add_adapter(inspection, *opened);
  if (inspection.signature.kind == FileKind::lora) add_lora(inspection, *opened);
  if (inspection.signature.kind == FileKind::textual_inversion) add_embedding(inspection, *opened);
  if (inspection.signature.kind == FileKind::controlnet || inspection.signature.kind == FileKind::t2i_adapter)
    add_control(inspection);
  if (opened->is_pipeline) inspection.styles = styles_of(path);
  if (opened->parts.contains(PartName::unet)) inspection.prediction = opened->prediction;
  for (const InspectedPart& part : inspection.parts) note_part(inspection, part);
  note_whole(inspection, *opened);
  return inspection;
}

std::string to_table(const Inspection& inspection) {
  std::string text =
      fmt::format("{}\n  {:<11}{}\n", printable(inspection.path.string(), 400), "kind", describe(inspection.signature));
  const std::string format = inspection.formats.empty() ? "nothing readable" : inspection.formats.front();
  text += fmt::format("  {:<11}{}, {} file{}, {}\n", "format", format, inspection.formats.size(),
                      inspection.formats.size() == 1 ? "" : "s", readable_size(inspection.bytes));
  text += fmt::format("  {:<11}{} ({}), {} parameters\n", "tensors", inspection.tensors, dtype_text(inspection.dtypes),
                      grouped(inspection.parameters));
  if (inspection.prediction) text += fmt::format("  {:<11}{}\n", "predicts", describe(*inspection.prediction));
  if (!inspection.styles.empty()) {
    std::string names;
    for (const std::string& style : inspection.styles) names += (names.empty() ? "" : ", ") + printable(style, 60);
    text += fmt::format("  {:<11}{}\n", "styles", names);
  }
  for (const auto& [heading, line] : fact_lines(inspection.facts)) text += fmt::format("  {:<11}{}\n", heading, line);
  for (const auto& [key, value] : inspection.metadata) {
    text += fmt::format("  {:<11}{}: {}\n", "metadata", printable(key, 60), printable(value, 100));
  }
  if (!inspection.parts.empty()) {
    text += fmt::format("\n  {:<15}{:>8}{:>16}{:>9}{:>8}{:>8}  {}\n", "part", "tensors", "parameters", "missing",
                        "shape", "extra", "types");
  }
  for (const InspectedPart& part : inspection.parts) {
    text += fmt::format("  {:<15}{:>8}{:>16}{:>9}{:>8}{:>8}  {}\n", part.name, part.tensors, grouped(part.parameters),
                        part.check.missing.size(), part.check.misshaped.size(), part.check.extra.size(),
                        dtype_text(part.dtypes));
  }
  if (!inspection.problems.empty()) text += "\n";
  for (const std::string& problem : inspection.problems) text += fmt::format("  note: {}\n", problem);
  return text;
}

Json to_json(const Inspection& inspection) {
  Json parts = Json::array();
  for (const InspectedPart& part : inspection.parts) parts.push_back(part_json(part));
  const Signature& signature = inspection.signature;
  return {{"path", inspection.path.string()},
          {"what", describe(signature)},
          {"kind", to_string(signature.kind)},
          {"family", to_string(signature.family)},
          {"variant", signature.variant},
          {"cross_attention_dim", signature.cross_attention_dim},
          {"formats", inspection.formats},
          {"bytes", inspection.bytes},
          {"tensors", inspection.tensors},
          {"parameters", inspection.parameters},
          {"dtypes", inspection.dtypes},
          {"metadata", inspection.metadata},
          {"parts", std::move(parts)},
          {"cross_attention", inspection.cross_attention ? to_json(*inspection.cross_attention) : Json()},
          {"styles", inspection.styles},
          {"prediction", prediction_json(inspection.prediction)},
          {"facts", inspection.facts},
          {"unused", names_json(inspection.unused)},
          {"problems", inspection.problems}};
}

}  // namespace heddle::weights
