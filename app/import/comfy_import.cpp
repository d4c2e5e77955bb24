// ComfyUI's `prompt`: {"3": {"class_type": "KSampler", "inputs": {"seed": 1, "positive": ["6", 0], …}}, …}.
// The graph is walked back from the node that saves: the last sampler before it counts, and from there its texts, model
// and size. Other nodes are named as not understood.
#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "base/json.h"
#include "import/image_import.h"
#include "import/settings_object.h"

namespace heddle::import {
namespace {

constexpr int kDepthMost = 32;

class ComfyGraph final {
 public:
  ComfyGraph(const Json& nodes, MadeWith& made) : nodes_(nodes), made_(made) {}

  bool read() {
    const std::string id = lastSampler();
    if (id.empty()) return false;
    readSamplerNode(id, nodes_[id]);
    return true;
  }

  QStringList others() const {
    static const std::set<std::string> quiet = {"SaveImage", "PreviewImage", "VAEDecode", "VAELoader", "Note"};
    QStringList names;
    for (const auto& [id, node] : nodes_.items()) {
      if (!used_.contains(id) && !quiet.contains(typeOf(node))) names << QString::fromStdString(typeOf(node));
    }
    names.removeDuplicates();
    return names;
  }

  QStringList flaws;

 private:
  static std::string typeOf(const Json& node) {
    const Json* type = find_member(node, "class_type");
    return type != nullptr && type->is_string() ? type->get<std::string>() : std::string();
  }
  static bool isSampler(const std::string& type) { return type == "KSampler" || type == "KSamplerAdvanced"; }

  const Json* input(const Json& node, const char* name) const {
    const Json* inputs = find_member(node, "inputs");
    return inputs == nullptr ? nullptr : find_member(*inputs, name);
  }

  // The id of the node that a wire comes from; empty for what is no wire.
  std::string sourceId(const Json* wire) const {
    if (wire == nullptr || !wire->is_array() || wire->empty() || !wire->front().is_string()) return {};
    const std::string id = wire->front().get<std::string>();
    return find_member(nodes_, id) != nullptr ? id : std::string();
  }

  const Json* source(const Json& node, const char* name) {
    const std::string id = sourceId(input(node, name));
    if (id.empty()) return nullptr;
    used_.insert(id);
    return find_member(nodes_, id);
  }

  std::vector<std::string> sourcesOf(const Json& node) const {
    std::vector<std::string> ids;
    const Json* inputs = find_member(node, "inputs");
    if (inputs == nullptr || !inputs->is_object()) return ids;
    for (const auto& [name, value] : inputs->items()) {
      if (std::string id = sourceId(&value); !id.empty()) ids.push_back(std::move(id));
    }
    return ids;
  }

  // The nearest sampler before any of these nodes.
  std::string samplerBefore(const std::vector<std::string>& starts) const {
    std::deque<std::string> open(starts.begin(), starts.end());
    std::set<std::string> seen(starts.begin(), starts.end());
    while (!open.empty()) {
      const std::string id = open.front();
      open.pop_front();
      if (isSampler(typeOf(nodes_[id]))) return id;
      for (const std::string& next : sourcesOf(nodes_[id])) {
        if (seen.insert(next).second) open.push_back(next);
      }
    }
    return {};
  }

  // Of the nodes that save, else of those that show, else of those that no node reads.
  std::string lastSampler() const {
    std::vector<std::string> saving, showing, unread;
    std::set<std::string> read;
    for (const auto& [id, node] : nodes_.items()) {
      for (const std::string& from : sourcesOf(node)) read.insert(from);
    }
    for (const auto& [id, node] : nodes_.items()) {
      const std::string type = typeOf(node);
      if (type.find("Save") != std::string::npos) saving.push_back(id);
      if (type.find("Preview") != std::string::npos) showing.push_back(id);
      if (!read.contains(id)) unread.push_back(id);
    }
    for (const auto& ends : {saving, showing, unread}) {
      if (std::string id = samplerBefore(ends); !id.empty()) return id;
    }
    return {};
  }

  template <class T>
  void number(const Json& node, const char* name, T& value) const {
    const Json* found = input(node, name);
    if (found == nullptr || !found->is_number()) return;
    if constexpr (std::is_same_v<T, std::uint64_t>) {
      if (found->is_number_unsigned()) value = found->get<std::uint64_t>();
    } else if constexpr (std::is_same_v<T, int>) {
      const double wide = found->get<double>();
      if (wide >= 0 && wide <= 1e6) value = static_cast<int>(wide);
    } else {
      value = found->get<double>();
    }
  }

  std::string stringInput(const Json& node, const char* name) const {
    const Json* found = input(node, name);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
  }

  void readSamplerNode(const std::string& id, const Json& node) {
    used_.insert(id);
    number(node, "seed", made_.seed);
    number(node, "noise_seed", made_.seed);
    number(node, "steps", made_.steps);
    number(node, "cfg", made_.guidance);
    number(node, "denoise", made_.strength);
    const std::string sampler = stringInput(node, "sampler_name"), schedule = stringInput(node, "scheduler");
    if (!readSampler(sampler, made_)) flaws << QString::fromStdString("sampler: " + sampler);
    if (!schedule.empty()) {
      MadeWith probe;
      if (readSampler("euler " + schedule, probe)) made_.schedule = probe.schedule;
    }
    made_.prompt = text(source(node, "positive"), "positive", 0);
    made_.negative = text(source(node, "negative"), "negative", 0);
    followModel(source(node, "model"), 0);
    followLatent(source(node, "latent_image"), 0);
  }

  // Back to an empty latent, which says the size; what is between is named.
  void followLatent(const Json* node, int depth) {
    if (node == nullptr || depth > kDepthMost) return;
    const std::string type = typeOf(*node);
    const bool hasSize = made_.width > 0;
    if (!hasSize) {
      number(*node, "width", made_.width);
      number(*node, "height", made_.height);
    }
    if (type == "EmptyLatentImage") return;
    flaws << QString::fromStdString(isSampler(type) ? type + " (an earlier one)" : type);
    for (const char* name : {"latent_image", "samples", "pixels", "image"}) {
      if (const Json* next = source(*node, name)) return followLatent(next, depth + 1);
    }
  }

  // Conditionings may be wired on through other nodes; the first one with words counts.
  std::string text(const Json* node, const char* side, int depth) {
    if (node == nullptr || depth > kDepthMost) return {};
    if (typeOf(*node) == "CLIPTextEncode") {
      followModel(source(*node, "clip"), depth + 1);
      return words(*node, "text", depth + 1);
    }
    flaws << QString::fromStdString(typeOf(*node));
    for (const char* name : {"conditioning", side, "conditioning_1", "conditioning_to"}) {
      if (const Json* next = source(*node, name)) return text(next, side, depth + 1);
    }
    return {};
  }

  // A text at an input, or one that comes by wire from nodes that hold texts and join them.
  std::string words(const Json& node, const char* name, int depth) {
    if (std::string own = stringInput(node, name); !own.empty() || depth > kDepthMost) return own;
    const Json* from = source(node, name);
    if (from == nullptr) return {};
    const std::string delimiter = joint(*from);
    std::string all;
    for (const char* part : {"text", "string", "value", "prompt", "text_a", "text_b", "text_c", "text_d", "text1",
                             "text2", "text_1", "text_2", "string_a", "string_b", "string1", "string2"}) {
      const std::string piece = words(*from, part, depth + 1);
      if (!piece.empty()) all += (all.empty() ? "" : delimiter) + piece;
    }
    if (all.empty()) flaws << QString::fromStdString(typeOf(*from));
    return all;
  }

  std::string joint(const Json& node) const {
    const Json* delimiter = input(node, "delimiter");
    return delimiter != nullptr && delimiter->is_string() ? delimiter->get<std::string>() : std::string(" ");
  }

  void followModel(const Json* node, int depth) {
    if (node == nullptr || depth > kDepthMost) return;
    const std::string type = typeOf(*node);
    if (type == "CheckpointLoaderSimple" || type == "CheckpointLoader") {
      made_.model = stringInput(*node, "ckpt_name");
    } else if (type == "CLIPSetLastLayer") {
      int layer = -1;
      if (const Json* found = input(*node, "stop_at_clip_layer"); found != nullptr && found->is_number_integer()) {
        layer = found->get<int>();
      }
      made_.clipSkip = std::clamp(-layer, 1, 12);
      followModel(source(*node, "clip"), depth + 1);
    } else {
      flaws << QString::fromStdString(type);
      const Json* model = source(*node, "model");
      followModel(model != nullptr ? model : source(*node, "clip"), depth + 1);
    }
  }

  const Json& nodes_;
  MadeWith& made_;
  std::set<std::string> used_;
};

}  // namespace

Result<MadeWith> readComfy(const std::string& json, QStringList& notUnderstood) {
  auto parsed = parse_json(withoutNan(json), "ComfyUI's prompt");
  if (!parsed) return forward(parsed);
  if (!parsed->is_object()) return fail(ErrorKind::invalid_input, "[picture.import] ComfyUI's prompt holds no nodes");
  MadeWith made;
  ComfyGraph graph(*parsed, made);
  if (!graph.read()) {
    return fail(ErrorKind::unsupported, "[picture.import] this ComfyUI workflow has no KSampler to start from");
  }
  notUnderstood << graph.flaws << graph.others();
  notUnderstood.removeDuplicates();
  return made;
}

}  // namespace heddle::import
