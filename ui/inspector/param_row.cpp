#include "inspector/param_row.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>

#include "graph/traverse.h"
#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr qint64 kOneGesture = 800;  // milliseconds between edits that belong together

}  // namespace

ParamRow::ParamRow(document::Document& document, graph::NodeId node, const QString& param, const EditorContext& context,
                   QWidget* parent)
    : QWidget(parent), document_(document), node_(node), param_(param), layers_(context.modelLayers) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(2));
  const graph::ParamSpec* spec = document.paramSpec(node, param);
  if (spec == nullptr) return;
  editor_ = makeParamEditor(*spec, context, this);
  if (editor_ == nullptr) return;
  rows->addWidget(editor_);
  if (!spec->help_text.empty()) {
    setToolTip(QCoreApplication::translate("nodes", spec->help_text.c_str()));
  }
  wired_ = new QLabel(this);
  wired_->setProperty("tone", "faint");
  wired_->hide();
  rows->addWidget(wired_);
  setLabel(titleOf(*spec));
  editor_->setSteps(stepsFor(document, node));
  refreshLayers();
  refresh();
  refreshWire();
  connectEditor();
}

void ParamRow::connectEditor() {
  connect(editor_, &ParamEditor::valueDragged, this,
          [this](const ParamEdit& edit) { document_.previewParam(node_, param_, edit.value); });
  connect(editor_, &ParamEditor::valueCommitted, this, [this](const ParamEdit& edit) { take(edit.value); });
  connect(editor_, &ParamEditor::dragCancelled, this, [this] {
    document_.endPreview(document::PreviewEnd::drop);
    refresh();
  });
  connect(&document_, &document::Document::paramChanged, this, [this](const document::ParamChange& change) {
    if (change.node == node_ && change.param == param_) refresh();
    if (change.param == "steps") editor_->setSteps(stepsFor(document_, node_));
    if (change.param == "model") refreshLayers();
  });
  connect(&document_, &document::Document::linkAdded, this, &ParamRow::refreshWire);
  connect(&document_, &document::Document::linkRemoved, this, &ParamRow::refreshWire);
  connect(&document_, &document::Document::linkAdded, this, &ParamRow::refreshLayers);
  connect(&document_, &document::Document::linkRemoved, this, &ParamRow::refreshLayers);
  if (layers_) connect(layers_, &document::ModelLayers::changed, this, &ParamRow::refreshLayers);
}

void ParamRow::setLabel(const QString& text) {
  if (editor_ != nullptr) editor_->setLabel(text);
}

void ParamRow::take(const graph::ParamValue& value) {
  if (document_.isPreviewing()) {
    document_.previewParam(node_, param_, value);
    document_.endPreview(document::PreviewEnd::keep);
  } else {
    if (!sinceLast_.isValid() || sinceLast_.elapsed() > kOneGesture) gesture_ = document::Gesture::next();
    document_.setParam(node_, param_, value, gesture_);
  }
  sinceLast_.start();
}

void ParamRow::refresh() {
  if (editor_ != nullptr && document_.node(node_) != nullptr) editor_->setValue(document_.param(node_, param_));
}

void ParamRow::refreshWire() {
  if (wired_ == nullptr || document_.node(node_) == nullptr) return;
  const auto source = graph::source_of(document_.graph(), node_, param_.toStdString());
  editor_->setEnabled(!source);
  wired_->setVisible(source.has_value());
  if (source) wired_->setText(tr("comes from %1").arg(document_.title(source->node)));
}

void ParamRow::refreshLayers() {
  const graph::ParamSpec* spec = document_.paramSpec(node_, param_);
  if (spec == nullptr || !spec->is_by_layer) return;
  if (!spec->rows.empty()) {
    const graph::LaneLayers own{spec->rows, {}, {}};
    return editor_->setLayers(&own);
  }
  if (!layers_) return;
  const QString model = document::modelWorkedWith(document_, node_);
  editor_->setLayers(model.isEmpty() ? nullptr : layers_->find(model));
}

void ParamRow::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const QString text = isPinned_ ? tr("Take off the Live panel") : tr("Pin to the Live panel");
  menu->addAction(icon("pin"), text, this, [this] { Q_EMIT pinRequested(!isPinned_); });
  menu->addAction(icon("retry"), tr("Back to the initial value"), this, [this] {
    const graph::ParamSpec* spec = document_.paramSpec(node_, param_);
    if (spec != nullptr) document_.setParam(node_, param_, spec->initial);
  });
  menu->popup(event->globalPos());
}

int stepsFor(const document::Document& document, graph::NodeId node) {
  for (const graph::NodeId reader : graph::downstream_of(document.graph(), node)) {
    const graph::ParamValue steps = document.param(reader, "steps");
    if (const auto* count = std::get_if<std::int64_t>(&steps))
      return static_cast<int>(std::clamp<std::int64_t>(*count, 1, 200));
  }
  return 20;
}

}  // namespace heddle::ui
