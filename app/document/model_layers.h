// ModelLayers: which layers the models have that the document's nodes name, as the engine told. Asks for a model that
// it does not know yet. Used by the editors of lanes, and filled by the library. Thread rule: the window's thread.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <set>

#include "document/document.h"
#include "graph/lane_layers.h"

namespace heddle::document {

class ModelLayers final : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // `model` is what a node's parameter says: a path, or "bobbin".
  void add(const QString& model, const graph::LaneLayers& layers);
  // Null where they are not known; then they are asked for, once.
  const graph::LaneLayers* find(const QString& model);
  // What stands for them while no model is known: Stable Diffusion 1.5's.
  [[nodiscard]] static const graph::LaneLayers& assumed();
  // Asks again for what is not known: another engine may answer.
  void askAgain();

 Q_SIGNALS:
  void changed();
  void asked(const QString& model);

 private:
  std::map<QString, graph::LaneLayers> known_;
  std::set<QString> asked_;
};

// What the loading node says of the model that the nearest node after this one works with: follows the node's result to
// a sampler, and the sampler's model back through LoRA. Empty where the wires lead to none.
[[nodiscard]] QString modelWorkedWith(const Document& document, graph::NodeId node);

}  // namespace heddle::document
