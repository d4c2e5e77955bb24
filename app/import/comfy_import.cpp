// ComfyUI's `prompt`: {"3": {"class_type": "KSampler", "inputs": {"seed": 1, "positive": ["6", 0], …}}, …}.
// Follows the first sampler back to its texts, model and size; reports other nodes as not understood.
#include <QCoreApplication>
#include <algorithm>
#include <set>
#include <type_traits>

#include "base/json.h"
#include "import/picture_import.h"

namespace heddle::import {
namespace {

class ComfyGraph final {
 public:
  ComfyGraph(const Json& nodes, MadeWith& made) : nodes_(nodes), made_(made) {}

  bool read() {
    for (const auto& [id, node] : nodes_.items()) {
      const std::string type = typeOf(node);
      if (type != "KSampler" && type != "KSamplerAdvanced") continue;
      readSamplerNode(id, node);
      return true;
    }
    return false;
  }

  QStringList others() const {
    static const std::set<std::string> quiet = {"SaveImage", "PreviewImage", "VAEDecode", "Note"};
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

  const Json* input(const Json& node, const char* name) const {
    const Json* inputs = find_member(node, "inputs");
    return inputs == nullptr ? nullptr : find_member(*inputs, name);
  }

  // The node that a wired input comes from.
  const Json* source(const Json& node, const char* name) {
    const Json* wire = input(node, name);
    if (wire == nullptr || !wire->is_array() || wire->empty() || !wire->front().is_string()) return nullptr;
    const std::string id = wire->front().get<std::string>();
    const Json* found = find_member(nodes_, id);
    if (found != nullptr) used_.insert(id);
    return found;
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
    made_.prompt = text(source(node, "positive"), 0);
    made_.negative = text(source(node, "negative"), 0);
    followModel(source(node, "model"), 0);
    if (const Json* latent = source(node, "latent_image"); latent != nullptr) {
      if (typeOf(*latent) == "EmptyLatentImage") {
        number(*latent, "width", made_.width);
        number(*latent, "height", made_.height);
      } else {
        flaws << QString::fromStdString(typeOf(*latent));
      }
    }
  }

  // Texts may be wired on through other nodes; the first one with words counts.
  std::string text(const Json* node, int depth) {
    if (node == nullptr || depth > 16) return {};
    if (typeOf(*node) == "CLIPTextEncode") {
      followModel(source(*node, "clip"), depth + 1);
      return stringInput(*node, "text");
    }
    flaws << QString::fromStdString(typeOf(*node));
    for (const char* name : {"conditioning", "positive", "conditioning_1"}) {
      if (const Json* next = source(*node, name)) return text(next, depth + 1);
    }
    return {};
  }

  void followModel(const Json* node, int depth) {
    if (node == nullptr || depth > 16) return;
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
      followModel(source(*node, "model") != nullptr ? source(*node, "model") : source(*node, "clip"), depth + 1);
    }
  }

  const Json& nodes_;
  MadeWith& made_;
  std::set<std::string> used_;
};

}  // namespace

Result<MadeWith> readComfy(const std::string& json, QStringList& notUnderstood) {
  auto parsed = parse_json(json, "ComfyUI's prompt");
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
