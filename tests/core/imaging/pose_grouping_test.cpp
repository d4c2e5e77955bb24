// Grouping of joints into people against tests/golden/annotators/make_people.py, which makes the same maps.
#include "pose/pose_grouping.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/imaging/maps.h"
#include "imaging/pose_maps.h"
#include "support/formula.h"

using namespace heddle;
using namespace heddle::pose;

namespace {

constexpr int kWidth = 160, kHeight = 128;
constexpr std::size_t kPixels = std::size_t{kWidth} * kHeight;

struct Joint {
  double x = 0, y = 0, strength = 0;
  bool is_there = false;
};
using Person = std::array<Joint, kPosePoints>;

std::vector<Person> people_of(const std::string& name, int count) {
  // standing_person's shares of a box of width 1 and height 2, from a canvas where they are whole.
  const PosePerson standing = standing_person(0, 1000);
  std::vector<Person> people;
  for (int p = 0; p < count; ++p) {
    const heddle::testing::FormulaNumbers u(name + ":" + std::to_string(p));
    const double size = 45 + 15 * u[0], left = 20 + (kWidth - 90) * (u[1] + 1) / 2, top = 4 + 10 * (u[2] + 1) / 2;
    Person person;
    for (std::size_t i = 0; i < kPosePoints; ++i) {
      const double share_x = std::round((standing.points[i].x / 450 + 0.5) * 100) / 100;
      const double share_y = std::round((standing.points[i].y - 40) / 450 * 100) / 100;
      const double x = std::floor(left + share_x * size + 3 * u[3 + 4 * i]);
      const double y = std::floor(top + share_y * size + 3 * u[4 + 4 * i]);
      const bool is_inside = x >= 0 && x < kWidth && y >= 0 && y < kHeight;
      person[i] = {x, y, 0.7 + 0.2 * u[5 + 4 * i], is_inside && u[6 + 4 * i] > -0.7};
    }
    people.push_back(person);
  }
  return people;
}

std::vector<float> joint_map(const std::string& name, const std::vector<Person>& people, std::size_t point) {
  const heddle::testing::FormulaNumbers noise(name + ":joint" + std::to_string(point));
  std::vector<float> map;
  for (std::size_t at = 0; at < kPixels; ++at) {
    double value = 0.04 * noise[at];
    for (const Person& person : people) {
      const Joint& joint = person[point];
      const double dx = static_cast<double>(at % kWidth) - joint.x, dy = static_cast<double>(at / kWidth) - joint.y;
      if (joint.is_there) value += joint.strength * std::max(0.0, 1 - (dx * dx + dy * dy) / 16);
    }
    map.push_back(static_cast<float>(value));
  }
  return map;
}

// The x (part 0) or y (part 1) of a limb's direction.
std::vector<float> limb_map(const std::string& name, const std::vector<Person>& people, const SeenLimbFacts& limb,
                            int part) {
  const std::size_t index = part == 0 ? limb.across : limb.down;
  const heddle::testing::FormulaNumbers noise(name + ":limb" + std::to_string(index));
  std::vector<float> map(kPixels);
  for (std::size_t at = 0; at < kPixels; ++at) map[at] = static_cast<float>(0.03 * noise[at]);
  for (const Person& person : people) {
    const Joint& a = person[static_cast<std::size_t>(limb.from)];
    const Joint& b = person[static_cast<std::size_t>(limb.to)];
    const double length = std::sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
    if (!a.is_there || !b.is_there || length == 0) continue;
    const double ux = (b.x - a.x) / length, uy = (b.y - a.y) / length;
    for (std::size_t at = 0; at < kPixels; ++at) {
      const double x = static_cast<double>(at % kWidth) - a.x, y = static_cast<double>(at / kWidth) - a.y;
      const double along = x * ux + y * uy, beside = std::abs(x * uy - y * ux);
      if (along >= -1 && along <= length + 1 && beside <= 2) map[at] = static_cast<float>(0.9 * (part == 0 ? ux : uy));
    }
  }
  return map;
}

// One person on maps as the network gives them, 19 and 38 of them, one behind the other.
std::vector<float> small_maps(const std::string& name, int columns, int rows, double size) {
  const PosePerson standing = standing_person(0, 1000);
  Person person;
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    const double share_x = std::round(standing.points[i].x / 450 * 100) / 100;
    const double share_y = std::round((standing.points[i].y - 40) / 450 * 100) / 100;
    person[i] = {columns / 2.0 + share_x * size + .37, 1.2 + share_y * size, 0.9, true};
  }
  const auto count = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  const auto x_of = [&](std::size_t at) { return static_cast<double>(at % static_cast<std::size_t>(columns)); };
  const auto y_of = [&](std::size_t at) { return static_cast<double>(at / static_cast<std::size_t>(columns)); };
  std::vector<float> maps(57 * count);
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    const heddle::testing::FormulaNumbers noise(name + ":joint" + std::to_string(i));
    for (std::size_t at = 0; at < count; ++at) {
      const double dx = x_of(at) - person[i].x, dy = y_of(at) - person[i].y;
      maps[i * count + at] = static_cast<float>(std::max(0.0, 0.9 - (dx * dx + dy * dy) / 3) + 0.01 * noise[at]);
    }
  }
  for (const SeenLimbFacts& limb : seen_limbs()) {
    const Joint& a = person[static_cast<std::size_t>(limb.from)];
    const Joint& b = person[static_cast<std::size_t>(limb.to)];
    const double length = std::sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
    const double ux = (b.x - a.x) / length, uy = (b.y - a.y) / length;
    for (std::size_t at = 0; at < count; ++at) {
      const double x = x_of(at) - a.x, y = y_of(at) - a.y;
      const double along = x * ux + y * uy, beside = std::abs(x * uy - y * ux);
      if (along < -1.5 || along > length + 1.5 || beside > 1.5) continue;
      maps[(19 + limb.across) * count + at] = static_cast<float>(0.9 * ux);
      maps[(19 + limb.down) * count + at] = static_cast<float>(0.9 * uy);
    }
  }
  return maps;
}

nlohmann::json recorded_people() {
  std::ifstream file(HEDDLE_SOURCE_DIR "/tests/golden/annotators/people.json");
  return nlohmann::json::parse(file);
}

void check_people(const Pose& pose, const nlohmann::json& expected, double tolerance) {
  REQUIRE(pose.people.size() == expected.size());
  for (std::size_t p = 0; p < expected.size(); ++p) {
    for (std::size_t i = 0; i < kPosePoints; ++i) {
      CAPTURE(p);
      CAPTURE(i);
      const Keypoint& point = pose.people[p].points[i];
      REQUIRE(point.is_visible == !expected[p][i].is_null());
      if (!point.is_visible) continue;
      CHECK(std::abs(point.x - expected[p][i][0].get<double>()) <= tolerance);
      CHECK(std::abs(point.y - expected[p][i][1].get<double>()) <= tolerance);
    }
  }
}

Pose found_in(const std::string& name, const std::vector<Person>& people) {
  Peaks peaks;
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    const std::vector<float> map = joint_map(name, people, i);
    peaks[i] = peaks_of(map, map, kWidth, 0.1);
  }
  Limbs limbs;
  for (std::size_t i = 0; i < kSeenLimbs; ++i) {
    const SeenLimbFacts& facts = seen_limbs()[i];
    const std::vector<float> across = limb_map(name, people, facts, 0), down = limb_map(name, people, facts, 1);
    limbs[i] = limbs_between(peaks[static_cast<std::size_t>(facts.from)], peaks[static_cast<std::size_t>(facts.to)],
                             across, down, kWidth, kHeight, 0.05);
  }
  return grouped(peaks, limbs, kWidth, kHeight);
}

}  // namespace

TEST_CASE("joints are grouped into the people that the reference finds, one, several and in a crowd") {
  const nlohmann::json cases = recorded_people();
  for (const std::string name : {"one", "two", "three", "crowd", "nobody"}) {
    CAPTURE(name);
    const auto& facts = cases.at(name);
    check_people(found_in(name, people_of(name, facts.at("count").get<int>())), facts.at("found"), 0);
  }
}

TEST_CASE("maps as the network gives them are enlarged, smoothed and grouped as the reference does it") {
  const nlohmann::json cases = recorded_people();
  for (const std::string name : {"small", "large"}) {
    CAPTURE(name);
    const auto& facts = cases.at(name);
    const int width = facts.at("width").get<int>(), height = facts.at("height").get<int>();
    const imaging::PoseInput input = imaging::pose_input(imaging::test::noise(width, height, 3));
    const std::vector<float> maps =
        small_maps(name, input.image.width() / 8, input.image.height() / 8, facts.at("size").get<double>());
    check_people(imaging::pose_of_maps(maps, input, {width, height}, {}), facts.at("found"), 1);
  }
}

TEST_CASE("points that were not seen are hidden and near the others") {
  const Pose pose = found_in("two", people_of("two", 2));
  REQUIRE_FALSE(pose.people.empty());
  for (const PosePerson& person : pose.people) {
    for (const Keypoint& point : person.points) {
      CHECK(point.x > -kWidth);
      CHECK(point.x < 2 * kWidth);
      CHECK(point.y > -kHeight);
      CHECK(point.y < 2 * kHeight);
      if (!point.is_visible) CHECK(point.x + point.y != 0);
    }
  }
}

TEST_CASE("maps of every size give a pose of the picture's size, and flat ones nobody") {
  for (const auto& [width, height] :
       {std::pair(1, 1), {3, 2}, {64, 1}, {1, 64}, {200, 150}, {700, 90}, {4096, 8}, {8, 4096}}) {
    CAPTURE(width);
    CAPTURE(height);
    const imaging::PoseInput input = imaging::pose_input(imaging::test::noise(width, height, 3));
    CHECK(input.image.width() % 8 == 0);
    CHECK(input.image.height() % 8 == 0);
    CHECK(input.image.height() <= 184);
    CHECK(input.image.width() <= 16 * 184);
    const std::vector<float> maps(57 * static_cast<std::size_t>(input.image.width() / 8) *
                                  static_cast<std::size_t>(input.image.height() / 8));
    const Pose pose = imaging::pose_of_maps(maps, input, {width, height}, {});
    CHECK(pose.width == width);
    CHECK(pose.height == height);
    CHECK(pose.people.empty());
  }
}
