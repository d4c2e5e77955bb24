#include "paint/colour_places.h"

#include <cstdlib>
#include <vector>

namespace heddle::paint {
namespace {

bool isNear(QRgb a, QRgb b, int tolerance) {
  return std::abs(qRed(a) - qRed(b)) <= tolerance && std::abs(qGreen(a) - qGreen(b)) <= tolerance &&
         std::abs(qBlue(a) - qBlue(b)) <= tolerance && std::abs(qAlpha(a) - qAlpha(b)) <= tolerance;
}

QRgb pixelOf(const QImage& image, int x, int y) { return reinterpret_cast<const QRgb*>(image.constScanLine(y))[x]; }

// Floods row by row: a run of like pixels is taken at once, and where a run of the rows beside it begins is kept.
class Flood final {
 public:
  Flood(const QImage& image, QPoint place, int tolerance)
      : image_(image),
        tolerance_(tolerance),
        taken_(static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height())),
        wanted_(pixelOf(image, place.x(), place.y())) {
    starts_.push_back(place);
    while (!starts_.empty()) {
      const QPoint here = starts_.back();
      starts_.pop_back();
      if (!taken_[index(here.x(), here.y())]) takeRun(here);
    }
  }
  [[nodiscard]] bool isTaken(int x, int y) const { return taken_[index(x, y)]; }

 private:
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width()) + static_cast<std::size_t>(x);
  }
  [[nodiscard]] bool isOpen(int x, int y) const {
    return !taken_[index(x, y)] && isNear(pixelOf(image_, x, y), wanted_, tolerance_);
  }
  void takeRun(QPoint here) {
    int left = here.x(), right = here.x();
    while (left > 0 && isOpen(left - 1, here.y())) --left;
    while (right + 1 < image_.width() && isOpen(right + 1, here.y())) ++right;
    for (int x = left; x <= right; ++x) taken_[index(x, here.y())] = true;
    for (const int y : {here.y() - 1, here.y() + 1}) {
      if (y < 0 || y >= image_.height()) continue;
      bool wasOpen = false;
      for (int x = left; x <= right; ++x) {
        const bool open = isOpen(x, y);
        if (open && !wasOpen) starts_.emplace_back(x, y);
        wasOpen = open;
      }
    }
  }

  const QImage& image_;
  int tolerance_;
  std::vector<bool> taken_;
  QRgb wanted_;
  std::vector<QPoint> starts_;
};

}  // namespace

TiledMask placesLike(const QImage& image, QPoint place, int tolerance, bool isConnected) {
  TiledMask made(image.size());
  if (!image.rect().contains(place)) return made;
  if (isConnected) {
    const Flood flood(image, place, tolerance);
    made.change(made.rect(), [&flood](int x, int y, std::uint8_t) {
      return flood.isTaken(x, y) ? std::uint8_t{255} : std::uint8_t{0};
    });
    return made;
  }
  const QRgb wanted = pixelOf(image, place.x(), place.y());
  made.change(made.rect(), [&](int x, int y, std::uint8_t) {
    return isNear(pixelOf(image, x, y), wanted, tolerance) ? std::uint8_t{255} : std::uint8_t{0};
  });
  return made;
}

}  // namespace heddle::paint
