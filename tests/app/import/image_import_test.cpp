// What four tools write into their pictures, as graphs.
#include "import/image_import.h"

#include <QTest>

#include "graph/a1111_parameters.h"
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

class ImageImportTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anImageOfHeddleGivesItsGraph() {
    graph::Graph graph;
    graph.add({{}, "text.encode", 1, "Words"});
    const auto found = importTexts({{"heddle", graph::write_graph(graph)}}, {});
    QVERIFY(found.has_value());
    QCOMPARE(found->source, ImageSource::heddle);
    QCOMPARE(found->graph.nodes().size(), std::size_t{1});
  }
  void a1111() {
    const std::string text =
        "a small (blue:1.2) boat\nNegative prompt: blurry\nSteps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, "
        "Seed: 18446744073709551615, Size: 512x768, Model: dream_v8, Clip skip: 2, Hires upscale: 2, Version: v1.9";
    const auto found = importTexts({{"parameters", text}}, {});
    QVERIFY(found.has_value());
    QCOMPARE(found->source, ImageSource::a1111);
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
  void comfyIsWalkedBackFromWhatIsSaved() {
    // Two samplers (the second refines), texts by wire, NaN as Python writes it.
    const std::string text = R"({
      "1": {"class_type": "KSampler", "inputs": {"seed": 11, "steps": 20, "cfg": 8, "denoise": 1, "sampler_name": "euler", "scheduler": "normal",
            "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
      "2": {"class_type": "LatentUpscale", "inputs": {"samples": ["1", 0], "width": 1024, "height": 768}},
      "3": {"class_type": "KSampler", "inputs": {"seed": 22, "steps": 10, "cfg": 5, "denoise": 0.5, "sampler_name": "dpmpp_2m", "scheduler": "karras",
            "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["2", 0]}},
      "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5.safetensors"}, "is_changed": [NaN, -Infinity]},
      "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 384, "batch_size": 1}},
      "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["10", 0], "clip": ["4", 1]}},
      "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "NaN, \"Infinity\"", "clip": ["4", 1]}},
      "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
      "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}},
      "10": {"class_type": "Text Concatenate", "inputs": {"delimiter": ", ", "text_a": ["11", 0], "text_b": "at dusk"}},
      "11": {"class_type": "PrimitiveString", "inputs": {"value": "a cat"}}})";
    const auto found = importTexts({{"prompt", text}}, {});
    QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
    const graph::Node* sampler = nodeOf(found->graph, "sample");
    QCOMPARE(std::get<graph::Seed>(sampler->params.at("seed")).value, std::uint64_t{22});
    QCOMPARE(std::get<std::int64_t>(sampler->params.at("width")), std::int64_t{1024});
    QCOMPARE(std::get<double>(sampler->params.at("strength")), 0.5);
    QCOMPARE(textParam(nodeOf(found->graph, "text.encode", 0), "text"), std::string("a cat, at dusk"));
    QCOMPARE(textParam(nodeOf(found->graph, "text.encode", 1), "text"), std::string("NaN, \"Infinity\""));
    QVERIFY(found->notUnderstood.join('|').contains("KSampler (an earlier one)"));
    QVERIFY(found->notUnderstood.join('|').contains("denoising strength 0.5"));
  }
  void swarm() {
    const std::string text =
        R"({"sui_image_params": {"prompt": "a cat", "negativeprompt": "dog", "model": "SD1/v1-5", "seed": 7, "steps": 12, "cfgscale": 6.5,
      "width": 640, "height": 512, "sampler": "dpmpp_2m", "scheduler": "karras", "aspectratio": "Custom", "swarm_version": "0.9", "refinermethod": "PostApply"},
      "sui_extra_data": {"date": "2024"}})";
    const auto found = importTexts({{"parameters", text}}, {});
    QVERIFY(found.has_value());
    QCOMPARE(found->source, ImageSource::swarm);
    const graph::Node* sampler = nodeOf(found->graph, "sample");
    QCOMPARE(std::get<graph::Seed>(sampler->params.at("seed")).value, std::uint64_t{7});
    QCOMPARE(std::get<graph::Choice>(sampler->params.at("schedule")).name, std::string("karras"));
    QCOMPARE(textParam(nodeOf(found->graph, "text.encode", 0), "text"), std::string("a cat"));
    QCOMPARE(found->notUnderstood, QStringList{"refinermethod: PostApply"});
  }
  void fooocus() {
    const std::string text =
        R"json({"prompt": "a cat", "negative_prompt": "dog", "base_model": "juggernaut", "seed": "7", "steps": 30, "guidance_scale": 4.0,
      "resolution": "(1152, 896)", "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "performance": "Speed", "sharpness": 2.0,
      "styles": "['Fooocus V2']", "metadata_scheme": "fooocus", "version": "Fooocus v2.5.5"})json";
    const auto found = importTexts({{"parameters", text}, {"fooocus_scheme", "fooocus"}}, {});
    QVERIFY(found.has_value());
    QCOMPARE(found->source, ImageSource::fooocus);
    const graph::Node* sampler = nodeOf(found->graph, "sample");
    QCOMPARE(std::get<graph::Seed>(sampler->params.at("seed")).value, std::uint64_t{7});
    QCOMPARE(std::get<std::int64_t>(sampler->params.at("width")), std::int64_t{1152});
    QCOMPARE(std::get<graph::Choice>(sampler->params.at("sampler")).name, std::string("dpmpp_2m_sde"));
    QCOMPARE(found->notUnderstood, (QStringList{"sharpness: 2.0", "styles: ['Fooocus V2']"}));
  }
  void invokeOneAndTwo() {
    const std::string metadata =
        R"({"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "app_version": "2.3.0", "image":
      {"prompt": [{"prompt": "a cat [dog, fog] on a roof", "weight": 1.0}], "steps": 50, "cfg_scale": 7.5, "threshold": 0, "seed": 1234, "sampler": "k_euler_a",
       "width": 512, "height": 640, "type": "txt2img", "postprocessing": null}})";
    const std::string dream = R"("a cat [dog, fog] on a roof" -s50 -S1234 -W512 -H640 -C7.5 -Ak_euler_a -G0.8)";
    for (const auto& [key, text] : {std::pair{"sd-metadata", metadata}, std::pair{"Dream", dream}}) {
      const auto found = importTexts({{key, text}}, {});
      QVERIFY2(found.has_value(), key);
      QCOMPARE(found->source, ImageSource::invoke);
      const graph::Node* sampler = nodeOf(found->graph, "sample");
      QCOMPARE(std::get<graph::Seed>(sampler->params.at("seed")).value, std::uint64_t{1234});
      QCOMPARE(std::get<std::int64_t>(sampler->params.at("steps")), std::int64_t{50});
      QCOMPARE(std::get<std::int64_t>(sampler->params.at("height")), std::int64_t{640});
      QCOMPARE(std::get<graph::Choice>(sampler->params.at("sampler")).name, std::string("euler_a"));
      QCOMPARE(textParam(nodeOf(found->graph, "text.encode", 0), "text"), std::string("a cat on a roof"));
      QCOMPARE(textParam(nodeOf(found->graph, "text.encode", 1), "text"), std::string("dog, fog"));
    }
    QCOMPARE(importTexts({{"Dream", dream}}, {})->notUnderstood, QStringList{"-G0.8"});
  }
  void settingsOfOtherToolsAreNoPrompt() {
    for (const auto& [key, text] : {std::pair{"parameters", R"({"positive": "a cat", "size": 3})"},
                                    std::pair{"parameters", R"({"sui_image_params": {"prompt": "a c)"},
                                    std::pair{"Comment", R"({"prompt": "a cat", "steps": 28, "uc": "dog"})"},
                                    std::pair{"workflow", R"({"nodes": []})"}}) {
      const auto found = importTexts({{key, text}}, {});
      QVERIFY2(!found.has_value(), text);
      QVERIFY2(found.error().message.find("a tool that Heddle does not read") != std::string::npos,
               found.error().message.c_str());
    }
  }
  void namesOfSamplersComeBack() {
    for (const char* sampler : {"ddim", "pndm", "dpm_solver_2", "dpm_solver_3", "dpmpp_2m", "dpmpp_2m_sde", "euler",
                                "euler_a", "heun", "unipc", "lcm"}) {
      for (const char* schedule : {"karras", "exponential", "sgm_uniform", "trailing", "linspace", "leading"}) {
        const std::string text = "a cat\nSteps: 20, Sampler: " + graph::a1111_sampler_name(sampler) +
                                 ", Schedule type: " + graph::a1111_schedule_name(schedule) + ", Seed: 1";
        const auto found = importTexts({{"parameters", text}}, {});
        const graph::Node* node = nodeOf(found->graph, "sample");
        QCOMPARE(std::get<graph::Choice>(node->params.at("sampler")).name, std::string(sampler));
        QCOMPARE(std::get<graph::Choice>(node->params.at("schedule")).name, std::string(schedule));
        QVERIFY2(found->notUnderstood.isEmpty(), text.c_str());
      }
    }
    QCOMPARE(graph::a1111_sampler_name("dpmpp_2m"), std::string("DPM++ 2M"));
    QCOMPARE(graph::a1111_schedule_name("karras"), std::string("Karras"));
    // What the web UI makes of "Automatic".
    const auto automatic =
        importTexts({{"parameters", "a cat\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Automatic, Seed: 1"}}, {});
    QCOMPARE(std::get<graph::Choice>(nodeOf(automatic->graph, "sample")->params.at("schedule")).name,
             std::string("karras"));
  }
  void nothingAndNonsense() {
    QCOMPARE(importTexts({}, {})->source, ImageSource::none);
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

HEDDLE_QT_TEST(ImageImportTest)
#include "image_import_test.moc"
