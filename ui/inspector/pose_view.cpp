#include "inspector/pose_view.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "support/theme.h"

namespace heddle::ui {
namespace {

using pose::Keypoint;
using pose::kPosePoints;
using pose::PosePerson;

constexpr int kHighest = 420;    // widget pixels at 100 %
constexpr double kReach = 10;    // how near a press must be to a point, at 100 %
constexpr double kJoint = 4;     // a joint's radius, at 100 %
constexpr double kKeyStep = 8;   // canvas pixels an arrow key moves; Shift: one
constexpr double kBeside = 0.2;  // how far beside the last one another skeleton is added, as a share of the canvas

QString nameOf(std::size_t point) {
  static constexpr std::array kNames = {QT_TRANSLATE_NOOP("heddle::ui::PoseView", "nose"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "neck"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right shoulder"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right elbow"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right wrist"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left shoulder"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left elbow"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left wrist"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right hip"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right knee"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right ankle"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left hip"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left knee"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left ankle"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right eye"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left eye"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "right ear"),
                                        QT_TRANSLATE_NOOP("heddle::ui::PoseView", "left ear")};
  static_assert(kNames.size() == kPosePoints);
  return PoseView::tr(kNames[point]);
}

QColor colourOf(std::size_t index) {
  const auto [red, green, blue] = pose::pose_colour(index);
  return {red, green, blue};
}

double distanceToSegment(QPointF p, QPointF a, QPointF b) {
  const QPointF way = b - a;
  const double length = QPointF::dotProduct(way, way);
  const double share = length > 0 ? std::clamp(QPointF::dotProduct(p - a, way) / length, 0.0, 1.0) : 0;
  const QPointF off = p - (a + way * share);
  return std::hypot(off.x(), off.y());
}

}  // namespace

PoseView::PoseView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void PoseView::setPose(pose::Pose pose) {
  const bool isOtherShape = pose.width != pose_.width || pose.height != pose_.height;
  pose_ = std::move(pose);
  drag_.reset();
  if (pose_.people.empty()) {
    selection_.reset();
  } else if (selection_) {
    selection_->person = std::min(selection_->person, pose_.people.size() - 1);
  }
  if (isOtherShape) updateGeometry();
  describe();
}

void PoseView::setBackdrop(const QImage& backdrop) {
  backdrop_ = backdrop;
  update();
}

void PoseView::select(std::optional<Selection> selection) {
  if (selection && (selection->person >= pose_.people.size() || selection->point >= kPosePoints)) return;
  selection_ = selection;
  describe();
}

QString PoseView::describeSelection() const {
  if (!selection_) return {};
  const Keypoint& point = pose_.people[selection_->person].points[selection_->point];
  const QString what = tr("%1 of person %2 of %3, at %4, %5")
                           .arg(nameOf(selection_->point))
                           .arg(selection_->person + 1)
                           .arg(pose_.people.size())
                           .arg(std::lround(point.x))
                           .arg(std::lround(point.y));
  return point.is_visible ? what : tr("%1, hidden").arg(what);
}

void PoseView::describe() {
  setAccessibleDescription(describeSelection());
  QAccessibleEvent change(this, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&change);
  Q_EMIT selectionChanged();
  update();
}

PosePerson* PoseView::selectedPerson() { return selection_ ? &pose_.people[selection_->person] : nullptr; }

void PoseView::addPerson() {
  PosePerson made = pose::standing_person(pose_.width, pose_.height);
  const double beside = kBeside * pose_.width * static_cast<double>(pose_.people.size() % 3);
  for (Keypoint& point : made.points) point.x = std::fmod(point.x + beside, pose_.width);
  pose_.people.push_back(made);
  selection_ = Selection{pose_.people.size() - 1, 0};
  describe();
  Q_EMIT poseCommitted();
}

void PoseView::removePerson() {
  if (!selection_) return;
  pose_.people.erase(pose_.people.begin() + static_cast<std::ptrdiff_t>(selection_->person));
  if (pose_.people.empty()) {
    selection_.reset();
  } else {
    selection_->person = std::min(selection_->person, pose_.people.size() - 1);
  }
  describe();
  Q_EMIT poseCommitted();
}

void PoseView::mirrorPerson() {
  PosePerson* person = selectedPerson();
  if (person == nullptr) return;
  const auto [left, right] = std::minmax_element(person->points.begin(), person->points.end(),
                                                 [](const Keypoint& a, const Keypoint& b) { return a.x < b.x; });
  *person = pose::mirrored(*person, (left->x + right->x) / 2);
  describe();
  Q_EMIT poseCommitted();
}

void PoseView::toggleHidden() {
  PosePerson* person = selectedPerson();
  if (person == nullptr) return;
  Keypoint& point = person->points[selection_->point];
  point.is_visible = !point.is_visible;
  describe();
  Q_EMIT poseCommitted();
}

QRectF PoseView::canvasRect() const {
  const QSizeF size = QSizeF(pose_.width, pose_.height).scaled(QSizeF(rect().size()), Qt::KeepAspectRatio);
  return {QPointF((width() - size.width()) / 2, 0), size};
}

double PoseView::scale() const { return std::max(1e-6, canvasRect().width() / std::max(1, pose_.width)); }

QPointF PoseView::toWidget(const Keypoint& point) const {
  return canvasRect().topLeft() + QPointF(point.x, point.y) * scale();
}

QSize PoseView::sizeHint() const { return {scaled(220), heightForWidth(scaled(220))}; }

int PoseView::heightForWidth(int width) const {
  const double high = static_cast<double>(width) * pose_.height / std::max(1, pose_.width);
  return std::clamp(static_cast<int>(std::lround(high)), scaled(24), scaled(kHighest));
}

std::optional<PoseView::Selection> PoseView::pointAt(QPointF place) const {
  std::optional<Selection> nearest;
  double best = scaled(kReach);
  for (std::size_t person = 0; person < pose_.people.size(); ++person) {
    for (std::size_t point = 0; point < kPosePoints; ++point) {
      const QPointF off = toWidget(pose_.people[person].points[point]) - place;
      const double distance = std::hypot(off.x(), off.y());
      if (distance > best) continue;
      best = distance;
      nearest = Selection{person, point};
    }
  }
  return nearest;
}

std::optional<std::size_t> PoseView::personAt(QPointF place) const {
  for (std::size_t person = pose_.people.size(); person-- > 0;) {
    const PosePerson& shown = pose_.people[person];
    for (const auto& [from, to] : pose::pose_limbs()) {
      if (!shown.at(from).is_visible || !shown.at(to).is_visible) continue;
      if (distanceToSegment(place, toWidget(shown.at(from)), toWidget(shown.at(to))) < scaled(kReach) / 2.0)
        return person;
    }
  }
  return std::nullopt;
}

void PoseView::paintEvent(QPaintEvent*) {
  const ThemeColors colors = themeColors(palette());
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const QRectF canvas = canvasRect();
  painter.fillRect(canvas, Qt::black);
  if (!backdrop_.isNull()) {
    painter.setOpacity(0.45);
    painter.drawImage(canvas, backdrop_);
    painter.setOpacity(1);
  }
  painter.setClipRect(canvas);
  const double joint = scaled(kJoint);
  for (const PosePerson& person : pose_.people) {
    for (std::size_t limb = 0; limb < pose::pose_limbs().size(); ++limb) {
      const auto& [from, to] = pose::pose_limbs()[limb];
      if (!person.at(from).is_visible || !person.at(to).is_visible) continue;
      QColor colour = colourOf(limb);
      colour.setAlphaF(0.6F);
      painter.setPen(QPen(colour, joint * 1.6, Qt::SolidLine, Qt::RoundCap));
      painter.drawLine(toWidget(person.at(from)), toWidget(person.at(to)));
    }
    for (std::size_t point = 0; point < kPosePoints; ++point) {
      const bool isVisible = person.points[point].is_visible;
      painter.setPen(isVisible ? QPen(Qt::NoPen) : QPen(QColor(150, 150, 150), 1.5, Qt::DotLine));
      painter.setBrush(isVisible ? QBrush(colourOf(point)) : QBrush(Qt::NoBrush));
      painter.drawEllipse(toWidget(person.points[point]), joint, joint);
    }
  }
  if (selection_) {
    painter.setPen(QPen(Qt::white, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(toWidget(pose_.people[selection_->person].points[selection_->point]), joint + 3, joint + 3);
  }
  painter.setClipping(false);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(hasFocus() ? colors.accent : colors.edge, hasFocus() ? 2 : 1));
  painter.drawRect(canvas.adjusted(0.5, 0.5, -0.5, -0.5));
}

void PoseView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const auto point = pointAt(event->position());
  const auto person = point ? std::optional(point->person) : personAt(event->position());
  if (!person) return select({});
  select(point ? *point : Selection{*person, static_cast<std::size_t>(pose::PosePoint::neck)});
  const bool isWhole = !point || (event->modifiers() & Qt::ShiftModifier) != 0;
  drag_ = Drag{pose_, event->position(), isWhole};
}

void PoseView::mouseMoveEvent(QMouseEvent* event) {
  if (!drag_) {
    const bool isPoint = pointAt(event->position()).has_value();
    setCursor(isPoint ? Qt::PointingHandCursor : personAt(event->position()) ? Qt::SizeAllCursor : Qt::ArrowCursor);
    return;
  }
  const QPointF way = (event->position() - drag_->from) / scale();
  pose_ = drag_->before;
  moveSelected(way.x(), way.y(), drag_->isWhole);
  Q_EMIT poseDragged();
}

void PoseView::mouseReleaseEvent(QMouseEvent*) {
  if (!drag_) return;
  const bool isOther = pose_ != drag_->before;
  drag_.reset();
  isOther ? Q_EMIT poseCommitted() : Q_EMIT dragCancelled();
}

void PoseView::mouseDoubleClickEvent(QMouseEvent* event) {
  drag_.reset();
  const auto point = pointAt(event->position());
  if (!point) return;
  select(point);
  toggleHidden();
}

// Whole pixels, within the canvas where a single point is moved; whole skeletons may leave it in part.
void PoseView::moveSelected(double dx, double dy, bool isWhole) {
  PosePerson* person = selectedPerson();
  if (person == nullptr) return;
  if (isWhole) {
    for (Keypoint& point : person->points) {
      point.x = std::round(point.x + dx);
      point.y = std::round(point.y + dy);
    }
  } else {
    Keypoint& point = person->points[selection_->point];
    point.x = std::clamp(std::round(point.x + dx), 0.0, static_cast<double>(pose_.width));
    point.y = std::clamp(std::round(point.y + dy), 0.0, static_cast<double>(pose_.height));
  }
  describe();
}

void PoseView::stepSelection(int points, int people) {
  if (pose_.people.empty()) return;
  if (!selection_) return select(Selection{});
  const auto wrapped = [](std::size_t value, int by, std::size_t count) {
    return static_cast<std::size_t>((static_cast<int>(value) + by + static_cast<int>(count)) % static_cast<int>(count));
  };
  select(Selection{wrapped(selection_->person, people, pose_.people.size()),
                   wrapped(selection_->point, points, kPosePoints)});
}

void PoseView::keyPressEvent(QKeyEvent* event) {
  const bool isShift = (event->modifiers() & Qt::ShiftModifier) != 0;
  const bool isControl = (event->modifiers() & Qt::ControlModifier) != 0;
  const double step = isShift ? 1 : kKeyStep;
  const auto move = [&](double dx, double dy) {
    if (!selection_) return;
    moveSelected(dx, dy, isControl);
    Q_EMIT poseCommitted();
  };
  switch (event->key()) {
    case Qt::Key_Left: return move(-step, 0);
    case Qt::Key_Right: return move(step, 0);
    case Qt::Key_Up: return move(0, -step);
    case Qt::Key_Down: return move(0, step);
    case Qt::Key_PageDown: return isControl ? stepSelection(0, 1) : stepSelection(1, 0);
    case Qt::Key_PageUp: return isControl ? stepSelection(0, -1) : stepSelection(-1, 0);
    case Qt::Key_H: return toggleHidden();
    case Qt::Key_M: return mirrorPerson();
    case Qt::Key_Insert: return addPerson();
    case Qt::Key_Delete: return removePerson();
    case Qt::Key_Escape:
      if (!drag_) break;
      pose_ = drag_->before;
      drag_.reset();
      describe();
      Q_EMIT dragCancelled();
      return;
    default: break;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace heddle::ui
