#include "paint_workspace/layer_list.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "paint/layer_edits.h"
#include "support/icons.h"
#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {
namespace {

constexpr int kRowsMost = 6;

QPixmap swatchOf(QRgb colour) {
  QPixmap made(scaled(22), scaled(22));
  made.fill(QColor(colour));
  return made;
}

QPixmap thumbnailOf(const paint::ImageLayer& layer) {
  const int side = scaled(22);
  QPixmap made(side, side);
  made.fill(QColor(128, 128, 128));
  paint::ImageLayer own = layer;
  own.at = {};
  own.scale = own.opacity = 1;
  own.isVisible = true;
  QPainter painter(&made);
  painter.scale(static_cast<double>(side) / layer.size().width(), static_cast<double>(side) / layer.size().height());
  paint::drawLayer(painter, own, QRect({}, layer.size()));
  return made;
}

}  // namespace

LayerList::LayerList(paint::Canvas& canvas, QWidget* parent) : QWidget(parent), canvas_(canvas) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(6));
  list_ = new QListWidget(this);
  list_->setObjectName("paintLayers");
  list_->setAccessibleName(tr("Layers"));
  list_->setIconSize({scaled(22), scaled(22)});
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  rows->addWidget(list_);
  makeButtons(*rows);
  makeFacts(*rows);
  connect(list_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
    if (item != nullptr && !isFilling_) canvas_.setActive({item->data(Qt::UserRole).toULongLong()});
  });
  connect(list_, &QListWidget::itemChanged, this, &LayerList::onItemChanged);
  connect(&canvas, &paint::Canvas::layersChanged, this, &LayerList::refresh);
  refresh();
}

QToolButton* LayerList::button(const QString& icon, const QString& name, std::function<void()> act) {
  auto* made = new QToolButton(this);
  made->setIcon(ui::icon(icon));
  made->setIconSize({scaled(16), scaled(16)});
  made->setProperty("kind", "quiet");
  made->setAccessibleName(name);
  made->setToolTip(name);
  connect(made, &QToolButton::clicked, this, std::move(act));
  return made;
}

void LayerList::makeButtons(QVBoxLayout& rows) {
  addPaint_ = button("add", tr("New layer to paint on"), [this] {
    canvas_.commit(tr("New layer"), paint::withPaintLayer(canvas_.state(), tr("Paint")));
    canvas_.setActive(canvas_.state().images.back().id);
  });
  addScale_ = button("lane", tr("Mask: λ of the reference"), [this] { addMask(paint::MaskPurpose::scale); });
  addControl_ = button("control", tr("Mask: the structure"), [this] { addMask(paint::MaskPurpose::control); });
  up_ = button("up", tr("Layer up"),
               [this] { canvas_.commit(tr("Layer up"), paint::withMoved(canvas_.state(), canvas_.active(), 1)); });
  down_ = button("down", tr("Layer down"),
                 [this] { canvas_.commit(tr("Layer down"), paint::withMoved(canvas_.state(), canvas_.active(), -1)); });
  remove_ = button("trash", tr("Remove layer"),
                   [this] { canvas_.commit(tr("Remove layer"), paint::without(canvas_.state(), canvas_.active())); });
  auto* row = new QHBoxLayout;
  for (QToolButton* each : {addPaint_, addScale_, addControl_, up_, down_, remove_}) row->addWidget(each);
  row->addStretch(1);
  rows.addLayout(row);
  grey_ = new QCheckBox(tr("Mask alone, in grey"), this);
  connect(grey_, &QCheckBox::toggled, this, &LayerList::greyChanged);
  rows.addWidget(grey_);
}

void LayerList::addMask(paint::MaskPurpose purpose) {
  canvas_.commit(tr("New mask"), paint::withMask(canvas_.state(), purpose));
  canvas_.setActive(canvas_.state().masks.back().id);
}

void LayerList::makeFacts(QVBoxLayout& rows) {
  facts_ = new QWidget(this);
  auto* column = new QVBoxLayout(facts_);
  column->setContentsMargins(0, 0, 0, 0);
  const auto slider = [this, column](const QString& label, double low, double high) {
    auto* made = new ValueSlider(facts_);
    made->setLabel(label);
    made->setAccessibleName(label);
    made->setRange({low, high, low, high, 0.01, 1, false});
    column->addWidget(made);
    return made;
  };
  opacity_ = slider(tr("Opacity"), 0, 1);
  scale_ = slider(tr("Size of the layer"), 0.05, 4);
  const auto follow = [this](ValueSlider* from, const QString& text, double paint::ImageLayer::*fact) {
    const auto change = [this, text, fact](bool isFinal) {
      return [this, text, fact, isFinal](double value) {
        onFact(text, isFinal, [value, fact](paint::ImageLayer& layer) { layer.*fact = value; });
      };
    };
    connect(from, &ValueSlider::valueDragged, this, change(false));
    connect(from, &ValueSlider::valueCommitted, this, change(true));
    connect(from, &ValueSlider::dragCancelled, this, [this] { canvas_.cancelEdit(); });
  };
  follow(opacity_, tr("Opacity"), &paint::ImageLayer::opacity);
  follow(scale_, tr("Size of the layer"), &paint::ImageLayer::scale);
  mirrored_ = new QCheckBox(tr("Mirrored"), facts_);
  flipped_ = new QCheckBox(tr("Upside down"), facts_);
  for (QCheckBox* box : {mirrored_, flipped_}) column->addWidget(box);
  connect(mirrored_, &QCheckBox::clicked, this, [this](bool on) {
    onFact(tr("Mirror layer"), true, [on](paint::ImageLayer& layer) { layer.isMirrored = on; });
  });
  connect(flipped_, &QCheckBox::clicked, this, [this](bool on) {
    onFact(tr("Flip layer"), true, [on](paint::ImageLayer& layer) { layer.isFlipped = on; });
  });
  rows.addWidget(facts_);
}

void LayerList::onFact(const QString& text, bool isFinal, const std::function<void(paint::ImageLayer& layer)>& change) {
  paint::CanvasState state = canvas_.state();
  paint::ImageLayer* layer = state.image(canvas_.active());
  if (layer == nullptr) return;
  change(*layer);
  if (!canvas_.isEditing()) canvas_.beginEdit();
  canvas_.preview(state);
  if (isFinal) canvas_.endEdit(text);
}

void LayerList::addItem(paint::LayerId id, const QString& text, const QIcon& icon, bool isVisible) {
  auto* item = new QListWidgetItem(icon, text, list_);
  item->setData(Qt::UserRole, QVariant::fromValue<qulonglong>(id.value));
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
  item->setCheckState(isVisible ? Qt::Checked : Qt::Unchecked);
  item->setToolTip(text);
}

void LayerList::addMaskItem(const paint::MaskLayer& layer) {
  const QString text = layer.purpose == paint::MaskPurpose::change  ? tr("Change")
                       : layer.purpose == paint::MaskPurpose::scale ? tr("λ of the reference")
                                                                    : tr("Structure");
  addItem(layer.id, text + QStringLiteral(" · ") + tr("mask"), swatchOf(paint::colourOf(layer.purpose)),
          layer.isVisible);
}

void LayerList::addImageItem(const paint::ImageLayer& layer) {
  const QString size = QStringLiteral("%1 × %2").arg(layer.size().width()).arg(layer.size().height());
  addItem(layer.id, layer.name + QStringLiteral(" · ") + size, thumbnailOf(layer), layer.isVisible);
}

QStringList LayerList::rowsOf(const paint::CanvasState& state) const {
  QStringList rows;
  for (const paint::MaskLayer& layer : state.masks) rows << QString("%1 %2").arg(layer.id.value).arg(layer.isVisible);
  for (const paint::ImageLayer& layer : state.images) {
    rows << QString("%1 %2 %3 %4").arg(layer.id.value).arg(layer.isVisible).arg(layer.image.cacheKey()).arg(layer.name);
  }
  return rows;
}

// The rows are made again only where they differ: a choice in the list does not empty it.
void LayerList::refresh() {
  const paint::CanvasState& state = canvas_.state();
  isFilling_ = true;
  if (QStringList rows = rowsOf(state); rows != shown_ || rows.isEmpty()) {
    shown_ = std::move(rows);
    list_->clear();
    for (const paint::MaskLayer& layer : state.masks) addMaskItem(layer);
    for (auto layer = state.images.rbegin(); layer != state.images.rend(); ++layer) addImageItem(*layer);
    const int count = std::clamp(list_->count(), 2, kRowsMost);
    list_->setFixedHeight(count * std::max(list_->sizeHintForRow(0), scaled(26)) + 2 * list_->frameWidth());
  }
  for (int i = 0; i < list_->count(); ++i) {
    if (list_->item(i)->data(Qt::UserRole).toULongLong() == canvas_.active().value) list_->setCurrentRow(i);
  }
  isFilling_ = false;
  refreshFacts();
}

void LayerList::refreshFacts() {
  const paint::CanvasState& state = canvas_.state();
  const paint::ImageLayer* image = canvas_.activeImage();
  const paint::MaskLayer* mask = canvas_.activeMask();
  setEnabled(!state.isEmpty());
  addScale_->setEnabled(!state.isEmpty() && state.mask(paint::MaskPurpose::scale) == nullptr);
  addControl_->setEnabled(!state.isEmpty() && state.mask(paint::MaskPurpose::control) == nullptr);
  up_->setEnabled(image != nullptr && image != &state.images.back());
  down_->setEnabled(image != nullptr && image != &state.images.front());
  remove_->setEnabled(image != nullptr ? state.images.size() > 1
                                       : mask != nullptr && mask->purpose != paint::MaskPurpose::change);
  grey_->setEnabled(mask != nullptr);
  facts_->setVisible(image != nullptr);
  if (image == nullptr) return;
  opacity_->setValue(image->opacity);
  scale_->setValue(image->scale);
  mirrored_->setChecked(image->isMirrored);
  flipped_->setChecked(image->isFlipped);
}

void LayerList::onItemChanged(QListWidgetItem* item) {
  if (isFilling_) return;
  const paint::LayerId id{item->data(Qt::UserRole).toULongLong()};
  const bool isVisible = item->checkState() == Qt::Checked;
  paint::CanvasState state = canvas_.state();
  if (paint::MaskLayer* mask = state.mask(id)) mask->isVisible = isVisible;
  if (paint::ImageLayer* image = state.image(id)) image->isVisible = isVisible;
  // The change fills the list again, which must not happen inside the signal of its own item.
  QMetaObject::invokeMethod(
      this, [this, state, isVisible] { canvas_.commit(isVisible ? tr("Show layer") : tr("Hide layer"), state); },
      Qt::QueuedConnection);
}

}  // namespace heddle::ui
