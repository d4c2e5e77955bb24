#include "imaging/pose_maps.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

constexpr double kSeenHeight = 0.5 * 368;            // pixels
constexpr double kSeenWidthMost = 16 * kSeenHeight;  // longer pictures are seen smaller: the network's time has an end
constexpr int kMapStep = 8;                          // pixels of the input for each of a map
constexpr int kFiller = 128;
constexpr double kPeakSigma = 3;
constexpr int kPeakReach = 12;  // pixels: four sigma
constexpr std::size_t kJointMaps = 19;

// Area when it shrinks, Lanczos when it grows, as a whole.
cv::Mat smart_resized(const cv::Mat& image, cv::Size size) {
  const bool grows = size.width + size.height >= image.cols + image.rows;
  cv::Mat out;
  cv::resize(image, out, size, 0, 0, grows ? cv::INTER_LANCZOS4 : cv::INTER_AREA);
  return out;
}

int missing_to(int side, int multiple) { return (multiple - side % multiple) % multiple; }

// One of the network's maps at the picture's size.
cv::Mat enlarged(std::span<const float> maps, std::size_t index, const PoseInput& input, PixelSize image) {
  const int columns = input.image.width() / kMapStep, rows = input.image.height() / kMapStep;
  const std::size_t count = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  const cv::Mat map(rows, columns, CV_32F, const_cast<float*>(maps.subspan(index * count, count).data()));
  const cv::Mat padded = smart_resized(map, {columns * kMapStep, rows * kMapStep});
  const cv::Mat filled = padded({0, 0, input.filled.width, input.filled.height});
  return smart_resized(filled, {image.width, image.height});
}

std::span<const float> numbers_of(const cv::Mat& mat) { return {mat.ptr<float>(), mat.total()}; }

}  // namespace

PoseInput pose_input(const image::Image& rgb) {
  const double scale = std::min(kSeenHeight / rgb.height(), kSeenWidthMost / rgb.width());
  const PixelSize filled{std::max(1, static_cast<int>(rgb.width() * scale)),
                         std::max(1, static_cast<int>(rgb.height() * scale))};
  cv::Mat seen = smart_resized(mat_of(rgb), {filled.width, filled.height});
  cv::copyMakeBorder(seen, seen, 0, missing_to(filled.height, kMapStep), 0, missing_to(filled.width, kMapStep),
                     cv::BORDER_CONSTANT, cv::Scalar::all(kFiller));
  return {image_of(seen), filled};
}

pose::Pose pose_of_maps(std::span<const float> maps, const PoseInput& input, PixelSize image,
                        const pose::PoseThresholds& thresholds) {
  pose::Peaks peaks;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const cv::Mat own = enlarged(maps, i, input, image);
    cv::Mat smooth;
    cv::GaussianBlur(own, smooth, {2 * kPeakReach + 1, 2 * kPeakReach + 1}, kPeakSigma, kPeakSigma, cv::BORDER_REFLECT);
    peaks[i] = pose::peaks_of(numbers_of(own), numbers_of(smooth), image.width, thresholds.joint);
  }
  pose::Limbs limbs;
  for (std::size_t i = 0; i < limbs.size(); ++i) {
    const pose::SeenLimbFacts& facts = pose::seen_limbs()[i];
    const auto& from = peaks[static_cast<std::size_t>(facts.from)];
    const auto& to = peaks[static_cast<std::size_t>(facts.to)];
    if (from.empty() || to.empty()) continue;
    const cv::Mat across = enlarged(maps, kJointMaps + facts.across, input, image);
    const cv::Mat down = enlarged(maps, kJointMaps + facts.down, input, image);
    limbs[i] =
        pose::limbs_between(from, to, numbers_of(across), numbers_of(down), image.width, image.height, thresholds.limb);
  }
  return pose::grouped(peaks, limbs, image.width, image.height);
}

}  // namespace heddle::imaging
