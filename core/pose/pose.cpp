#include "pose/pose.h"

namespace heddle::pose {

namespace {

using enum PosePoint;

constexpr std::array<std::pair<PosePoint, PosePoint>, 17> kLimbs{{{neck, right_shoulder},
                                                                  {neck, left_shoulder},
                                                                  {right_shoulder, right_elbow},
                                                                  {right_elbow, right_wrist},
                                                                  {left_shoulder, left_elbow},
                                                                  {left_elbow, left_wrist},
                                                                  {neck, right_hip},
                                                                  {right_hip, right_knee},
                                                                  {right_knee, right_ankle},
                                                                  {neck, left_hip},
                                                                  {left_hip, left_knee},
                                                                  {left_knee, left_ankle},
                                                                  {neck, nose},
                                                                  {nose, right_eye},
                                                                  {right_eye, right_ear},
                                                                  {nose, left_eye},
                                                                  {left_eye, left_ear}}};

constexpr std::array<std::string_view, kPosePoints> kNames{
    "nose",       "neck",       "right shoulder", "right elbow", "right wrist", "left shoulder",
    "left elbow", "left wrist", "right hip",      "right knee",  "right ankle", "left hip",
    "left knee",  "left ankle", "right eye",      "left eye",    "right ear",   "left ear"};

// The same point of the other side; nose and neck are their own.
constexpr std::array<std::size_t, kPosePoints> kOpposite{0, 1, 5, 6, 7, 2, 3, 4, 11, 12, 13, 8, 9, 10, 15, 14, 17, 16};

// A rainbow of 18: each step changes one channel by a third.
constexpr std::array<std::array<std::uint8_t, 3>, kPosePoints> kColours{{{255, 0, 0},
                                                                         {255, 85, 0},
                                                                         {255, 170, 0},
                                                                         {255, 255, 0},
                                                                         {170, 255, 0},
                                                                         {85, 255, 0},
                                                                         {0, 255, 0},
                                                                         {0, 255, 85},
                                                                         {0, 255, 170},
                                                                         {0, 255, 255},
                                                                         {0, 170, 255},
                                                                         {0, 85, 255},
                                                                         {0, 0, 255},
                                                                         {85, 0, 255},
                                                                         {170, 0, 255},
                                                                         {255, 0, 255},
                                                                         {255, 0, 170},
                                                                         {255, 0, 85}}};

// A standing person in a box of width 1 and height 2, its right side on the viewer's left.
constexpr std::array<std::pair<double, double>, kPosePoints> kStanding{{{0.50, 0.20},
                                                                        {0.50, 0.40},
                                                                        {0.32, 0.41},
                                                                        {0.24, 0.70},
                                                                        {0.20, 0.98},
                                                                        {0.68, 0.41},
                                                                        {0.76, 0.70},
                                                                        {0.80, 0.98},
                                                                        {0.39, 1.00},
                                                                        {0.37, 1.45},
                                                                        {0.36, 1.90},
                                                                        {0.61, 1.00},
                                                                        {0.63, 1.45},
                                                                        {0.64, 1.90},
                                                                        {0.46, 0.16},
                                                                        {0.54, 0.16},
                                                                        {0.41, 0.19},
                                                                        {0.59, 0.19}}};

}  // namespace

std::string_view name_of(PosePoint point) { return kNames[static_cast<std::size_t>(point)]; }

std::span<const std::pair<PosePoint, PosePoint>> pose_limbs() { return kLimbs; }

std::array<std::uint8_t, 3> pose_colour(std::size_t index) { return kColours[index]; }

PosePerson standing_person(int width, int height) {
  const double unit = 0.45 * height;
  PosePerson person;
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    person.points[i] = {width / 2.0 + (kStanding[i].first - 0.5) * unit, 0.04 * height + kStanding[i].second * unit,
                        true};
  }
  return person;
}

PosePerson mirrored(const PosePerson& person, double x) {
  PosePerson made;
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    Keypoint point = person.points[kOpposite[i]];
    point.x = 2 * x - point.x;
    made.points[i] = point;
  }
  return made;
}

Pose scaled_to(const Pose& pose, int width, int height) {
  Pose made = pose;
  made.width = width;
  made.height = height;
  for (PosePerson& person : made.people) {
    for (Keypoint& point : person.points) {
      point.x *= static_cast<double>(width) / pose.width;
      point.y *= static_cast<double>(height) / pose.height;
    }
  }
  return made;
}

}  // namespace heddle::pose
