#include "inspector/crop_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QVBoxLayout>

#include "inspector/crop_view.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr qint64 kOneCropGesture = 800;  // milliseconds between key strokes that belong together

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("tone", "heading");
  label->setFont(capitals(label->font()));
  return label;
}

}  // namespace

CropPanel::CropPanel(document::Document& document, graph::NodeId node, const EditorContext& context, QWidget* parent)
    : QWidget(parent),
      document_(document),
      node_(node),
      context_(context),
      view_(new CropView(this)),
      square_(new QLabel(this)),
      text_(new QLabel(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, scaled(4), 0, 0);
  rows->setSpacing(scaled(8));
  rows->addWidget(heading(tr("What the adapter sees"), this));
  rows->addWidget(view_);
  auto* row = new QHBoxLayout;
  row->setSpacing(scaled(12));
  row->addWidget(square_, 0, Qt::AlignTop);
  row->addWidget(text_, 1, Qt::AlignTop);
  rows->addLayout(row);
  text_->setProperty("tone", "faint");
  text_->setWordWrap(true);
  view_->setAccessibleName(tr("Crop of the reference"));
  view_->setToolTip(tr("Drag the frame, or use the arrow keys; Shift is fine."));
  square_->setAccessibleName(tr("What the adapter sees"));
  connect(view_, &CropView::valueDragged, this, [this](double centre) {
    document_.previewParam(node_, "centre", centre);
    isSeenCurrent_ = false;
    showSquare();
  });
  connect(view_, &CropView::valueCommitted, this, &CropPanel::take);
  connect(view_, &CropView::dragCancelled, this, [this] {
    if (document_.isPreviewing()) document_.endPreview(document::PreviewEnd::drop);
    refresh();
  });
  connect(&document_, &document::Document::paramChanged, this, [this](const document::ParamChange& change) {
    const auto& [id, param, value] = change;
    if (id == node_ && (param == "fit" || param == "centre")) {
      isSeenCurrent_ = false;
      refresh();
    } else if (id != node_ && std::holds_alternative<graph::FilePath>(value)) {
      refreshReference();
    }
  });
  connect(&document_, &document::Document::linkAdded, this, &CropPanel::refreshReference);
  connect(&document_, &document::Document::linkRemoved, this, &CropPanel::refreshReference);
  refresh();
  refreshReference();
}

bool CropPanel::suits(const graph::NodeSpec& spec) {
  return spec.find_param("fit") != nullptr && spec.find_param("centre") != nullptr &&
         spec.find_input("image") != nullptr;
}

void CropPanel::refreshReference() {
  if (!context_.reference || document_.node(node_) == nullptr) return;
  context_.reference(node_, [self = QPointer<CropPanel>(this)](const QImage& image) {
    if (self == nullptr) return;
    self->view_->setImage(image);
    self->view_->setVisible(!image.isNull());
    self->showSquare();
  });
}

void CropPanel::refresh() {
  if (document_.node(node_) == nullptr) return;
  const graph::ParamValue fit = document_.param(node_, "fit"), centre = document_.param(node_, "centre");
  const auto* name = std::get_if<graph::Choice>(&fit);
  view_->setFit(image::fit_from(name == nullptr ? "crop" : name->name).value_or(image::Fit::crop));
  if (const auto* place = std::get_if<double>(&centre)) view_->setCentre(*place);
  showSquare();
}

void CropPanel::take(double centre) {
  if (document_.isPreviewing()) {
    document_.previewParam(node_, "centre", centre);
    document_.endPreview(document::PreviewEnd::keep);
  } else {
    if (!sinceLast_.isValid() || sinceLast_.elapsed() > kOneCropGesture) gesture_ = document::Gesture::next();
    document_.setParam(node_, "centre", centre, gesture_);
  }
  sinceLast_.start();
}

void CropPanel::setSeen(const QImage& seen) {
  if (seen.isNull() || seen.cacheKey() == seen_.cacheKey()) return;
  seen_ = seen;
  isSeenCurrent_ = true;
  showSquare();
}

// The engine's square where it is of these settings; until then the frame's part of the reference stands for it.
void CropPanel::showSquare() {
  const QImage shown = isSeenCurrent_ ? seen_ : view_->framed();
  square_->setVisible(!shown.isNull());
  view_->setVisible(!view_->framed().isNull());
  if (shown.isNull()) return text_->setText(tr("Wire a picture to this node to see its crop."));
  const int side = scaled(88);
  square_->setPixmap(QPixmap::fromImage(shown.scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
  const QString place = view_->describePlace();
  text_->setText(
      isSeenCurrent_
          ? tr("%1 × %2 pixels, exactly as the encoder gets them: %3").arg(seen_.width()).arg(seen_.height()).arg(place)
          : tr("Run to see the encoder's exact pixels: %1").arg(place));
}

}  // namespace heddle::ui
