#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include "support/temporary_folder.h"
#include "tiny_model.h"
#include "weights/control_files.h"

#include "support/test.h"

namespace heddle::training {

namespace {

using tensor::NamedTensors;

class T2IBench {
 public:
  T2IBench() { testing::write_tiny_model(folder_ / "model"); }

  [[nodiscard]] std::string recipe(const std::string& kind, const std::string& map) const {
    return fmt::format(
        "[train]\nobjective = \"t2i_adapter\"\nsteps = 6\nlearning_rate = 1e-2\nema = 0.9\nprecision = \"auto\"\n"
        "[data]\nmodel = \"{0}/model\"\ncache = \"{0}/cache\"\nscenes = 8\nsize = 64\nbatch = 4\nmap = \"{2}\"\n"
        "[model]\nkind = \"{1}\"\nlayers_per_level = 1\n[loss]\nmin_snr_gamma = 5\n[export]\nfile = \"adapter\"\n",
        folder_.path().string(), kind, map);
  }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return folder_ / name; }

 private:
  heddle::testing::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a T2I-Adapter lowers the loss, all of it learns, and its file opens") {
  const T2IBench bench;
  for (const std::string kind : {"full", "light"}) {
    CAPTURE(kind);
    const std::string recipe = bench.recipe(kind, "canny");
    const auto objective = testing::prepared(recipe);
    auto weights = objective->initial_weights(generator_for(1, 0, 1));
    REQUIRE(weights.has_value());
    const NamedTensors before = tensor::converted(*weights, at::kCPU, at::kDouble);
    const testing::Descent descent = testing::descend(*objective, *weights, 20, 1e-2);
    MESSAGE(kind << ": " << descent.first << " -> " << descent.last);
    CHECK(descent.last < descent.first * 0.97);
    for (const auto& [name, value] : *weights) {
      CAPTURE(name);
      CHECK((value.detach().to(at::kDouble) - before.at(name)).abs().max().item<double>() > 1e-4);
    }
    const NamedTensors whole = testing::exported_after(recipe, {6}, "adapter.safetensors");
    const NamedTensors broken = testing::exported_after(recipe, {2, 6}, "adapter.safetensors");
    for (const auto& [name, value] : whole) CHECK(value.equal(broken.at(name)));
    REQUIRE(write_tensors(bench / "adapter.safetensors", whole, {}).has_value());
    const auto part = weights::open_t2i_adapter(bench / "adapter.safetensors");
    REQUIRE_MESSAGE(part.has_value(), part.error().message);
    CHECK(part->check.complete());
    CHECK(part->config.value("adapter_type", "") == kind + "_adapter");
  }
}

}  // namespace heddle::training
