#include "pose/pose_grouping.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace heddle::pose {

namespace {

using enum PosePoint;

constexpr std::size_t kMapsOfJoints = 19;  // the directions' maps are counted behind them in the paper's network

constexpr SeenLimbFacts seen(PosePoint from, PosePoint to, std::size_t across) {
  return {from, to, across - kMapsOfJoints, across + 1 - kMapsOfJoints};
}

constexpr std::array<SeenLimbFacts, kSeenLimbs> kSeen = {
    {seen(neck, right_shoulder, 31), seen(neck, left_shoulder, 39), seen(right_shoulder, right_elbow, 33),
     seen(right_elbow, right_wrist, 35), seen(left_shoulder, left_elbow, 41), seen(left_elbow, left_wrist, 43),
     seen(neck, right_hip, 19), seen(right_hip, right_knee, 21), seen(right_knee, right_ankle, 23),
     seen(neck, left_hip, 25), seen(left_hip, left_knee, 27), seen(left_knee, left_ankle, 29), seen(neck, nose, 47),
     seen(nose, right_eye, 49), seen(right_eye, right_ear, 53), seen(nose, left_eye, 51), seen(left_eye, left_ear, 55),
     seen(right_shoulder, right_ear, 37), seen(left_shoulder, left_ear, 45)}};
constexpr std::size_t kLimbsThatBegin = 17;  // of these a limb may begin a new skeleton

constexpr int kPlaces = 10;          // along a limb, its ends among them
constexpr double kShare = 0.8;       // of the places that must follow the limb
constexpr int kJointsLeast = 4;      // of a skeleton
constexpr double kScoreLeast = 0.4;  // of a skeleton, by joint

std::size_t index_of(PosePoint point) { return static_cast<std::size_t>(point); }

// How well the direction's maps follow the way from one peak to another; none where they do not.
std::optional<double> limb_score(const Peak& from, const Peak& to, std::span<const float> across,
                                 std::span<const float> down, int width, int height, double threshold) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  const double length = std::max(0.001, std::sqrt(dx * dx + dy * dy));
  double sum = 0;
  int followed = 0;
  for (int i = 0; i < kPlaces; ++i) {
    // Halves are rounded to even.
    const auto x = static_cast<std::size_t>(std::nearbyint(from.x + i * (dx / (kPlaces - 1))));
    const auto y = static_cast<std::size_t>(std::nearbyint(from.y + i * (dy / (kPlaces - 1))));
    const std::size_t at = y * static_cast<std::size_t>(width) + x;
    const double along =
        static_cast<double>(across[at]) * (dx / length) + static_cast<double>(down[at]) * (dy / length);
    sum += along;
    if (along > threshold) ++followed;
  }
  // Limbs longer than half the picture's height are less likely.
  const double score = sum / kPlaces + std::min(0.5 * height / length - 1, 0.0);
  if (followed <= kShare * kPlaces || score <= 0) return std::nullopt;
  return score;
}

// A skeleton as limbs are added: for each point the number of its peak.
struct Gathered {
  std::array<std::optional<std::size_t>, kPosePoints> peaks{};
  double score = 0;
  int joints = 0;
};

bool share_a_point(const Gathered& a, const Gathered& b) {
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    if (a.peaks[i] && b.peaks[i]) return true;
  }
  return false;
}

void join(Gathered& into, const Gathered& other, double limb) {
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    if (other.peaks[i]) into.peaks[i] = other.peaks[i];
  }
  into.score += other.score + limb;
  into.joints += other.joints;
}

class Gathering final {
 public:
  explicit Gathering(const Peaks& peaks) : peaks_(peaks) {}

  void add(std::size_t kind, const SeenLimb& limb) {
    const std::size_t from = index_of(kSeen[kind].from), to = index_of(kSeen[kind].to);
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < people_.size() && owners.size() < 2; ++i) {
      if (people_[i].peaks[from] == limb.from || people_[i].peaks[to] == limb.to) owners.push_back(i);
    }
    const double with_joint = peaks_[to][limb.to].score + limb.score;
    if (owners.empty()) {
      if (kind >= kLimbsThatBegin) return;
      Gathered person;
      person.peaks[from] = limb.from;
      person.peaks[to] = limb.to;
      person.score = peaks_[from][limb.from].score + with_joint;
      person.joints = 2;
      people_.push_back(person);
      return;
    }
    Gathered& first = people_[owners[0]];
    if (owners.size() == 1) {
      if (first.peaks[to] == limb.to) return;
    } else if (!share_a_point(first, people_[owners[1]])) {
      join(first, people_[owners[1]], limb.score);
      people_.erase(people_.begin() + static_cast<std::ptrdiff_t>(owners[1]));
      return;
    }
    first.peaks[to] = limb.to;
    first.score += with_joint;
    ++first.joints;
  }

  [[nodiscard]] std::vector<Gathered> people() const {
    std::vector<Gathered> kept;
    for (const Gathered& person : people_) {
      if (person.joints >= kJointsLeast && person.score / person.joints >= kScoreLeast) kept.push_back(person);
    }
    return kept;
  }

 private:
  const Peaks& peaks_;
  std::vector<Gathered> people_;
};

// Hidden points where they are on an upright skeleton of the same size and place.
void place_hidden(PosePerson& person, int width, int height) {
  const PosePerson upright = standing_person(width, height);
  double count = 0, x = 0, y = 0, upright_x = 0, upright_y = 0, own = 0, others = 0;
  const auto each_seen = [&](const auto& act) {
    for (std::size_t i = 0; i < kPosePoints; ++i) {
      if (person.points[i].is_visible) act(person.points[i], upright.points[i]);
    }
  };
  each_seen([&](const Keypoint& point, const Keypoint& stands) {
    ++count, x += point.x, y += point.y, upright_x += stands.x, upright_y += stands.y;
  });
  if (count == 0) return;
  x /= count, y /= count, upright_x /= count, upright_y /= count;
  each_seen([&](const Keypoint& point, const Keypoint& stands) {
    own += std::hypot(point.x - x, point.y - y);
    others += std::hypot(stands.x - upright_x, stands.y - upright_y);
  });
  const double scale = others > 0 && own > 0 ? own / others : 1;
  for (std::size_t i = 0; i < kPosePoints; ++i) {
    if (person.points[i].is_visible) continue;
    person.points[i] = {std::round(x + (upright.points[i].x - upright_x) * scale),
                        std::round(y + (upright.points[i].y - upright_y) * scale), false};
  }
}

}  // namespace

std::span<const SeenLimbFacts> seen_limbs() { return kSeen; }

std::vector<Peak> peaks_of(std::span<const float> own, std::span<const float> smooth, int width, double threshold) {
  std::vector<Peak> peaks;
  const auto columns = static_cast<std::size_t>(width), rows = smooth.size() / columns;
  for (std::size_t y = 0; y < rows; ++y) {
    for (std::size_t x = 0; x < columns; ++x) {
      const std::size_t at = y * columns + x;
      const float value = smooth[at];
      if (value <= threshold) continue;
      const float left = x > 0 ? smooth[at - 1] : 0, right = x + 1 < columns ? smooth[at + 1] : 0;
      const float above = y > 0 ? smooth[at - columns] : 0, below = y + 1 < rows ? smooth[at + columns] : 0;
      if (value < left || value < right || value < above || value < below) continue;
      peaks.push_back({static_cast<int>(x), static_cast<int>(y), own[at]});
    }
  }
  return peaks;
}

std::vector<SeenLimb> limbs_between(const std::vector<Peak>& from, const std::vector<Peak>& to,
                                    std::span<const float> across, std::span<const float> down, int width, int height,
                                    double threshold) {
  std::vector<SeenLimb> possible, chosen;
  for (std::size_t i = 0; i < from.size(); ++i) {
    for (std::size_t j = 0; j < to.size(); ++j) {
      if (const auto score = limb_score(from[i], to[j], across, down, width, height, threshold))
        possible.push_back({i, j, *score});
    }
  }
  std::ranges::stable_sort(possible, std::ranges::greater(), &SeenLimb::score);
  for (const SeenLimb& limb : possible) {
    const bool is_taken = std::ranges::any_of(
        chosen, [&](const SeenLimb& other) { return other.from == limb.from || other.to == limb.to; });
    if (!is_taken) chosen.push_back(limb);
  }
  return chosen;
}

Pose grouped(const Peaks& peaks, const Limbs& limbs, int width, int height) {
  Gathering gathering(peaks);
  for (std::size_t kind = 0; kind < kSeenLimbs; ++kind) {
    for (const SeenLimb& limb : limbs[kind]) gathering.add(kind, limb);
  }
  Pose pose{width, height, {}};
  for (const Gathered& found : gathering.people()) {
    PosePerson person;
    for (std::size_t i = 0; i < kPosePoints; ++i) {
      if (!found.peaks[i]) continue;
      const Peak& peak = peaks[i][*found.peaks[i]];
      person.points[i] = {static_cast<double>(peak.x), static_cast<double>(peak.y), true};
    }
    place_hidden(person, width, height);
    pose.people.push_back(person);
  }
  return pose;
}

}  // namespace heddle::pose
