#include "pose/pose.h"

#include <fstream>
#include <iterator>

#include "core/imaging/maps.h"
#include "imaging/pose_drawing.h"
#include "pose/pose_json.h"

using namespace heddle;
using namespace heddle::imaging;
using namespace heddle::imaging::test;
using namespace heddle::pose;

namespace {

std::string recorded_json() {
  std::ifstream file(HEDDLE_SOURCE_DIR "/tests/golden/imaging/pose.json");
  return {std::istreambuf_iterator<char>(file), {}};
}

Pose recorded_pose() {
  auto file = pose_from_json(recorded_json(), "pose.json");
  REQUIRE(file);
  return file->pose;
}

// One person of `count` points, all at (x, y) with the given confidence; without a canvas where `canvas` is empty.
std::string one_person(std::size_t count, double x, double y, double confidence,
                       const std::string& canvas = R"(,"canvas_width":100,"canvas_height":80)") {
  std::string numbers;
  for (std::size_t i = 0; i < count; ++i) numbers += fmt::format("{}{},{},{}", i == 0 ? "" : ",", x, y, confidence);
  return fmt::format(R"({{"people":[{{"pose_keypoints_2d":[{}]}}]{}}})", numbers, canvas);
}

std::string message_of(const std::string& json) {
  auto file = pose_from_json(json, "p.json");
  REQUIRE_FALSE(file);
  CHECK(file.error().kind == ErrorKind::invalid_input);
  return file.error().message;
}

}  // namespace

TEST_CASE("a pose is drawn as ControlNet 1.0 and 1.1 draw it") {
  CHECK(same(draw_pose(recorded_pose(), PoseDrawing::v1_1), recorded("pose_1_1.ppm")));
  CHECK(distance(draw_pose(recorded_pose(), PoseDrawing::v1_0), recorded("pose_1_0.ppm")).most <= 1);
}

TEST_CASE("a hidden point and its limbs are not drawn, and come back from JSON where they were") {
  Pose pose{200, 200, {standing_person(200, 200)}};
  const image::Image whole = draw_pose(pose, PoseDrawing::v1_1);
  Keypoint& wrist = pose.people[0].at(PosePoint::left_wrist);
  CHECK(value_at(whole, static_cast<int>(wrist.x), static_cast<int>(wrist.y), 1) == 255);
  wrist.is_visible = false;
  const image::Image without = draw_pose(pose, PoseDrawing::v1_1);
  CHECK(value_at(without, static_cast<int>(wrist.x), static_cast<int>(wrist.y), 1) == 0);
  auto back = pose_from_json(pose_to_json(pose), "a test");
  REQUIRE(back);
  CHECK(back->pose == pose);
  CHECK(back->notes.empty());
}

TEST_CASE("mirroring changes left and right, and twice is nothing") {
  PosePerson person = standing_person(300, 400);
  person.at(PosePoint::right_wrist).y -= 150;
  const PosePerson turned = mirrored(person, 150);
  CHECK(turned.at(PosePoint::left_wrist).y == person.at(PosePoint::right_wrist).y);
  CHECK(turned.at(PosePoint::left_wrist).x == 300 - person.at(PosePoint::right_wrist).x);
  for (std::size_t i = 0; i < kPosePoints; ++i)
    CHECK(mirrored(turned, 150).points[i].x == doctest::Approx(person.points[i].x));
}

TEST_CASE("a standing person stands on the canvas, its right side on the viewer's left") {
  for (const auto& [width, height] : {std::pair{512, 512}, {512, 768}, {768, 512}}) {
    const PosePerson person = standing_person(width, height);
    for (const Keypoint& point : person.points) {
      CHECK(point.is_visible);
      CHECK(point.x > 0);
      CHECK(point.x < width);
      CHECK(point.y > 0);
      CHECK(point.y < height);
    }
    CHECK(person.at(PosePoint::right_shoulder).x < person.at(PosePoint::left_shoulder).x);
    CHECK(person.at(PosePoint::right_ankle).y > person.at(PosePoint::right_hip).y);
  }
}

TEST_CASE("the 25 points of BODY_25 become the 18, without feet and hip centre") {
  std::string numbers;
  for (int i = 0; i < 25; ++i) numbers += fmt::format("{}{},{},0.9", i == 0 ? "" : ",", 10 + i, 50 + i);
  auto file = pose_from_json(R"({"version":1.3,"people":[{"person_id":[-1],"pose_keypoints_2d":[)" + numbers +
                                 R"(],"face_keypoints_2d":[]}]})",
                             "a test");
  REQUIRE(file);
  const PosePerson& person = file->pose.people.at(0);
  CHECK(person.at(PosePoint::nose) == Keypoint{10, 50, true});
  CHECK(person.at(PosePoint::left_wrist) == Keypoint{17, 57, true});
  CHECK(person.at(PosePoint::right_hip) == Keypoint{19, 59, true});  // number 9 there: 8 is the hip centre
  CHECK(person.at(PosePoint::left_ear) == Keypoint{28, 68, true});
  CHECK(file->pose.width == 64);
  CHECK(file->pose.height == 128);
  CHECK(file->notes.size() == 2);  // the canvas, the feet
}

TEST_CASE("positions from 0 to 1 are shares of the canvas, and weak confidence hides a point") {
  CHECK(pose_from_json(one_person(18, 0.5, 0.25, 1), "a test")->pose.people[0].points[3] == Keypoint{50, 20, true});
  CHECK_FALSE(pose_from_json(one_person(18, 5, 5, 0.04), "a test")->pose.people[0].points[3].is_visible);
  CHECK(pose_from_json(one_person(18, 5, 5, 0.06), "a test")->pose.people[0].points[3].is_visible);
}

TEST_CASE("hands and faces are named as not drawn, and a web UI's list of one pose is read") {
  auto file = pose_from_json("[" + recorded_json() + "]", "a test");
  REQUIRE(file);
  CHECK(file->pose.people.size() == 2);
  std::string with_hands = one_person(18, 5, 5, 1);
  with_hands.insert(with_hands.find("]}") + 1, R"(,"hand_left_keypoints_2d":[1,2,3],"face_keypoints_2d":[1,2,3])");
  auto noted = pose_from_json(with_hands, "a test");
  REQUIRE(noted);
  CHECK(noted->notes == std::vector<std::string>{"the hands in it are not drawn", "the faces in it are not drawn"});
}

TEST_CASE("what is no pose is refused with the file's name and the reason") {
  CHECK(message_of("{}").find("'p.json' is JSON, but has no 'people'") != std::string::npos);
  CHECK(message_of("[]").find("has no 'people'") != std::string::npos);
  CHECK(message_of("{").find("p.json") != std::string::npos);
  CHECK(message_of(one_person(17, 5, 5, 1)).find("a person of 51 numbers") != std::string::npos);
  CHECK(message_of(R"({"people":[3]})").find("without 'pose_keypoints_2d'") != std::string::npos);
  CHECK(message_of(one_person(18, 5e9, 5, 1)).find("no number of pixels") != std::string::npos);
  CHECK(message_of(one_person(18, 5, 5, 1, R"(,"canvas_width":0,"canvas_height":9)")).find("canvas") !=
        std::string::npos);
  CHECK(message_of(one_person(18, 5, 5, 1, R"(,"canvas_width":99999,"canvas_height":9)")).find("16384") !=
        std::string::npos);
  CHECK(message_of(one_person(18, 0.5, 0.5, 1, "")).find("from 0 to 1") != std::string::npos);
}

TEST_CASE("points far outside, on one spot, and nobody at all are drawn without harm") {
  Pose pose{30, 20, {standing_person(30, 20)}};
  pose.people[0].points.fill({15, 10, true});
  CHECK(draw_pose(pose, PoseDrawing::v1_0).width() == 30);
  for (std::size_t i = 0; i < kPosePoints; ++i)
    pose.people[0].points[i] = {i % 2 == 0 ? 1e6 : -1e6, i % 3 == 0 ? 1e6 : -1e6, true};
  CHECK(draw_pose(pose, PoseDrawing::v1_0).height() == 20);
  CHECK(draw_pose(pose, PoseDrawing::v1_1).height() == 20);
  pose.people.clear();
  CHECK(same(draw_pose(pose, PoseDrawing::v1_1), flat(30, 20, 3, 0)));
  CHECK(draw_pose({1, 1, {standing_person(1, 1)}}, PoseDrawing::v1_1).width() == 1);
}

TEST_CASE("scaling a pose moves its points with the canvas") {
  const Pose pose = scaled_to({100, 50, {PosePerson{}}}, 200, 200);
  CHECK(pose.width == 200);
  Pose one{100, 50, {PosePerson{}}};
  one.people[0].points[0] = {50, 25, true};
  CHECK(scaled_to(one, 200, 200).people[0].points[0] == Keypoint{100, 100, true});
}
