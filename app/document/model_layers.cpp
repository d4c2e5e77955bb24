#include "document/model_layers.h"

#include <variant>
#include <vector>

#include "graph/traverse.h"
#include "weights/cross_attention_facts.h"
#include "weights/layouts/unet_config.h"

namespace heddle::document {
namespace {

const QString kBuiltIn = QStringLiteral("bobbin");
constexpr const char* kModel = "model";  // the port that carries a model, and the parameter that names its file

// A style of the built-in model has the model's layers, and so has no name at all.
QString keyOf(const QString& model) { return model.isEmpty() || model.startsWith(kBuiltIn + ':') ? kBuiltIn : model; }

}  // namespace

void ModelLayers::add(const QString& model, const graph::LaneLayers& layers) {
  const auto [place, isNew] = known_.try_emplace(keyOf(model), layers);
  if (!isNew && place->second == layers) return;
  place->second = layers;
  Q_EMIT changed();
}

const graph::LaneLayers* ModelLayers::find(const QString& model) {
  const QString key = keyOf(model);
  const auto found = known_.find(key);
  if (found != known_.end()) return &found->second;
  if (asked_.insert(key).second) Q_EMIT asked(key);
  return nullptr;
}

const graph::LaneLayers& ModelLayers::assumed() {
  static const graph::LaneLayers layers =
      graph::lane_layers_from_json(weights::to_json(weights::cross_attention_of(weights::layouts::UNetConfig{})))
          .value_or(graph::LaneLayers());
  return layers;
}

void ModelLayers::askAgain() {
  for (const QString& model : asked_) {
    if (!known_.contains(model)) Q_EMIT asked(model);
  }
}

QString modelWorkedWith(const Document& document, graph::NodeId node) {
  for (const graph::NodeId reader : graph::downstream_of(document.graph(), node)) {
    const auto from = graph::source_of(document.graph(), reader, kModel);
    if (!from) continue;
    const graph::ParamValue model = document.param(graph::origin_of(document.graph(), *from).node, kModel);
    if (const auto* file = std::get_if<graph::FilePath>(&model)) {
      return file->path.empty() ? kBuiltIn : QString::fromStdString(file->path);
    }
  }
  return {};
}

}  // namespace heddle::document
