#include "pose/pose_json.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/json.h"

namespace heddle::pose {

namespace {

constexpr int kCanvasMost = 16384;
constexpr double kFarthest = 1e6;          // pixels: a position beyond is a mistake in the file
constexpr double kLeastConfidence = 0.05;  // OpenPose draws nothing below
constexpr std::size_t kPeopleMost = 200;

// Where the 18 points lie among BODY_25's.
constexpr std::array<std::size_t, kPosePoints> kInBody25{0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};

Failure odd_pose(std::string_view name, std::string_view what) {
  return fail(ErrorKind::invalid_input, "[pose.read] '{}' {}; save it as OpenPose JSON with 18 or 25 points a person",
              name, what);
}

std::optional<double> number_at(const Json& list, std::size_t place) {
  if (!list[place].is_number()) return std::nullopt;
  const double value = list[place].get<double>();
  return std::isfinite(value) && std::abs(value) <= kFarthest ? std::optional(value) : std::nullopt;
}

Result<PosePerson> person_from(const Json& json, std::string_view name) {
  const auto found = json.is_object() ? json.find("pose_keypoints_2d") : json.end();
  if (!json.is_object() || found == json.end() || !found->is_array())
    return odd_pose(name, "has a person without 'pose_keypoints_2d'");
  const bool is_body_25 = found->size() == 75;
  if (!is_body_25 && found->size() != 3 * kPosePoints)
    return odd_pose(name, fmt::format("has a person of {} numbers", found->size()));
  PosePerson person;
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    const std::size_t place = 3 * (is_body_25 ? kInBody25[i] : i);
    const auto x = number_at(*found, place), y = number_at(*found, place + 1),
               confidence = number_at(*found, place + 2);
    if (!x || !y || !confidence) return odd_pose(name, "has a position that is no number of pixels");
    person.points[i] = {*x, *y, *confidence >= kLeastConfidence};
  }
  return person;
}

// Nothing where the JSON has none; 0 where it is not a canvas.
std::optional<int> canvas_side(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return std::nullopt;
  const double side = found->is_number() ? found->get<double>() : 0;
  return side >= 1 && side <= kCanvasMost ? static_cast<int>(side) : 0;
}

bool are_shares(const std::vector<PosePerson>& people) {
  bool any = false;
  for (const PosePerson& person : people) {
    for (const Keypoint& point : person.points) {
      if (!point.is_visible) continue;
      any = true;
      if (point.x < 0 || point.y < 0 || point.x > 1 || point.y > 1) return false;
    }
  }
  return any;
}

int side_around(const std::vector<PosePerson>& people, double Keypoint::*axis) {
  double most = 1;
  for (const PosePerson& person : people) {
    for (const Keypoint& point : person.points) most = std::max(most, point.is_visible ? point.*axis : 0);
  }
  return std::min(kCanvasMost, static_cast<int>(std::ceil((most + 1) / 64)) * 64);
}

void note_what_is_left(const Json& people, std::vector<std::string>& notes) {
  const auto holds = [&people](const char* key) {
    return std::ranges::any_of(people, [key](const Json& person) {
      return person.contains(key) && person[key].is_array() && !person[key].empty();
    });
  };
  if (holds("hand_left_keypoints_2d") || holds("hand_right_keypoints_2d"))
    notes.emplace_back("the hands in it are not drawn");
  if (holds("face_keypoints_2d")) notes.emplace_back("the faces in it are not drawn");
  if (std::ranges::any_of(people, [](const Json& person) { return person["pose_keypoints_2d"].size() == 75; })) {
    notes.emplace_back("its feet and hip centres (BODY_25) are not drawn");
  }
}

}  // namespace

Result<PoseFile> pose_from_json(std::string_view text, std::string_view name) {
  auto json = parse_json(text, name);
  if (!json) return forward(json);
  const Json& root =
      json->is_array() && !json->empty() ? json->front() : *json;  // sd-webui-controlnet's API gives a list
  if (!root.is_object() || !root.contains("people") || !root["people"].is_array())
    return odd_pose(name, "is JSON, but has no 'people'");
  const Json& people = root["people"];
  if (people.size() > kPeopleMost)
    return odd_pose(name, fmt::format("has {} people, and {} are the most", people.size(), kPeopleMost));
  PoseFile file;
  for (const Json& each : people) {
    auto person = person_from(each, name);
    if (!person) return forward(person);
    file.pose.people.push_back(std::move(*person));
  }
  const auto width = canvas_side(root, "canvas_width"), height = canvas_side(root, "canvas_height");
  if (width == 0 || height == 0)
    return odd_pose(name, fmt::format("has a canvas that is not from 1 to {} pixels a side", kCanvasMost));
  const bool shares = are_shares(file.pose.people);
  const bool guesses = !width || !height;
  if (guesses && shares) return odd_pose(name, "has positions from 0 to 1 and no 'canvas_width', 'canvas_height'");
  if (guesses && !people.empty())
    file.notes.emplace_back("it does not say its canvas, so the canvas is what its points need");
  if (!people.empty()) {
    file.pose.width = guesses ? side_around(file.pose.people, &Keypoint::x) : *width;
    file.pose.height = guesses ? side_around(file.pose.people, &Keypoint::y) : *height;
  } else if (!guesses) {
    file.pose.width = *width;
    file.pose.height = *height;
  }
  if (shares) {
    for (PosePerson& person : file.pose.people) {
      for (Keypoint& point : person.points) {
        point.x *= file.pose.width;
        point.y *= file.pose.height;
      }
    }
  }
  note_what_is_left(people, file.notes);
  return file;
}

std::string pose_to_json(const Pose& pose) {
  Json people = Json::array();
  for (const PosePerson& person : pose.people) {
    Json numbers = Json::array();
    for (const Keypoint& point : person.points) {
      numbers.push_back(point.x);
      numbers.push_back(point.y);
      numbers.push_back(point.is_visible ? 1.0 : 0.0);
    }
    people.push_back({{"pose_keypoints_2d", std::move(numbers)}});
  }
  return dump_json(
      {{"version", 1.3}, {"people", std::move(people)}, {"canvas_width", pose.width}, {"canvas_height", pose.height}});
}

}  // namespace heddle::pose
