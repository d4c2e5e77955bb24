#include "inspector/inspector_panel.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "inspector/crop_panel.h"
#include "inspector/param_row.h"
#include "inspector/pose_panel.h"
#include "support/theme.h"

namespace heddle::ui {

InspectorPanel::InspectorPanel(document::Document& document, EditorContext context, QWidget* parent)
    : QWidget(parent),
      document_(document),
      context_(std::move(context)),
      title_(new QLineEdit(this)),
      help_(new QLabel(this)),
      empty_(new QLabel(tr("Select a node to see what it can do."), this)),
      imageLabel_(new QLabel(this)),
      image_(new QLabel(this)),
      rows_(new QVBoxLayout(this)) {
  setProperty("surface", "panel");
  rows_->setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(12));
  rows_->setSpacing(scaled(8));
  title_->setAccessibleName(tr("Name of the node"));
  help_->setProperty("tone", "faint");
  help_->setWordWrap(true);
  empty_->setProperty("tone", "faint");
  empty_->setWordWrap(true);
  imageLabel_->setProperty("tone", "heading");
  imageLabel_->setFont(capitals(font()));
  image_->setAlignment(Qt::AlignLeft);
  for (QWidget* widget : {static_cast<QWidget*>(empty_), static_cast<QWidget*>(title_), static_cast<QWidget*>(help_),
                          static_cast<QWidget*>(imageLabel_), static_cast<QWidget*>(image_)}) {
    rows_->addWidget(widget);
  }
  rows_->addStretch(1);
  connect(title_, &QLineEdit::editingFinished, this, [this] {
    if (node_ && title_->text() != document_.title(*node_)) document_.setTitle(*node_, title_->text().trimmed());
  });
  connect(&document_, &document::Document::nodeChanged, this, [this](graph::NodeId id) {
    if (node_ == id) refreshTitle();
  });
  connect(&document_, &document::Document::nodeRemoved, this, [this](graph::NodeId id) {
    if (node_ == id) showNode({});
  });
  connect(&document_, &document::Document::replaced, this, [this] {
    if (node_ && document_.node(*node_) == nullptr) node_.reset();
    rebuild();
  });
  rebuild();
}

void InspectorPanel::showNode(std::optional<graph::NodeId> node) {
  if (node == node_) return;
  node_ = node;
  setImage({}, {});
  rebuild();
}

void InspectorPanel::rebuild() {
  if (params_ != nullptr) {
    params_->hide();
    params_->deleteLater();
    params_ = nullptr;
    crop_ = nullptr;
  }
  const graph::NodeSpec* spec = node_ ? document_.spec(*node_) : nullptr;
  empty_->setVisible(!node_);
  title_->setVisible(node_.has_value());
  help_->setVisible(spec != nullptr && !spec->help_text.empty());
  if (!node_) return;
  refreshTitle();
  if (spec == nullptr) {
    help_->setText(tr("This version of Heddle does not know this kind of node. It is kept as it is."));
    help_->show();
    return;
  }
  help_->setText(QCoreApplication::translate("nodes", spec->help_text.c_str()));
  addParams(*spec);
}

void InspectorPanel::addParams(const graph::NodeSpec& spec) {
  params_ = new QWidget(this);
  auto* rows = new QVBoxLayout(params_);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(8));
  for (const graph::ParamSpec& param : spec.params) {
    if (PosePanel::edits(spec, param.name)) continue;
    auto* row = new ParamRow(document_, *node_, QString::fromStdString(param.name), context_, params_);
    if (row->editor() == nullptr) {
      delete row;
      continue;
    }
    connect(row, &ParamRow::pinRequested, this,
            [this, row](bool pin) { Q_EMIT pinRequested(row->node(), row->param(), pin); });
    rows->addWidget(row);
  }
  if (CropPanel::suits(spec)) {
    crop_ = new CropPanel(document_, *node_, context_, params_);
    rows->addWidget(crop_);
  }
  if (PosePanel::suits(spec)) rows->addWidget(new PosePanel(document_, *node_, context_, params_));
  rows_->insertWidget(rows_->indexOf(help_) + 1, params_);
}

void InspectorPanel::refreshTitle() {
  if (node_ && document_.node(*node_) != nullptr) title_->setText(document_.title(*node_));
}

void InspectorPanel::setImage(const QImage& image, const QString& what) {
  if (crop_ != nullptr) {
    imageLabel_->hide();
    image_->hide();
    return crop_->setSeen(image);
  }
  imageLabel_->setVisible(!image.isNull());
  image_->setVisible(!image.isNull());
  if (image.isNull()) return image_->clear();
  imageLabel_->setText(what);
  const int side = scaled(160);
  image_->setPixmap(QPixmap::fromImage(image.scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
  image_->setAccessibleName(what);
}

void InspectorPanel::focusFirst() {
  if (params_ != nullptr) {
    params_->setFocus();
    focusNextChild();
  } else {
    title_->setFocus();
  }
}

}  // namespace heddle::ui
