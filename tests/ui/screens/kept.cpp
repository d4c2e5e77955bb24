#include "ui/screens/kept.h"

#include <cmath>

namespace heddle::ui::screens {
namespace {

constexpr int kColumns = 64, kRows = 40;
constexpr int kShade = 28;

QImage squares(const QImage& picture) {
  return picture.convertToFormat(QImage::Format_RGB32)
      .scaled(kColumns, kRows, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

}  // namespace

std::vector<std::pair<QString, View>> keptScreens() {
  std::vector<std::pair<QString, View>> kept;
  for (const QString& scene : sceneNames()) kept.emplace_back(scene, View{});
  const View others[] = {
      {"light", 1.0, false, {1280, 800}},         {"high_contrast", 1.0, false, {1280, 800}},
      {"dark", 1.0, true, {1280, 800}},           {"dark", 1.0, false, {1920, 1080}},
      {"light", 2.0, true, {1920, 1080}},         {"dark", 2.0, false, {1920, 1080}},
  };
  for (const View& view : others) {
    kept.emplace_back("main", view);
    kept.emplace_back("lane_matrix", view);
  }
  return kept;
}

QImage small(const QImage& picture) {
  const QImage scaled = picture.scaledToWidth(640, Qt::SmoothTransformation);
  return scaled.convertToFormat(QImage::Format_Indexed8, Qt::ThresholdDither | Qt::AvoidDither);
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
