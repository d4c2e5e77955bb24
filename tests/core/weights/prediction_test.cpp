#include "weights/prediction.h"

#include <algorithm>

#include "layout_files.h"
#include "weights/inspect.h"
#include "weights/model_files.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

namespace fs = std::filesystem;
using testing::ListLine;
using testing::write_layout;
using testing::write_text;

// A checkpoint file with the marks as tensors of no elements, as NoobAI's files have them.
fs::path write_checkpoint(const fs::path& folder, std::initializer_list<const char*> marks) {
  std::vector<ListLine> lines = testing::read_list("unet_small.txt");
  for (const char* mark : marks) lines.push_back({mark, {0}, mark, {0}, "none"});
  write_layout(folder / "model.safetensors", lines);
  return folder / "model.safetensors";
}

Json scheduler_of(const fs::path& path, const ModelOptions& options = {}) {
  const auto model = open_model(path, options);
  REQUIRE_MESSAGE(model, (model ? "" : model.error().message));
  return model->scheduler;
}

TEST_CASE("a single file without a sign predicts noise, as Stable Diffusion 1.5 does") {
  const testing::TempFolder folder;
  const Json scheduler = scheduler_of(write_checkpoint(folder.path(), {}));
  CHECK(scheduler["prediction_type"] == "epsilon");
  CHECK(scheduler["_class_name"] == "PNDMScheduler");
  CHECK_FALSE(scheduler.value("rescale_betas_zero_snr", false));
}

TEST_CASE("the tensors v_pred and ztsnr are marks: v, and steps that begin where no signal is left") {
  const testing::TempFolder folder;
  const fs::path v = write_checkpoint(folder.path(), {"v_pred"});
  CHECK(scheduler_of(v)["prediction_type"] == "v_prediction");
  CHECK(scheduler_of(v)["_class_name"] == "PNDMScheduler");
  const fs::path both = write_checkpoint(folder.path(), {"v_pred", "ztsnr"});
  const Json scheduler = scheduler_of(both);
  CHECK(scheduler["prediction_type"] == "v_prediction");
  CHECK(scheduler["rescale_betas_zero_snr"] == true);
  CHECK(scheduler["_class_name"] == "DDIMScheduler");
  CHECK(scheduler["timestep_spacing"] == "trailing");
  const auto inspection = inspect(both);
  REQUIRE(inspection);
  CHECK(inspection->unused.empty());
  CHECK(to_table(*inspection)
            .find("v, zero terminal SNR (the tensor 'v_pred' in the file; the tensor 'ztsnr' in the file)") !=
        std::string::npos);
  CHECK(to_json(*inspection)["prediction"]["type"] == "v_prediction");
}

TEST_CASE("zero terminal SNR without v: the option is refused, a mark is left out with a note") {
  const testing::TempFolder folder;
  ModelOptions options;
  options.zero_terminal_snr = true;
  const auto refused = open_model(write_checkpoint(folder.path(), {}), options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("zero terminal SNR needs a model that predicts v") != std::string::npos);
  const auto marked = open_model(write_checkpoint(folder.path(), {"ztsnr"}));
  REQUIRE(marked);
  CHECK(marked->scheduler["rescale_betas_zero_snr"] == false);
  CHECK(std::ranges::any_of(marked->problems,
                            [](const std::string& note) { return note.starts_with("zero terminal SNR is left off"); }));
  options.prediction = "v_prediction";
  CHECK(scheduler_of(folder.path() / "model.safetensors", options)["rescale_betas_zero_snr"] == true);
}

Metadata said(std::initializer_list<Metadata::value_type> entries) { return Metadata(entries); }

TEST_CASE("option before YAML before metadata before tensors, and what disagrees is a note") {
  const testing::TempFolder folder;
  const fs::path file = write_checkpoint(folder.path(), {"v_pred"});
  ModelOptions options;
  options.prediction = "epsilon";
  CHECK(scheduler_of(file, options)["prediction_type"] == "epsilon");
  WeightMap marked;
  marked.add("v_pred", {});
  const auto by_metadata = prediction_of(file, said({{"modelspec.prediction_type", "epsilon"}}), marked);
  REQUIRE(by_metadata);
  CHECK(by_metadata->type.value == "epsilon");
  REQUIRE(by_metadata->notes.size() == 1);
  CHECK(by_metadata->notes.front() ==
        "the tensor 'v_pred' in the file says v, which the metadata's modelspec.prediction_type overrules");
  write_text(folder.path() / "model.yaml",
             "model:\n  params:\n    parameterization: \"v\" # not eps\n    zero_terminal_snr: true\n");
  const auto by_yaml = prediction_of(file, said({{"modelspec.prediction_type", "epsilon"}}), {});
  REQUIRE(by_yaml);
  CHECK(by_yaml->type.value == "v_prediction");
  CHECK(by_yaml->type.source == "the YAML beside the file");
  CHECK(by_yaml->zero_terminal_snr.value);
  CHECK(by_yaml->notes.size() == 1);
  CHECK(settings_beside(file) == folder.path() / "model.yaml");
}

TEST_CASE("the words of every tool, and a note for words that nobody knows") {
  const testing::TempFolder folder;
  const fs::path file = write_checkpoint(folder.path(), {});
  const auto type = [&](const Metadata& metadata) { return prediction_of(file, metadata, {})->type.value; };
  CHECK(type(said({{"modelspec.prediction_type", "v"}})) == "v_prediction");
  CHECK(type(said({{"modelspec.prediction_type", "V-Prediction"}})) == "v_prediction");
  CHECK(type(said({{"modelspec.prediction_type", "eps"}})) == "epsilon");
  CHECK(type(said({{"ss_v_parameterization", "True"}})) == "v_prediction");
  CHECK(type(said({{"ss_v_parameterization", "False"}})) == "epsilon");
  CHECK(prediction_of(file, said({{"ss_zero_terminal_snr", "True"}}), {})->zero_terminal_snr.value);
  const auto flow = prediction_of(file, said({{"modelspec.prediction_type", "flow"}}), {});
  REQUIRE(flow);
  CHECK(flow->type.value == "epsilon");
  REQUIRE(flow->notes.size() == 1);
  CHECK(flow->notes.front().find("'flow'") != std::string::npos);
}

TEST_CASE("YAML in braces, in comments, of another key") {
  const testing::TempFolder folder;
  const fs::path file = write_checkpoint(folder.path(), {});
  const auto type = [&](const char* yaml) {
    write_text(folder.path() / "model.yaml", yaml);
    return prediction_of(file, {}, {})->type.value;
  };
  CHECK(type("model: {params: {parameterization: v, timesteps: 1000}}\n") == "v_prediction");
  CHECK(type("# parameterization: v\nmodel:\n  params:\n    timesteps: 1000\n") == "epsilon");
  CHECK(type("my_parameterization: v\r\n") == "epsilon");
  CHECK(type("  'parameterization' :  'v'\r\n") == "v_prediction");
  CHECK(type("parameterization:") == "epsilon");
}

TEST_CASE("an option goes before scheduler_config.json, and PNDM does not stay with zero terminal SNR") {
  Json scheduler = {{"_class_name", "EulerDiscreteScheduler"}, {"prediction_type", "epsilon"}};
  set_prediction(scheduler, "v_prediction", true);
  CHECK(scheduler["_class_name"] == "EulerDiscreteScheduler");
  CHECK(scheduler["timestep_spacing"] == "trailing");
  CHECK(describe(prediction_of(scheduler)) == "v, zero terminal SNR (scheduler_config.json)");
  CHECK(describe(prediction_of(Json())) == "epsilon (nothing in the files says otherwise)");
}

}  // namespace
}  // namespace heddle::weights
