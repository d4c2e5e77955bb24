#include "compare/difference_maps.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>
#include <utility>

#include "image/colour_difference.h"
#include "session/engine_event.h"

namespace heddle::ui {

namespace {

struct Made {
  std::vector<DifferenceMap> maps;
  double end = 0;
};

Made madeOf(const std::vector<QImage>& images, int chosen) {
  const QImage& from = images[static_cast<std::size_t>(chosen)];
  const image::Image base = session::fromQImage(from.convertToFormat(QImage::Format_RGB888));
  std::vector<std::optional<image::ColourDifference>> found(images.size());
  double high = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (static_cast<int>(i) == chosen || images[i].isNull()) continue;
    QImage other = images[i].convertToFormat(QImage::Format_RGB888);
    if (other.size() != from.size()) other = other.scaled(from.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    auto difference = image::colour_difference(base, session::fromQImage(other));
    if (!difference) continue;
    high = std::max(high, difference->high);
    found[i] = std::move(*difference);
  }
  Made made{std::vector<DifferenceMap>(images.size()), image::heat_scale_end(high)};
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i]) made.maps[i] = {session::toQImage(image::heat_map(*found[i], made.end)), found[i]->mean};
  }
  return made;
}

}  // namespace

void DifferenceMaps::make(std::vector<QImage> images, int chosen) {
  Request request{std::move(images), chosen};
  if (isBusy_) {
    waiting_ = std::move(request);
  } else {
    begin(std::move(request));
  }
}

void DifferenceMaps::begin(Request request) {
  const auto chosen = static_cast<std::size_t>(request.chosen);
  if (request.chosen < 0 || chosen >= request.images.size() || request.images[chosen].isNull()) return;
  isBusy_ = true;
  QThreadPool::globalInstance()->start([self = QPointer(this), request = std::move(request)] {
    Made made = madeOf(request.images, request.chosen);
    QMetaObject::invokeMethod(qApp, [self, chosen = request.chosen, made = std::move(made)] {
      if (!self) return;
      self->isBusy_ = false;
      if (self->waiting_) self->begin(*std::exchange(self->waiting_, std::nullopt));
      Q_EMIT self->made(made.maps, chosen, made.end);
    });
  });
}

}  // namespace heddle::ui
