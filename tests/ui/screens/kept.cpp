#include "ui/screens/kept.h"

#include <algorithm>
#include <cmath>

namespace heddle::ui::screens {
namespace {

constexpr int kColumns = 64, kRows = 40;
constexpr int kShade = 28;
constexpr int kShadesMost = 192;

QImage squares(const QImage& image) {
  return image.convertToFormat(QImage::Format_RGB32)
      .scaled(kColumns, kRows, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

// The most used shades, as the means of cubes of 8 x 8 x 8: Qt's own table has six greys, a quiet window needs more.
QList<QRgb> shadesOf(const QImage& image) {
  struct Cube {
    int count = 0, red = 0, green = 0, blue = 0;
  };
  std::vector<Cube> cubes(32 * 32 * 32);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QRgb at = image.pixel(x, y);
      const int place = (qRed(at) / 8 * 32 + qGreen(at) / 8) * 32 + qBlue(at) / 8;
      Cube& cube = cubes[static_cast<std::size_t>(place)];
      ++cube.count;
      cube.red += qRed(at);
      cube.green += qGreen(at);
      cube.blue += qBlue(at);
    }
  }
  std::sort(cubes.begin(), cubes.end(), [](const Cube& a, const Cube& b) { return a.count > b.count; });
  QList<QRgb> shades;
  for (const Cube& cube : cubes) {
    if (cube.count == 0 || shades.size() == kShadesMost) break;
    shades << qRgb(cube.red / cube.count, cube.green / cube.count, cube.blue / cube.count);
  }
  return shades;
}

}  // namespace

std::vector<std::pair<QString, View>> keptScreens() {
  std::vector<std::pair<QString, View>> kept;
  for (const QString& scene : sceneNames()) kept.emplace_back(scene, View{});
  const View others[] = {
      {"light", 1.0, false, {1280, 800}}, {"high_contrast", 1.0, false, {1280, 800}},
      {"dark", 1.0, true, {1280, 800}},   {"dark", 1.0, false, {1920, 1080}},
      {"light", 2.0, true, {1920, 1080}}, {"dark", 2.0, false, {1920, 1080}},
  };
  for (const View& view : others) {
    kept.emplace_back("main", view);
    kept.emplace_back("lane_matrix", view);
    if (view.size.width() == 1920 || view.isKorean) kept.emplace_back("compare", view);
    if (view.scale > 1 || view.scheme == "light") kept.emplace_back("plots", view);
    if (view.size.width() < 1920) kept.emplace_back("steps", view);
  }
  return kept;
}

QImage small(const QImage& image) {
  const QImage scaled = image.scaledToWidth(640, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
  return scaled.convertToFormat(QImage::Format_Indexed8, shadesOf(scaled), Qt::ThresholdDither);
}

Difference difference(const QImage& a, const QImage& b) {
  const QImage left = squares(a), right = squares(b);
  double sum = 0;
  int moved = 0;
  for (int y = 0; y < kRows; ++y) {
    for (int x = 0; x < kColumns; ++x) {
      const QRgb one = left.pixel(x, y), other = right.pixel(x, y);
      const int apart = std::abs(qRed(one) - qRed(other)) + std::abs(qGreen(one) - qGreen(other)) +
                        std::abs(qBlue(one) - qBlue(other));
      sum += apart / 3.0;
      moved += apart / 3 > kShade ? 1 : 0;
    }
  }
  return {sum / (kColumns * kRows), static_cast<double>(moved) / (kColumns * kRows)};
}

}  // namespace heddle::ui::screens
