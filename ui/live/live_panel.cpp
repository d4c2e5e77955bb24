#include "live/live_panel.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "graph/traverse.h"
#include "inspector/param_row.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

bool isUsual(const document::Document& document, graph::NodeId node, const graph::ParamSpec& param) {
  const bool needsNoInput = param.live_input.empty();
  return param.live_place > 0 && (needsNoInput || graph::source_of(document.graph(), node, param.live_input));
}

}  // namespace

std::vector<document::PinnedParam> livePins(const document::Document& document) {
  std::vector<document::PinnedParam> found;
  for (const auto& pin : document.pins()) {
    if (document.paramSpec(pin.node, pin.param) != nullptr) found.push_back(pin);
  }
  if (!found.empty()) return found;
  std::multimap<int, document::PinnedParam> usual;  // by place; of one place in the order of the nodes
  for (const auto& [id, node] : document.graph().nodes()) {
    const graph::NodeSpec* spec = document.spec(id);
    if (spec == nullptr) continue;
    for (const graph::ParamSpec& param : spec->params) {
      if (!isUsual(document, id, param)) continue;
      usual.emplace(param.live_place, document::PinnedParam{id, QString::fromStdString(param.name)});
    }
  }
  for (const auto& [place, pin] : usual) found.push_back(pin);
  return found;
}

LivePanel::LivePanel(document::Document& document, EditorContext context, QWidget* parent)
    : QWidget(parent),
      document_(document),
      context_(std::move(context)),
      rows_(new QVBoxLayout(this)),
      empty_(new QLabel(tr("Right-click a parameter in the inspector to pin it here."), this)) {
  setProperty("surface", "panel");
  rows_->setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(12));
  rows_->setSpacing(scaled(8));
  empty_->setProperty("tone", "faint");
  empty_->setWordWrap(true);
  rows_->addWidget(empty_);
  rows_->addStretch(1);
  later_.setSingleShot(true);
  later_.setInterval(0);
  connect(&later_, &QTimer::timeout, this, &LivePanel::rebuild);
  connect(&document_, &document::Document::pinsChanged, this, &LivePanel::rebuildSoon);
  connect(&document_, &document::Document::nodeAdded, this, &LivePanel::rebuildSoon);
  connect(&document_, &document::Document::nodeRemoved, this, &LivePanel::rebuildSoon);
  connect(&document_, &document::Document::nodeChanged, this, &LivePanel::rebuildSoon);
  connect(&document_, &document::Document::linkAdded, this, &LivePanel::rebuildSoon);
  connect(&document_, &document::Document::linkRemoved, this, &LivePanel::rebuildSoon);
  connect(&document_, &document::Document::replaced, this, [this] {
    shown_.clear();
    rebuild();
  });
  rebuild();
}

void LivePanel::pin(graph::NodeId node, const QString& param, bool on) {
  document_.undoStack()->beginMacro(on ? tr("Pin") : tr("Unpin"));
  if (document_.pins().empty()) {
    for (const auto& usual : livePins(document_)) document_.pin(usual.node, usual.param);
  }
  on ? document_.pin(node, param) : document_.unpin(node, param);
  document_.undoStack()->endMacro();
}

void LivePanel::rebuild() {
  const std::vector<document::PinnedParam> pins = livePins(document_);
  if (pins != shown_ || params_ == nullptr) {
    if (params_ != nullptr) {
      params_->hide();
      params_->deleteLater();
    }
    params_ = new QWidget(this);
    auto* rows = new QVBoxLayout(params_);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(scaled(8));
    for (const auto& pin : pins) {
      auto* row = new ParamRow(document_, pin.node, pin.param, context_, params_);
      row->setPinned(true);
      connect(row, &ParamRow::pinRequested, this, [this, pin](bool on) { this->pin(pin.node, pin.param, on); });
      rows->addWidget(row);
    }
    rows_->insertWidget(0, params_);
    shown_ = pins;
  }
  for (ParamRow* row : params_->findChildren<ParamRow*>()) {
    row->setLabel(labelOf({row->node(), row->param()}, pins));
  }
  empty_->setVisible(pins.empty());
}

// "λ · Boat" where several nodes have the parameter, else the parameter's title.
QString LivePanel::labelOf(const document::PinnedParam& pin, const std::vector<document::PinnedParam>& all) const {
  const graph::ParamSpec* spec = document_.paramSpec(pin.node, pin.param);
  if (spec == nullptr) return {};
  const QString title = titleOf(*spec);
  const auto alike = std::count_if(all.begin(), all.end(), [&](const auto& other) { return other.param == pin.param; });
  return alike > 1 ? title + QStringLiteral(" · ") + document_.title(pin.node) : title;
}

}  // namespace heddle::ui
