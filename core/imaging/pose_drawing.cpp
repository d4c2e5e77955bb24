#include "imaging/pose_drawing.h"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "imaging/mat.h"

namespace heddle::imaging {

namespace {

constexpr int kHalfWidth = 4;  // of a limb, and a joint's radius

cv::Scalar scalar_of(std::size_t index) {
  const auto [red, green, blue] = pose::pose_colour(index);
  return {static_cast<double>(red), static_cast<double>(green), static_cast<double>(blue)};
}

// The outline of an ellipse from one end to the other; empty where one of them is hidden.
std::vector<cv::Point> limb_outline(const pose::PosePerson& person, std::size_t limb) {
  const pose::Keypoint& from = person.at(pose::pose_limbs()[limb].first);
  const pose::Keypoint& to = person.at(pose::pose_limbs()[limb].second);
  std::vector<cv::Point> outline;
  if (!from.is_visible || !to.is_visible) return outline;
  const double dx = from.x - to.x, dy = from.y - to.y;
  const cv::Point middle(static_cast<int>((from.x + to.x) / 2), static_cast<int>((from.y + to.y) / 2));
  const int degrees = static_cast<int>(std::atan2(dy, dx) * 180 / std::numbers::pi);
  cv::ellipse2Poly(middle, {static_cast<int>(std::sqrt(dy * dy + dx * dx) / 2), kHalfWidth}, degrees, 0, 360, 1,
                   outline);
  return outline;
}

void draw_joints(cv::Mat& canvas, const pose::Pose& pose) {
  for (std::size_t i = 0; i < pose::kPosePoints; ++i) {
    for (const pose::PosePerson& person : pose.people) {
      const pose::Keypoint& point = person.points[i];
      if (point.is_visible)
        cv::circle(canvas, {static_cast<int>(point.x), static_cast<int>(point.y)}, kHalfWidth, scalar_of(i),
                   cv::FILLED);
    }
  }
}

// 0.4 of what was there and 0.6 of the limb's colour, inside its outline.
void lay_over(cv::Mat& canvas, const std::vector<cv::Point>& outline, std::size_t limb) {
  const cv::Rect box = cv::boundingRect(outline) & cv::Rect({0, 0}, canvas.size());
  if (box.empty()) return;
  cv::Mat there = canvas(box);
  cv::Mat drawn = there.clone();
  cv::fillConvexPoly(
      drawn,
      [&] {
        std::vector<cv::Point> moved = outline;
        for (cv::Point& point : moved) point -= box.tl();
        return moved;
      }(),
      scalar_of(limb));
  cv::addWeighted(there, 0.4, drawn, 0.6, 0, there);
}

void dim(cv::Mat& canvas) {
  for (int y = 0; y < canvas.rows; ++y) {
    std::uint8_t* row = canvas.ptr(y);
    for (int i = 0; i < 3 * canvas.cols; ++i) row[i] = static_cast<std::uint8_t>(row[i] * 0.6);
  }
}

}  // namespace

image::Image draw_pose(const pose::Pose& pose, PoseDrawing drawing) {
  cv::Mat canvas = cv::Mat::zeros(pose.height, pose.width, CV_8UC3);
  if (drawing == PoseDrawing::v1_0) draw_joints(canvas, pose);
  for (std::size_t limb = 0; limb < pose::pose_limbs().size(); ++limb) {
    for (const pose::PosePerson& person : pose.people) {
      const std::vector<cv::Point> outline = limb_outline(person, limb);
      if (outline.empty()) continue;
      if (drawing == PoseDrawing::v1_0) {
        lay_over(canvas, outline, limb);
      } else {
        cv::fillConvexPoly(canvas, outline, scalar_of(limb));
      }
    }
  }
  if (drawing == PoseDrawing::v1_1) {
    dim(canvas);
    draw_joints(canvas, pose);
  }
  return image_of(canvas);
}

}  // namespace heddle::imaging
