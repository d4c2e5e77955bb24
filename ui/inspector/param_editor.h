// ParamEditor: one parameter's editor, made from its description. It knows a value, not the document: a ParamRow binds
// the two. Used by the inspector and the Live panel. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QPointer>
#include <QWidget>
#include <concepts>
#include <functional>
#include <memory>
#include <utility>

#include "document/model_layers.h"
#include "graph/ids.h"
#include "graph/lane_layers.h"
#include "graph/param_spec.h"

namespace heddle::text {
class Tokenizer;
}

namespace heddle::ui {

// The editors' dependencies. Copied into each editor.
struct EditorContext {
  std::function<std::uint64_t()> randomSeed;                                        // for the dice
  std::function<std::shared_ptr<const text::Tokenizer>()> tokenizer;                // null until it is read
  std::function<void(const QString& kind, std::function<void(QString)>)> pickFile;  // asks the user, answers later
  std::function<void(graph::NodeId node, std::function<void(QImage)>)> reference;  // the picture that flows into `node`
  QPointer<document::ModelLayers> modelLayers = {};                                // null: no model is known
};

// A value sent by an editor. (A signal cannot carry ParamValue itself: Qt would require it to be ordered.)
struct ParamEdit {
  template <class T>
  requires std::constructible_from<graph::ParamValue, T> ParamEdit(T&& from) : value(std::forward<T>(from)) {}
  ParamEdit() = default;

  graph::ParamValue value;
};

class ParamEditor : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  // Shows a value and signals nothing. A value of another kind shows the nearest thing.
  virtual void setValue(const graph::ParamValue& value) = 0;
  virtual void setLabel(const QString& text) = 0;
  // Steps of the run that this belongs to, and layers of its model, null while no model is known; only lanes care.
  virtual void setSteps(int steps) { Q_UNUSED(steps) }
  virtual void setLayers(const graph::LaneLayers* layers) { Q_UNUSED(layers) }

 Q_SIGNALS:
  void valueDragged(const heddle::ui::ParamEdit& edit);    // during a drag: shown and run, not yet an edit
  void valueCommitted(const heddle::ui::ParamEdit& edit);  // an edit
  void dragCancelled();                                    // the drag was cancelled
};

// The editor for the parameter's kind; null for kinds that are not edited (raw).
[[nodiscard]] ParamEditor* makeParamEditor(const graph::ParamSpec& spec, const EditorContext& context,
                                           QWidget* parent = nullptr);

// The parameter's title in the window's language; its name where it has none.
[[nodiscard]] QString titleOf(const graph::ParamSpec& spec);

}  // namespace heddle::ui
