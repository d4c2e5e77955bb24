#include "weights/prediction.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/printable.h"
#include "weights/byte_source.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEpsilon = "epsilon", kV = "v_prediction";
constexpr std::uint64_t kMostYamlBytes = 1 << 20;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view trimmed(std::string_view text, std::string_view dropped) {
  const auto first = text.find_first_not_of(dropped);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(dropped) - first + 1);
}

// The words of the tools that write them; empty for others.
std::string_view prediction_word(std::string_view text) {
  const std::string word = lower(text);
  for (const std::string_view known :
       {"v", "v_prediction", "v-prediction", "vprediction", "v_pred", "v-pred", "velocity"}) {
    if (word == known) return kV;
  }
  for (const std::string_view known : {"eps", "epsilon", "noise"}) {
    if (word == known) return kEpsilon;
  }
  return {};
}

std::optional<bool> truth_word(std::string_view text) {
  const std::string word = lower(text);
  if (word == "true" || word == "1" || word == "yes" || word == "on") return true;
  if (word == "false" || word == "0" || word == "no" || word == "off") return false;
  return std::nullopt;
}

// The value of `key` in a YAML file of settings, wherever it is: `key: value`, quoted or not, a line or in braces.
std::optional<std::string> yaml_value(std::string_view text, std::string_view key) {
  constexpr std::string_view kAround = " \t\r\"'";
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    for (auto hash = line.find('#'); hash != std::string_view::npos; hash = line.find('#', hash + 1)) {
      if (hash > 0 && line[hash - 1] != ' ' && line[hash - 1] != '\t') continue;
      line = line.substr(0, hash);
      break;
    }
    for (auto at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
      const char before = at == 0 ? ' ' : line[at - 1];
      if (std::isalnum(static_cast<unsigned char>(before)) != 0 || before == '_') continue;
      std::string_view rest = line.substr(at + key.size());
      rest.remove_prefix(std::min(rest.find_first_not_of(kAround), rest.size()));
      if (!rest.starts_with(':')) continue;
      return std::string(trimmed(rest.substr(1, rest.find_first_of(",}", 1) - 1), kAround));
    }
  }
  return std::nullopt;
}

// Collects what the sources say: the first wins, a later one that differs is a note.
class Claims final {
 public:
  void type(std::string_view word, const std::string& source) {
    const std::string_view known = prediction_word(word);
    if (known.empty()) {
      result_.notes.push_back(
          fmt::format("{} names the prediction '{}', which Heddle does not know; say --prediction epsilon or v", source,
                      printable(word, 40)));
      return;
    }
    take(result_.type, std::string(known), source, known == kV ? "v" : "epsilon");
  }
  void zero_terminal_snr(bool value, const std::string& source) {
    take(result_.zero_terminal_snr, value, source, value ? "zero terminal SNR" : "no zero terminal SNR");
  }
  Prediction done() { return std::move(result_); }

 private:
  template <class T>
  void take(Found<T>& found, T value, const std::string& source, std::string_view words) {
    if (found.source.empty()) {
      found = {std::move(value), source};
    } else if (found.value != value) {
      result_.notes.push_back(fmt::format("{} says {}, which {} overrules", source, words, found.source));
    }
  }

  Prediction result_;
};

Result<std::string> yaml_beside(const fs::path& file) {
  const fs::path yaml = settings_beside(file);
  if (yaml.empty()) return std::string();
  const auto source = ByteSource::map(yaml);
  if (!source) return Failure(source.error());
  const std::span<const std::byte> bytes = (*source)->bytes();
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void claim_yaml(Claims& claims, std::string_view yaml) {
  const std::string source = "the YAML beside the file";
  if (const auto word = yaml_value(yaml, "parameterization")) claims.type(*word, source);
  for (const std::string_view key :
       {"ztsnr", "zero_terminal_snr", "rescale_betas_zero_snr", "use_zero_terminal_snr", "zsnr"}) {
    const auto word = yaml_value(yaml, key);
    const auto value = word ? truth_word(*word) : std::nullopt;
    if (!value) continue;
    claims.zero_terminal_snr(*value, source);
    return;
  }
}

void claim_metadata(Claims& claims, const Metadata& metadata) {
  const auto source = [](std::string_view key) { return fmt::format("the metadata's {}", key); };
  if (const auto spec = metadata.find("modelspec.prediction_type"); spec != metadata.end()) {
    claims.type(spec->second, source(spec->first));
  } else if (const auto kohya = metadata.find("ss_v_parameterization"); kohya != metadata.end()) {
    if (const auto value = truth_word(kohya->second)) claims.type(*value ? "v" : "epsilon", source(kohya->first));
  }
  if (const auto kohya = metadata.find("ss_zero_terminal_snr"); kohya != metadata.end()) {
    if (const auto value = truth_word(kohya->second)) claims.zero_terminal_snr(*value, source(kohya->first));
  }
}

}  // namespace

fs::path settings_beside(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return {};
  for (const char* ending : {".yaml", ".yml"}) {
    fs::path yaml = fs::path(file).replace_extension(ending);
    const std::uintmax_t bytes = fs::is_regular_file(yaml, error) ? fs::file_size(yaml, error) : 0;
    if (bytes > 0 && bytes <= kMostYamlBytes) return yaml;
  }
  return {};
}

bool is_prediction_mark(std::string_view tensor) { return tensor == "v_pred" || tensor == "ztsnr"; }

Result<Prediction> prediction_of(const fs::path& file, const Metadata& metadata, const WeightMap& all) {
  Claims claims;
  const auto yaml = yaml_beside(file);
  if (!yaml) return Failure(yaml.error());
  claim_yaml(claims, *yaml);
  claim_metadata(claims, metadata);
  if (all.contains("v_pred")) claims.type("v", "the tensor 'v_pred' in the file");
  if (all.contains("ztsnr")) claims.zero_terminal_snr(true, "the tensor 'ztsnr' in the file");
  return claims.done();
}

Prediction prediction_of(const Json& scheduler) {
  Prediction prediction;
  const std::string source = "scheduler_config.json";
  const Json* type = find_member(scheduler, "prediction_type");
  if (type != nullptr && type->is_string()) prediction.type = {type->get<std::string>(), source};
  const Json* zero = find_member(scheduler, "rescale_betas_zero_snr");
  if (zero != nullptr && zero->is_boolean()) prediction.zero_terminal_snr = {zero->get<bool>(), source};
  return prediction;
}

void set_prediction(Json& scheduler, const std::string& type, bool zero_terminal_snr) {
  scheduler["prediction_type"] = type;
  scheduler["rescale_betas_zero_snr"] = zero_terminal_snr;
  if (!zero_terminal_snr) return;
  const Json* sampler = find_member(scheduler, "_class_name");
  if (sampler == nullptr || *sampler == "PNDMScheduler") scheduler["_class_name"] = "DDIMScheduler";
  scheduler["timestep_spacing"] = "trailing";
}

std::string describe(const Prediction& prediction) {
  std::string text = prediction.type.value == kV ? "v" : prediction.type.value;
  if (prediction.zero_terminal_snr.value) text += ", zero terminal SNR";
  const std::string& type = prediction.type.source;
  const std::string& zero = prediction.zero_terminal_snr.value ? prediction.zero_terminal_snr.source : type;
  if (type.empty() && zero.empty()) return text + " (nothing in the files says otherwise)";
  if (type == zero || zero.empty()) return fmt::format("{} ({})", text, type);
  return fmt::format("{} ({}{}{})", text, type, type.empty() ? "" : "; ", zero);
}

}  // namespace heddle::weights
