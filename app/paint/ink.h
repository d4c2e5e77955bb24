// A value or a premultiplied colour on its way towards another. Used by the tools. Thread rule: pure functions.
#pragma once

#include <QRgb>
#include <cmath>
#include <cstdint>

namespace heddle::paint {

// `share` of the way from `old` to `ink`, 0 to 1. A colour of 0 takes away.
[[nodiscard]] inline std::uint8_t towards(std::uint8_t old, std::uint8_t ink, double share) {
  return static_cast<std::uint8_t>(std::lround(old + (static_cast<double>(ink) - old) * share));
}
[[nodiscard]] inline QRgb towards(QRgb old, QRgb ink, double share) {
  const auto mix = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
  return qRgba(mix(qRed(old), qRed(ink)), mix(qGreen(old), qGreen(ink)), mix(qBlue(old), qBlue(ink)),
               mix(qAlpha(old), qAlpha(ink)));
}

}  // namespace heddle::paint
