// The full set (all objects, surfaces, relations, two objects an image) through every objective, and its captions
// within what the text encoder is trained on.
#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include "scenes/caption.h"
#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "training/data/caption_tokens.h"

#include "support/test.h"

namespace heddle::training {

namespace {

SceneSource full_set() {
  SceneSource source;
  source.options.scene_set = scenes::SceneSet::full;
  return source;
}

std::string data_lines(const std::filesystem::path& folder, const std::string& cache) {
  return fmt::format("world = \"full\"\nmodel = \"{0}/model\"\ncache = \"{0}/{1}\"\nscenes = 6\nsize = 64\nbatch = 4\n",
                     folder.string(), cache);
}

}  // namespace

TEST_CASE("captions of the full world fit the 28 tokens that the text encoder is trained on, and no word is cut up") {
  const SceneSource source = full_set();
  const auto vocabulary = vocabulary_of(source, 4000, 1000);
  REQUIRE(vocabulary.has_value());
  const auto tokenizer =
      text::make_tokenizer({.vocab_json = vocabulary->vocab_json, .merges_txt = vocabulary->merges_txt}, "full");
  REQUIRE(tokenizer.has_value());
  constexpr std::size_t kTokens = 28;  // as in bobbin_full_clip.toml
  std::size_t longest = 0;
  const ScenePool pool(source);
  for (std::int64_t i = 0; i < 4000; ++i) {  // scenes that the vocabulary was not made from
    const scenes::Scene scene = pool.scene(1000000 + i);
    for (const std::string& words :
         {scenes::caption_of(scene, static_cast<std::uint64_t>(i)), scenes::full_caption(scene)}) {
      const std::size_t tokens = tokenizer->encode(words).size() + 2;
      const auto between = [](char c) { return c == ' ' || c == ','; };  // a comma is a token, and comes before a space
      const auto marks = static_cast<std::size_t>(std::count_if(words.begin(), words.end(), between));
      CHECK_MESSAGE(tokens == marks + 1 + 2, words);
      longest = std::max(longest, tokens);
    }
  }
  MESSAGE("vocabulary of " << vocabulary->vocabulary_size << ", longest caption of " << longest << " tokens");
  CHECK(longest <= kTokens);
}

TEST_CASE("every objective takes a step in the full world, and another lowers its loss on the same batch") {
  const heddle::testing::TemporaryFolder folder;
  testing::write_tiny_model(folder / "model");
  const std::string cached = data_lines(folder.path(), "cache");
  const std::string vae_stages = "stages = [{ size = 64, crop = 32, batch = 4, crops_a_scene = 1 }]\n";
  const std::pair<std::string, std::string> recipes[] = {
      {"vae", "[data]\nworld = \"full\"\nstyle = \"mixed\"\n" + vae_stages +
                  "[model]\nblock_out_channels = [4, 4, 8, 8]\nnorm_num_groups = 2\n"},
      {"clip",
       "[data]\nworld = \"full\"\nbatch = 8\ntokens = 28\nvocabulary = 600\nvocabulary_scenes = 50\n"
       "[model]\nprojection = 16\n[text]\nwidth = 16\nlayers = 1\n[image]\nwidth = 16\nlayers = 1\nimage_size = 32\n"},
      {"unet", "[data]\n" + cached +
                   "[model]\nblock_out_channels = [16, 16, 16]\nattention = [0, 1, 1]\nheads = [1, 2, 2]\n"
                   "layers_per_block = 1\nnorm_num_groups = 4\n"},
      {"unet", "[data]\n" + cached +
                   "[model]\nblock_out_channels = [16, 16, 16]\nattention = [0, 1, 1]\nheads = [1, 2, 2]\n"
                   "layers_per_block = 1\nnorm_num_groups = 4\ntrain_text = true\n"},
      {"ip_adapter", "[data]\n" + data_lines(folder.path(), "images") + "[model]\nkind = \"base\"\n"},
      {"lora",
       "[data]\n" + data_lines(folder.path(), "pastel") + "style = \"pastel\"\n[model]\nrank = 2\nlayers = \"all\"\n"},
      {"tiny_decoder", "[data]\n" + cached + "[model]\nwidth = 8\nblocks = [1, 0, 0, 0]\n"}};
  for (const auto& [objective_name, rest] : recipes) {
    CAPTURE(objective_name);
    const auto objective =
        testing::prepared(fmt::format("[train]\nobjective = \"{}\"\nsteps = 2\n{}", objective_name, rest));
    auto weights = objective->initial_weights(generator_for(1, 0, 1));
    REQUIRE(weights.has_value());
    const testing::Descent descent = testing::descend(*objective, *weights, 8, 3e-3);
    CHECK(std::isfinite(descent.first));
    CHECK(descent.last < descent.first);
  }
}

}  // namespace heddle::training
