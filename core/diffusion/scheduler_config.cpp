#include "diffusion/scheduler_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace heddle::diffusion {
namespace {

using nlohmann::json;

constexpr int kMaxTrainTimesteps = 100000;

// Typed look-ups that leave the default in place where a field is absent or null, and keep the first error.
class Fields {
 public:
  Fields(const json& object, std::string_view name) : object_(object), name_(name) {}

  void whole(const char* key, int& value, int lowest, int highest) {
    const json* field = find(key);
    if (field == nullptr) return;
    if (!field->is_number_integer() || *field < lowest || *field > highest) {
      return complain(key, fmt::format("a whole number from {} to {}", lowest, highest));
    }
    value = field->get<int>();
  }

  void real(const char* key, double& value, double lowest, double highest) {
    const json* field = find(key);
    if (field == nullptr) return;
    if (!field->is_number() || !(field->get<double>() >= lowest && field->get<double>() <= highest)) {
      return complain(key, fmt::format("a number from {} to {}", lowest, highest));
    }
    value = field->get<double>();
  }

  void truth(const char* key, bool& value) {
    const json* field = find(key);
    if (field == nullptr) return;
    if (!field->is_boolean()) return complain(key, "true or false");
    value = field->get<bool>();
  }

  template <class T, std::size_t N>
  void choice(const char* key, T& value, const std::array<std::pair<std::string_view, T>, N>& choices) {
    const json* field = find(key);
    if (field == nullptr) return;
    std::string known;
    for (const auto& [word, meaning] : choices) {
      if (field->is_string() && field->get_ref<const std::string&>() == word) {
        value = meaning;
        return;
      }
      known += known.empty() ? std::string(word) : ", " + std::string(word);
    }
    complain(key, "one of " + known);
  }

  [[nodiscard]] std::string text(const char* key) const {
    const json* field = find(key);
    return field != nullptr && field->is_string() ? field->get<std::string>() : std::string();
  }

  [[nodiscard]] bool given(const char* key) const { return find(key) != nullptr; }

  std::optional<std::string> complaint;

 private:
  [[nodiscard]] const json* find(const char* key) const {
    const auto field = object_.find(key);
    return field == object_.end() || field->is_null() ? nullptr : &*field;
  }

  void complain(const char* key, const std::string& wanted) {
    if (!complaint) complaint = fmt::format("[scheduler.read] '{}' has a '{}' that is not {}", name_, key, wanted);
  }

  const json& object_;
  std::string_view name_;
};

constexpr std::array<std::pair<std::string_view, BetaSchedule>, 3> kBetaSchedules{{
    {"linear", BetaSchedule::linear},
    {"scaled_linear", BetaSchedule::scaled_linear},
    {"squaredcos_cap_v2", BetaSchedule::squaredcos_cap_v2},
}};
constexpr std::array<std::pair<std::string_view, PredictionType>, 3> kPredictionTypes{{
    {"epsilon", PredictionType::epsilon},
    {"v_prediction", PredictionType::v_prediction},
    {"sample", PredictionType::sample},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSpacings{{
    {"leading", "leading"},
    {"trailing", "trailing"},
    {"linspace", "linspace"},
}};

std::string sampler_of_class(const Fields& fields) {
  const std::string name = fields.text("_class_name");
  if (name == "DDIMScheduler") return "ddim";
  if (name == "EulerDiscreteScheduler") return "euler";
  if (name == "EulerAncestralDiscreteScheduler") return "euler_a";
  if (name == "HeunDiscreteScheduler") return "heun";
  if (name == "UniPCMultistepScheduler") return "unipc";
  if (name == "LCMScheduler") return "lcm";
  if (name == "DPMSolverMultistepScheduler") {
    const std::string algorithm = fields.text("algorithm_type");
    if (algorithm == "sde-dpmsolver++") return "dpmpp_2m_sde";
    return algorithm == "dpmsolver" ? "dpm_solver_2" : "dpmpp_2m";
  }
  return "pndm";
}

SchedulerConfig reference_defaults() {
  SchedulerConfig config;
  config.beta_start = 0.0001;
  config.beta_end = 0.02;
  config.beta_schedule = BetaSchedule::linear;
  config.steps_offset = 0;
  return config;
}

void read_schedule(Fields& fields, SchedulerConfig& config) {
  config.sampler = sampler_of_class(fields);
  // The reference reads no spacing for LCM: its steps are a selection of those that it was distilled on.
  std::string_view spacing;
  fields.choice("timestep_spacing", spacing, kSpacings);
  bool karras = false;
  bool exponential = false;
  fields.truth("use_karras_sigmas", karras);
  fields.truth("use_exponential_sigmas", exponential);
  if (karras) {
    config.schedule = "karras";
  } else if (exponential) {
    config.schedule = "exponential";
  } else if (config.sampler != "lcm") {
    config.schedule = std::string(spacing);
  }
}

}  // namespace

std::string_view to_string(PredictionType type) { return kPredictionTypes[static_cast<std::size_t>(type)].first; }

Result<SchedulerConfig> parse_scheduler_config(std::string_view text, std::string_view name) {
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) {
    return fail(ErrorKind::invalid_input, "[scheduler.read] '{}' is not a JSON object; download it again", name);
  }
  Fields fields(document, name);
  if (fields.given("trained_betas")) {
    return fail(
        ErrorKind::unsupported,
        "[scheduler.read] '{}' lists its own 'trained_betas'; only models trained with a named beta schedule work",
        name);
  }
  SchedulerConfig config = reference_defaults();
  fields.whole("num_train_timesteps", config.num_train_timesteps, 2, kMaxTrainTimesteps);
  fields.real("beta_start", config.beta_start, 1e-9, 0.999);
  fields.real("beta_end", config.beta_end, config.beta_start, 0.999);
  fields.choice("beta_schedule", config.beta_schedule, kBetaSchedules);
  fields.choice("prediction_type", config.prediction_type, kPredictionTypes);
  fields.whole("steps_offset", config.steps_offset, 0, config.num_train_timesteps - 1);
  fields.truth("set_alpha_to_one", config.set_alpha_to_one);
  fields.truth("rescale_betas_zero_snr", config.rescale_betas_zero_snr);
  fields.truth("clip_sample", config.clip_sample);
  fields.real("clip_sample_range", config.clip_sample_range, 1e-6, 1e6);
  fields.truth("skip_prk_steps", config.skip_prk_steps);
  fields.whole("original_inference_steps", config.original_inference_steps, 1, config.num_train_timesteps);
  fields.real("timestep_scaling", config.timestep_scaling, 1e-6, 1e6);
  read_schedule(fields, config);
  if (fields.complaint) return Failure(Error{ErrorKind::invalid_input, *fields.complaint, {}});
  return config;
}

}  // namespace heddle::diffusion
