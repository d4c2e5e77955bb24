// The annotators that are networks, through their nodes: files of random weights as the public ones name them, missing
// and wrong files, every size of picture, and that a moved parameter runs no network again.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <filesystem>

#include "graph/validate.h"
#include "models/annotators/body_pose.h"
#include "models/annotators/hed.h"
#include "models/annotators/line_drawer.h"
#include "models/annotators/pidinet.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"
#include "pose/pose_json.h"
#include "support/temporary_folder.h"
#include "support/test.h"
#include "tensor/weight_tensors.h"

using namespace heddle;

namespace {

struct LearnedNodes {
  LearnedNodes() {
    nodes::NodeRegistration setup{registry, services};
    nodes::register_all_nodes(setup);
  }

  Result<engine::Outputs> run(const std::string& type, const image::Image& image, graph::ParamMap params = {}) {
    const auto node = registry.find(type);
    REQUIRE_MESSAGE(node != nullptr, type);
    graph::Node described;
    described.type = type;
    described.params = std::move(params);
    const graph::Params resolved = graph::resolve_params(described, node->spec).params;
    if (auto identity = node->identity(resolved); !identity) return forward(identity);
    RunControl control = RunControl::none();
    return node->run(engine::Inputs(resolved, {{"image", {engine::Value::of(pipeline::Images{image})}}}), control);
  }
  Result<image::Image> map(const std::string& type, const image::Image& image, graph::ParamMap params = {}) {
    auto outputs = run(type, image, std::move(params));
    if (!outputs) return forward(outputs);
    return outputs->find("image")->as<pipeline::Images>().front();
  }

  engine::NodeRegistry registry;
  std::shared_ptr<nodes::NodeContext> services = std::make_shared<nodes::NodeContext>();
};

template <class Network>
void write_network(const std::filesystem::path& path) {
  tensor::NamedTensors weights;
  Network::build(tensor::Binder::initialise(weights, at::detail::createCPUGenerator(1)));
  REQUIRE(tensor::save_file(path, weights));
}

image::Image noisy(int width, int height, int channels) {
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width * height * channels));
  std::uint32_t state = 12345;
  for (std::uint8_t& value : pixels) value = static_cast<std::uint8_t>((state = state * 1664525U + 1013904223U) >> 24U);
  return {width, height, channels, std::move(pixels)};
}

// A folder of models with the quick networks, under the public files' names.
struct QuickModels {
  QuickModels() {
    std::filesystem::create_directories(folder.path() / "annotators");
    write_network<models::PiDiNet>(folder.path() / "annotators" / "table5_pidinet.safetensors");
    write_network<models::LineDrawer>(folder.path() / "annotators" / "sk_model.safetensors");
  }
  testing::TemporaryFolder folder;
};

}  // namespace

TEST_CASE("a missing network says which file, where it goes, and what needs no network") {
  LearnedNodes nodes;
  const std::pair<const char*, const char*> files[] = {{"annotate.hed", "ControlNetHED.pth"},
                                                       {"annotate.pidinet", "table5_pidinet.pth"},
                                                       {"annotate.lineart", "sk_model.pth"},
                                                       {"annotate.lineart_anime", "netG.pth"},
                                                       {"annotate.midas", "dpt_hybrid-midas-501f0c75.pt"},
                                                       {"annotate.midas_normal", "dpt_hybrid-midas-501f0c75.pt"},
                                                       {"annotate.openpose", "body_pose_model.pth"}};
  for (const auto& [type, file] : files) {
    CAPTURE(type);
    auto map = nodes.map(type, noisy(8, 8, 3));
    REQUIRE_FALSE(map);
    CHECK(map.error().kind == ErrorKind::not_found);
    CHECK(map.error().message.find(file) != std::string::npos);
    CHECK(map.error().message.find("'annotators'") != std::string::npos);
    CHECK(map.error().message.find("needs no network") != std::string::npos);
  }
  auto coarse = nodes.map("annotate.lineart", noisy(8, 8, 3), {{"coarse", true}});
  REQUIRE_FALSE(coarse);
  CHECK(coarse.error().message.find("sk_model2.pth") != std::string::npos);
}

TEST_CASE("networks are found below a folder of models, and take every size and number of channels") {
  const QuickModels models;
  LearnedNodes nodes;
  nodes.services->model_folders = {models.folder.path()};
  for (const auto& [width, height] : {std::pair(1, 1), {1, 9}, {9, 1}, {63, 65}, {4096, 8}}) {
    for (const int channels : {1, 3, 4}) {
      if (width > 1000 && channels > 1) continue;  // as slow as a whole picture
      for (const std::string type : {"annotate.pidinet", "annotate.lineart"}) {
        CAPTURE(type);
        CAPTURE(width);
        CAPTURE(height);
        CAPTURE(channels);
        auto map = nodes.map(type, noisy(width, height, channels), {{"resolution", std::int64_t{0}}});
        REQUIRE_MESSAGE(map, (map ? "" : map.error().message));
        CHECK(map->width() == width);
        CHECK(map->height() == height);
        CHECK(map->channels() == 1);
      }
    }
  }
}

TEST_CASE("a parameter that draws the map makes another map and runs no network") {
  const QuickModels models;
  LearnedNodes nodes;
  nodes.services->model_folders = {models.folder.path()};
  const image::Image image = noisy(64, 64, 3);
  auto soft = nodes.map("annotate.pidinet", image, {{"resolution", std::int64_t{0}}});
  REQUIRE(soft);
  auto lines =
      nodes.map("annotate.pidinet", image, {{"resolution", std::int64_t{0}}, {"form", graph::Choice{"lines"}}});
  REQUIRE(lines);
  CHECK_FALSE(std::ranges::equal(soft->pixels(), lines->pixels()));
  // A map that is kept stands for the network's.
  pipeline::AnnotatorCache cache;
  int runs = 0;
  pipeline::AnnotatorModel model;
  model.identity = "counted";
  model.run = [&runs](const at::Tensor& rgb) {
    ++runs;
    return rgb.select(1, 0).squeeze(0);
  };
  for (int i = 0; i < 3; ++i) CHECK(pipeline::cached_annotator_map(cache, model, image).numel() == 64 * 64);
  CHECK(runs == 1);
  (void)pipeline::cached_annotator_map(cache, model, noisy(32, 64, 3));
  CHECK(runs == 2);
}

TEST_CASE("the cache keeps so many bytes of maps, and the newest whatever its size") {
  pipeline::AnnotatorCache cache(100);
  cache.keep("a", at::zeros({20}));
  cache.keep("b", at::zeros({20}));
  CHECK_FALSE(cache.map("a").defined());
  CHECK(cache.map("b").defined());
  cache.keep("c", at::zeros({1000}));
  CHECK(cache.map("c").defined());
  CHECK_FALSE(cache.map("b").defined());
}

TEST_CASE("a file that is another network, or lacks a tensor, is refused with the file's and the tensor's name") {
  const QuickModels models;
  LearnedNodes nodes;
  const std::filesystem::path other = models.folder.path() / "annotators" / "sk_model.safetensors";
  auto map = nodes.map("annotate.pidinet", noisy(8, 8, 3), {{"network", graph::FilePath{other.string()}}});
  REQUIRE_FALSE(map);
  CHECK(map.error().message.find(other.string()) != std::string::npos);
  CHECK(map.error().message.find("'init_block.weight' is missing") != std::string::npos);
  CHECK(map.error().message.find("table5_pidinet.pth") != std::string::npos);

  tensor::NamedTensors weights;
  models::PiDiNet::build(tensor::Binder::initialise(weights, at::detail::createCPUGenerator(1)));
  tensor::NamedTensors wrapped;  // as they are saved from several processors
  for (const auto& [name, values] : weights) wrapped["module." + name] = values;
  const std::filesystem::path file = models.folder.path() / "wrapped.safetensors";
  REQUIRE(tensor::save_file(file, wrapped));
  CHECK(nodes.map("annotate.pidinet", noisy(8, 8, 3), {{"network", graph::FilePath{file.string()}}}));
  wrapped.erase("module.block3_1.shortcut.bias");
  const std::filesystem::path cut = models.folder.path() / "cut.safetensors";
  REQUIRE(tensor::save_file(cut, wrapped));
  auto less = nodes.map("annotate.pidinet", noisy(8, 8, 3), {{"network", graph::FilePath{cut.string()}}});
  REQUIRE_FALSE(less);
  CHECK(less.error().message.find("'block3_1.shortcut.bias' is missing") != std::string::npos);
}

TEST_CASE("OpenPose gives a drawing and a pose that the pose node reads, also of nobody") {
  const QuickModels models;
  LearnedNodes nodes;
  const std::filesystem::path file = models.folder.path() / "body_pose_model.safetensors";
  write_network<models::BodyPose>(file);
  auto outputs = nodes.run("annotate.openpose", noisy(48, 64, 3),
                           {{"resolution", std::int64_t{0}}, {"network", graph::FilePath{file.string()}}});
  REQUIRE_MESSAGE(outputs, (outputs ? "" : outputs.error().message));
  const image::Image& drawn = outputs->find("image")->as<pipeline::Images>().front();
  CHECK(drawn.width() == 48);
  CHECK(drawn.height() == 64);
  const auto text = std::get<std::string>(outputs->find("pose")->as<graph::ParamValue>());
  auto read = pose::pose_from_json(text, "pose");
  REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
  CHECK(read->pose.width == 48);
  CHECK(read->pose.people.empty());
  REQUIRE(outputs->notes().size() == 1);
  CHECK(outputs->notes()[0].message.find("nobody") != std::string::npos);
}
