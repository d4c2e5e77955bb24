// What four tools write into their pictures, as graphs.
#include "import/picture_import.h"

#include <QTest>

#include "graph/graph_io.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::import;

namespace {

const graph::Node* nodeOf(const graph::Graph& graph, std::string_view type, std::size_t place = 0) {
  for (const auto& [id, node] : graph.nodes()) {
    if (node.type == type && place-- == 0) return &node;
  }
  return nullptr;
}
std::string textParam(const graph::Node* node, const char* name) {
  return std::get<std::string>(node->params.at(name));
}

}  // namespace

class PictureImportTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aPictureOfHeddleGivesItsGraph() {
    graph::Graph graph;
    graph.add({{}, "text.encode", 1, "Words"});
    const auto found = importTexts({{"heddle", graph::write_graph(graph)}}, {});
    QVERIFY(found.has_value());
    QCOMPARE(found->source, PictureSource::heddle);
    QCOMPARE(found->graph.nodes().size(), std::size_t{1});
  }
  void a1111() {
    const std::string text =
        "a small (blue:1.2) boat\nNegative prompt: blurry\nSteps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, "
        "Seed: 18446744073709551615, Size: 512x768, Model: dream_v8, Clip skip: 2, Hires upscale: 2, Version: v1.9";
    const auto found = importTexts({{"parameters", text}}, {});
    QVERIFY(found.has_value());
    QCOMPARE(found->source, PictureSource::a1111);
    const graph::Node* sampler = nodeOf(found->graph, "sample");
    QCOMPARE(std::get<graph::Seed>(sampler->params.at("seed")).value, std::uint64_t{18446744073709551615u});
    QCOMPARE(std::get<graph::Choice>(sampler->params.at("sampler")).name, std::string("dpmpp_2m"));
    QCOMPARE(std::get<graph::Choice>(sampler->params.at("schedule")).name, std::string("karras"));
    QCOMPARE(std::get<std::int64_t>(sampler->params.at("height")), std::int64_t{768});
    QCOMPARE(std::get<graph::Lane>(sampler->params.at("guidance")).at(0, 0), 6.5);
    QCOMPARE(textParam(nodeOf(found->graph, "text.encode", 0), "text"), std::string("a small (blue:1.2) boat"));
    QCOMPARE(textParam(nodeOf(found->graph, "text.encode", 1), "text"), std::string("blurry"));
    QCOMPARE(found->notUnderstood, QStringList{"Hires upscale: 2"});
  }
  void comfy() {
    const std::string text = R"({
      "3": {"class_type": "KSampler", "inputs": {"seed": 9007199254740993, "steps": 12, "cfg": 8, "denoise": 1,
            "sampler_name": "euler_ancestral", "scheduler": "karras", "model": ["9", 0], "positive": ["6", 0],
            "negative": ["7", 0], "latent_image": ["5", 0]}},
      "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5.safetensors"}},
      "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 640, "height": 512, "batch_size": 1}},
      "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["4", 1]}},
      "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["4", 1]}},
      "8": {"class_type": "UpscaleImage", "inputs": {}},
      "9": {"class_type": "LoraLoader", "inputs": {"model": ["4", 0]}}})";
    const auto found = importTexts({{"prompt", text}}, {});
    QVERIFY(found.has_value());
    const graph::Node* sampler = nodeOf(found->graph, "sample");
    QCOMPARE(std::get<graph::Seed>(sampler->params.at("seed")).value, std::uint64_t{9007199254740993u});
    QCOMPARE(std::get<graph::Choice>(sampler->params.at("sampler")).name, std::string("euler_a"));
    QCOMPARE(std::get<graph::FilePath>(nodeOf(found->graph, "model.load")->params.at("model")).path,
             std::string("v1-5.safetensors"));
    QCOMPARE(found->notUnderstood, (QStringList{"LoraLoader", "UpscaleImage"}));
  }
  void invoke() {
    const std::string text = R"({"positive_prompt": "a dog", "negative_prompt": null, "seed": 77, "steps": 30,
      "cfg_scale": 7.5, "width": 512, "height": 512, "scheduler": "dpmpp_2m_k", "loras": [],
      "model": {"name": "deliberate", "base": "sd-1"}, "controlnets": [{"x": 1}]})";
    const auto found = importTexts({{"invokeai_metadata", text}}, {});
    QVERIFY(found.has_value());
    const graph::Node* sampler = nodeOf(found->graph, "sample");
    QCOMPARE(std::get<graph::Choice>(sampler->params.at("schedule")).name, std::string("karras"));
    QCOMPARE(found->notUnderstood, QStringList{"controlnets"});
  }
  void nothingAndNonsense() {
    QCOMPARE(importTexts({}, {})->source, PictureSource::none);
    for (const char* key : {"prompt", "invokeai_metadata", "heddle"}) {
      for (const char* text : {"", "{", "[]", "12", R"({"3": 4})", R"({"3":{"class_type":7,"inputs":[1]}})"}) {
        const auto found = importTexts({{key, text}}, {});  // may fail, must not crash
        if (!found) QVERIFY(!found.error().message.empty());
      }
    }
  }
  void aRingOfComfyNodesEnds() {
    const std::string text = R"({"1": {"class_type": "KSampler", "inputs": {"model": ["2", 0], "positive": ["3", 0]}},
      "2": {"class_type": "A", "inputs": {"model": ["2", 0]}}, "3": {"class_type": "B", "inputs": {"conditioning": ["3", 0]}}})";
    QVERIFY(importTexts({{"prompt", text}}, {}).has_value());
  }
};

HEDDLE_QT_TEST(PictureImportTest)
#include "picture_import_test.moc"
