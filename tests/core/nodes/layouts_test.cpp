// The same weights as a diffusers folder and as one file with LDM's names: pictures equal to the bit.
#include <ATen/ops/equal.h>

#include <fstream>
#include <map>
#include <sstream>

#include "base/json.h"
#include "pipeline/image_tensors.h"
#include "pipeline_bench.h"
#include "support/temporary_folder.h"
#include "support/test.h"
#include "weights/open_tensor_file.h"
#include "weights/safetensors_writer.h"

namespace heddle {
namespace {

namespace fs = std::filesystem;
using testing::PipelineBench;

std::string read_text(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Single files carry no config: missing values are those of SD 1.5, as far as these widths divide by it.
void say_what_single_files_mean(const fs::path& model) {
  const auto change = [&model](const std::string& part, const Json& fields) {
    Json config = Json::parse(read_text(model / part / "config.json"));
    config.update(fields);
    std::ofstream(model / part / "config.json") << config.dump();
  };
  change("unet", {{"attention_head_dim", 8}, {"norm_num_groups", 8}});
  change("vae", {{"scaling_factor", 0.18215}, {"norm_num_groups", 8}});
}

// Names of the diffusers layout -> LDM's, from a list of tests/golden/layouts.
std::map<std::string, std::string> ldm_names(const std::string& list, const std::string& prefix) {
  std::istringstream lines(read_text(fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/layouts" / list));
  std::map<std::string, std::string> names;
  for (std::string name, shape, other, other_shape, op; lines >> name >> shape >> other >> other_shape >> op;) {
    names.emplace(name, prefix + other);
  }
  return names;
}

// The VAE's attention is a 1x1 convolution there, where diffusers has a linear layer; elsewhere shapes are equal.
std::vector<std::int64_t> ldm_shape(const std::string& ldm_name, std::vector<std::int64_t> shape) {
  if (ldm_name.find("mid.attn_1") != std::string::npos && shape.size() == 2) shape.insert(shape.end(), {1, 1});
  return shape;
}

void write_single_file(const fs::path& model, const fs::path& target, const std::vector<std::string>& marks = {}) {
  std::vector<std::shared_ptr<const weights::TensorFile>> files;
  std::vector<weights::TensorToWrite> tensors;
  for (const std::string part : {"unet", "vae"}) {
    const auto names = ldm_names(part + "_sd15.txt", part == "vae" ? "first_stage_model." : "");
    auto file = weights::open_tensor_file(model / part / "diffusion_pytorch_model.safetensors");
    REQUIRE(file.has_value());
    for (const weights::TensorEntry& entry : (*file)->entries()) {
      const std::string& name = names.at(entry.name);
      tensors.push_back({name, entry.dtype, ldm_shape(name, entry.shape), (*file)->bytes(entry)});
    }
    files.push_back(std::move(*file));
  }
  for (const std::string& mark : marks) tensors.push_back({mark, weights::Dtype::f32, {0}, {}});
  REQUIRE(weights::write_safetensors(target, std::move(tensors)).has_value());
}

TEST_CASE("one file with LDM's names gives the picture of the diffusers folder to the bit") {
  const testing::TemporaryFolder folder;
  const fs::path model = folder.path() / "model", single = folder.path() / "single.safetensors";
  fs::copy(fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/pipeline/model", model, fs::copy_options::recursive);
  say_what_single_files_mean(model);
  write_single_file(model, single);

  PipelineBench from_folder, from_file;
  for (PipelineBench* bench : {&from_folder, &from_file}) {
    bench->build(true);
    bench->set(bench->sampler, "sampler", graph::Choice{"ddim"});  // a single file does not say
  }
  from_folder.set(from_folder.model, "model", graph::FilePath{model.string()});
  from_file.set(from_file.model, "model", graph::FilePath{single.string()});
  from_file.set(from_file.model, "text_encoder", graph::FilePath{model.string()});
  from_folder.run();
  from_file.run();

  CHECK(at::equal(from_file.latents(), from_folder.latents()));
  CHECK(at::equal(pipeline::to_tensor(from_file.images().front()), pipeline::to_tensor(from_folder.images().front())));
}

// What scheduler_config.json says in so many words, the sampler and schedule among them.
at::Tensor latents_by_config(const fs::path& model, const Json& scheduler) {
  std::ofstream(model / "scheduler" / "scheduler_config.json") << scheduler.dump();
  PipelineBench bench;
  bench.build(false);
  bench.set(bench.sampler, "sampler", graph::Choice{"auto"});
  bench.set(bench.model, "model", graph::FilePath{model.string()});
  bench.run();
  return bench.latents();
}

at::Tensor latents_of_file(const fs::path& file, const fs::path& words, const std::string& prediction = "auto",
                           const std::string& snr = "auto") {
  PipelineBench bench;
  bench.build(false);
  bench.set(bench.sampler, "sampler", graph::Choice{"auto"});
  bench.set(bench.model, "model", graph::FilePath{file.string()});
  bench.set(bench.model, "text_encoder", graph::FilePath{words.string()});
  bench.set(bench.model, "prediction", graph::Choice{prediction});
  bench.set(bench.model, "zero_terminal_snr", graph::Choice{snr});
  bench.run();
  return bench.latents();
}

TEST_CASE("a single file that predicts v draws what the diffusers folder of that scheduler draws, to the bit") {
  const testing::TemporaryFolder folder;
  const fs::path model = folder.path() / "model", plain = folder.path() / "plain.safetensors",
                 v = folder.path() / "v.safetensors", zero = folder.path() / "zero.safetensors";
  fs::copy(fs::path(HEDDLE_SOURCE_DIR) / "tests/golden/pipeline/model", model, fs::copy_options::recursive);
  say_what_single_files_mean(model);
  write_single_file(model, plain);
  write_single_file(model, v, {"v_pred"});
  write_single_file(model, zero, {"v_pred", "ztsnr"});
  const Json betas = {
      {"beta_schedule", "scaled_linear"}, {"beta_start", 0.00085},  {"beta_end", 0.012},   {"steps_offset", 1},
      {"set_alpha_to_one", false},        {"skip_prk_steps", true}, {"clip_sample", false}};
  Json of_v = betas, of_zero = betas;
  of_v.update({{"_class_name", "PNDMScheduler"}, {"prediction_type", "v_prediction"}});
  of_zero.update({{"_class_name", "DDIMScheduler"},
                  {"prediction_type", "v_prediction"},
                  {"rescale_betas_zero_snr", true},
                  {"timestep_spacing", "trailing"}});
  const at::Tensor want_v = latents_by_config(model, of_v), want_zero = latents_by_config(model, of_zero);
  CHECK_FALSE(at::equal(want_v, want_zero));
  CHECK(at::equal(latents_of_file(v, model), want_v));
  CHECK(at::equal(latents_of_file(plain, model, "v"), want_v));
  CHECK(at::equal(latents_of_file(zero, model), want_zero));
  CHECK(at::equal(latents_of_file(plain, model, "v", "on"), want_zero));
  CHECK(at::equal(latents_of_file(zero, model, "auto", "off"), want_v));
  CHECK_FALSE(at::equal(latents_of_file(v, model, "epsilon"), want_v));
}

}  // namespace
}  // namespace heddle
