#include "support/fake_engine/fake_nodes.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "base/hash.h"
#include "graph/param_io.h"
#include "image/image.h"

namespace heddle::testing {
namespace {

using namespace graph;
using Images = std::vector<image::Image>;

constexpr int kSide = 64;

image::Image gradient(const std::string& what, double share) {
  const std::string hash = content_hash(what);
  const auto digit = [&](std::size_t i) { return std::stoi(hash.substr(2 * i, 2), nullptr, 16); };
  std::vector<std::uint8_t> pixels;
  pixels.reserve(kSide * kSide * 3);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      for (std::size_t c = 0; c < 3; ++c) {
        const double colour = digit(c) * (0.5 + 0.5 * x / kSide) * (1 - 0.4 * y / kSide);
        pixels.push_back(static_cast<std::uint8_t>(128 * (1 - share) + colour * share));
      }
    }
  }
  return {kSide, kSide, 3, std::move(pixels)};
}

// A fake's output where the real node gives an image prompt.
struct FakePrompt {
  std::string words;
  ParamRef scale;  // where its newest value is found
};

// The pictures of the steps that a fake made.
class FakeSteps final : public engine::StepPreviews {
 public:
  explicit FakeSteps(int total) : total_(total) {}
  void put(image::Image image) {
    const std::lock_guard lock(mutex_);
    images_.push_back(std::move(image));
  }
  int total() const override { return total_; }
  int done() const override {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(images_.size());
  }
  image::Image image(int step) const override {
    const std::lock_guard lock(mutex_);
    return images_.at(static_cast<std::size_t>(step));
  }
  std::size_t bytes() const override { return static_cast<std::size_t>(done()) * kSide * kSide * 3; }

 private:
  const int total_;
  mutable std::mutex mutex_;
  std::vector<image::Image> images_;
};

class Fake final {
 public:
  Fake(NodeSpec spec, std::shared_ptr<const FakeBehaviour> behaviour, std::shared_ptr<std::atomic<int>> steps_done)
      : spec_(std::move(spec)), behaviour_(std::move(behaviour)), steps_done_(std::move(steps_done)) {}

  Result<engine::Outputs> operator()(const engine::Inputs& in, RunControl& control) const {
    const auto kept = std::make_shared<FakeSteps>(steps_of(in));
    if (spec_.cost >= 10) {
      if (auto done = make_steps(in, control, kept); !done) return forward(done);
    }
    if (spec_.side_effect == SideEffect::writes_files && behaviour_->on_saved) behaviour_->on_saved("fake.png");
    const std::string words = describe(in);
    engine::Outputs outputs;
    if (spec_.cost >= 10) outputs.keep_steps(kept);
    for (const PortSpec& port : spec_.outputs) outputs.set(port.name, value_for(port, in, words));
    if (spec_.find_param("text") != nullptr && in.params().text("text").starts_with("noted")) {
      outputs.add_note(note("fake.noted", "a note about '{}'", in.params().text("text")));
    }
    for (const ParamSpec& param : spec_.params) {
      if (param.is_live) outputs.record(param.name, in.live(param.name));
    }
    if (const auto scale = live_scale(in)) outputs.record_upstream({in.get<FakePrompt>("image_prompt").scale, *scale});
    return outputs;
  }

 private:
  // The newest strength of the image prompt before this node; nothing when none was sent.
  static std::optional<ParamValue> live_scale(const engine::Inputs& in) {
    const auto* prompt = in.find<FakePrompt>("image_prompt");
    if (prompt == nullptr) return std::nullopt;
    const ParamValue none{std::string()};
    ParamValue newest = in.live(prompt->scale, none);
    return newest == none ? std::nullopt : std::optional(std::move(newest));
  }

  int steps_of(const engine::Inputs& in) const {
    const bool has_steps = spec_.find_param("steps") != nullptr;
    return has_steps ? static_cast<int>(in.params().integer("steps")) : behaviour_->steps;
  }

  Result<void> make_steps(const engine::Inputs& in, const RunControl& control,
                          const std::shared_ptr<FakeSteps>& kept) const {
    const int steps = kept->total();
    in.begin_steps(kept);
    for (int step = 0; step < steps; ++step) {
      in.between_steps(step);
      if (control.cancelled()) return cancelled();
      if (behaviour_->on_step) behaviour_->on_step(steps_done_->load());
      ++*steps_done_;
      std::this_thread::sleep_for(std::chrono::milliseconds(behaviour_->step_milliseconds));
      const double share = static_cast<double>(step + 1) / steps;
      control.report(share, fmt::format("step {} of {}", step + 1, steps));
      kept->put(gradient(describe(in), share));
      control.preview(kept->image(step));
    }
    return {};
  }

  // Everything that the result depends on, the newest live values among it.
  std::string describe(const engine::Inputs& in) const {
    std::string words = spec_.type;
    for (const ParamSpec& param : spec_.params) {
      words += param.name + "=" +
               dump_json(to_json(param.is_live ? in.live(param.name) : in.params().value(param.name))) + ";";
    }
    if (const auto scale = live_scale(in)) words += dump_json(to_json(*scale));
    for (const PortSpec& port : spec_.inputs) {
      for (const engine::Value& value : in.values(port.name)) {
        if (const auto* text = value.find<std::string>()) words += "(" + *text + ")";
        if (const auto* prompt = value.find<FakePrompt>()) words += "(" + prompt->words + ")";
        if (const auto* images = value.find<Images>()) {
          words += content_hash(std::as_bytes(images->front().pixels()));
        }
      }
    }
    return words;
  }

  engine::Value value_for(const PortSpec& port, const engine::Inputs& in, const std::string& words) const {
    const std::string& kind = port.type.id;
    if (kind == port::image.id || kind == port::mask.id) {
      for (const PortSpec& input : spec_.inputs) {  // what only passes through
        if (input.type == port.type && in.has(input.name)) return in.values(input.name).front();
      }
      return engine::Value::of(Images{gradient(words, 1.0)}, kSide * kSide * 3);
    }
    for (const ParamSpec& param : spec_.params) {
      const auto type = param.port_type();
      if (type && type->id == kind) return engine::Value::of(in.params().value(param.name), sizeof(ParamValue));
    }
    if (kind == port::image_prompt.id) return engine::Value::of(FakePrompt{words, {in.node(), "scale"}}, words.size());
    return engine::Value::of(words, words.size());
  }

  NodeSpec spec_;
  std::shared_ptr<const FakeBehaviour> behaviour_;
  std::shared_ptr<std::atomic<int>> steps_done_;
};

void wire(Graph& graph, std::uint64_t from, const char* out, std::uint64_t to, const char* in) {
  if (!graph.connect({{NodeId{from}, out}, {NodeId{to}, in}})) throw std::logic_error("a wire of the fake graph");
}

}  // namespace

void add_fakes(engine::NodeRegistry& registry, const NodeCatalog& catalog, FakeBehaviour behaviour) {
  const auto shared = std::make_shared<const FakeBehaviour>(std::move(behaviour));
  const auto steps_done = std::make_shared<std::atomic<int>>(0);
  for (const auto& [type, spec] : catalog.all()) registry.add(spec, Fake(spec, shared, steps_done));
}

NodeCatalog fake_catalog() {
  NodeCatalog catalog;
  catalog.add(
      NodeSpec("fake.words", 1, "Words").param(text("text", "a red ball")).output("conditioning", port::conditioning));
  catalog.add(NodeSpec("fake.reference", 1, "Reference").param(file("image", "image")).output("image", port::image));
  catalog.add(NodeSpec("fake.prompt", 1, "Image prompt")
                  .input("image", port::image)
                  .param(lane("scale", 1.0).range(-2, 3).by_layer().live_downstream().recomputes_from(Stage::denoise))
                  .output("image_prompt", port::image_prompt));
  catalog.add(NodeSpec("fake.sample", 1, "Sampler")
                  .input("positive", port::conditioning)
                  .input("image_prompt", port::image_prompt)
                  .optional()
                  .param(integer("steps", 10).range(1, 100000))
                  .param(seed("seed", 1))
                  .param(lane("guidance", 7.5).range(0, 100).live().recomputes_from(Stage::denoise))
                  .output("latent", port::latent)
                  .costs(20));
  catalog.add(NodeSpec("fake.decode", 1, "Decode").input("latent", port::latent).output("image", port::image));
  catalog.add(NodeSpec("fake.view", 1, "View").input("image", port::image).output("image", port::image).result());
  catalog.add(NodeSpec("fake.save", 1, "Save").input("image", port::image).writes_files().result());
  return catalog;
}

Graph fake_graph(int steps, std::uint64_t seed_value) {
  Graph graph;
  const auto add = [&](const char* type, ParamMap params) {
    Node node;
    node.type = type;
    node.params = std::move(params);
    graph.add(std::move(node));
  };
  add("fake.words", {{"text", std::string("a blue cube")}});
  add("fake.reference", {});
  add("fake.prompt", {{"scale", Lane::scalar(0.6)}});
  add("fake.sample", {{"steps", std::int64_t{steps}}, {"seed", Seed{seed_value}}, {"guidance", Lane::scalar(5)}});
  add("fake.decode", {});
  add("fake.save", {});
  wire(graph, 2, "image", 3, "image");
  wire(graph, 1, "conditioning", 4, "positive");
  wire(graph, 3, "image_prompt", 4, "image_prompt");
  wire(graph, 4, "latent", 5, "latent");
  wire(graph, 5, "image", 6, "image");
  return graph;
}

}  // namespace heddle::testing
