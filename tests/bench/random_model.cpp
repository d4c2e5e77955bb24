// random_model FOLDER: writes a Stable Diffusion 1.5 of random weights as a diffusers folder in fp16 (2.1 GB), for
// measuring time and memory without a checkpoint. Used by low_memory.py.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "models/clip_text/clip_text.h"
#include "models/unet/unet.h"
#include "models/vae/vae.h"
#include "training/model_files.h"
#include "training/objective.h"

using namespace heddle;

namespace {

template <class Network, class Config>
Result<void> write_part(const std::filesystem::path& folder, const Config& config, std::uint64_t seed,
                        std::string_view file) {
  tensor::NamedTensors weights;
  Network::initialise(weights, config, training::generator_for(seed, 0, 0));
  return training::write_model(folder, config.to_json(), weights, file);
}

Result<void> write_random(const std::filesystem::path& folder) {
  using training::kDiffusersWeights, training::kTransformersWeights;
  auto done = write_part<models::UNet>(folder / "unet", models::UNetConfig(), 1, kDiffusersWeights);
  if (done) done = write_part<models::Vae>(folder / "vae", models::VaeConfig(), 2, kDiffusersWeights);
  if (done)
    done = write_part<models::ClipText>(folder / "text_encoder", models::ClipTextConfig(), 3, kTransformersWeights);
  if (done)
    done = write_file_atomically(folder / "model_index.json",
                                 std::string_view("{\"_class_name\": \"StableDiffusionPipeline\"}\n"));
  return done;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  const auto done = write_random(words[1]);
  if (!done) fmt::print(stderr, "{}\n", done.error().message);
  return done ? 0 : 1;
}
