#include "evaluation/evaluate.h"

#include <algorithm>

#include "toy_context.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

// Asks for one picture an sample and scores its number.
class Counting final : public Experiment {
 public:
  explicit Counting(std::size_t count, std::vector<std::filesystem::path> needs = {})
      : count_(count), needs_(std::move(needs)) {}
  [[nodiscard]] std::string name() const override { return "counting"; }
  [[nodiscard]] std::string title() const override { return "Counting"; }
  [[nodiscard]] std::size_t samples() const override { return count_; }
  [[nodiscard]] std::vector<std::filesystem::path> needs() const override { return needs_; }
  [[nodiscard]] std::string main_score() const override { return "number"; }
  [[nodiscard]] Result<Sample> measure(std::size_t index, EvalContext& context,
                                       const RunControl& control) const override {
    auto painted = context.image_cache.paint({.prompt = "a number", .seed = index}, control);
    if (!painted) return forward(painted);
    return Sample{std::to_string(index), {{painted->front().file, ""}}, {{"number", static_cast<double>(index)}}};
  }
  [[nodiscard]] std::vector<Metric> conclude(Samples samples) const override {
    return {with_estimate(
        {.id = "number", .what = "mean number", .unit = Unit::plain, .limits = {.at_least = 1.0, .goal = {}}},
        mean_of(samples, "number"), samples)};
  }

 private:
  std::size_t count_;
  std::vector<std::filesystem::path> needs_;
};

Experiments counting(std::size_t count, std::vector<std::filesystem::path> needs = {}) {
  Experiments all;
  all.push_back(std::make_unique<Counting>(count, std::move(needs)));
  return all;
}

struct Bench {
  testing::TemporaryFolder folder;
  ClipJudge clip = toy_clip();
  ToyPainter generator{[](const ImageRequest&, int) { return grey_square(9); }};
  ImageCache image_cache{folder.path(), generator};
  EvalContext context{image_cache, clip, nullptr};

  EvaluateOptions options(std::size_t subset = 0, SampleShare share = {}) {
    return {.folder = folder.path(), .subset = subset, .fingerprint = "a model", .share = share, .facts = {}};
  }
};

// Is cancelled once so many pictures are there.
class CancelAfter final : public RunControl::Sink {
 public:
  CancelAfter(const ToyPainter& generator, int images) : generator_(generator), images_(images) {}
  bool cancelled() override { return generator_.painted >= images_; }
  void report(double fraction, std::string_view) override { fractions.push_back(fraction); }
  void preview(const image::Image&) override {}
  std::vector<double> fractions;

 private:
  const ToyPainter& generator_;
  int images_;
};

}  // namespace

TEST_CASE("a stopped run resumes with what it has not measured") {
  Bench bench;
  CancelAfter sink(bench.generator, 3);
  const auto stopped = evaluate(counting(8), bench.context, bench.options(), RunControl(sink));
  REQUIRE(!stopped.has_value());
  CHECK(stopped.error().kind == ErrorKind::cancelled);
  CHECK(bench.generator.painted == 3);
  CHECK(std::ranges::is_sorted(sink.fractions));
  const auto report = evaluate(counting(8), bench.context, bench.options(), RunControl::none());
  REQUIRE(report.has_value());
  CHECK(bench.generator.painted == 8);
  CHECK(report->sections.front().metrics.front().value == doctest::Approx(3.5));
  CHECK(report->sections.front().samples.size() == 8);
}

TEST_CASE("a larger subset keeps what a smaller one measured") {
  Bench bench;
  REQUIRE(evaluate(counting(8), bench.context, bench.options(3), RunControl::none()).has_value());
  CHECK(bench.generator.painted == 3);
  const auto report = evaluate(counting(8), bench.context, bench.options(5), RunControl::none());
  CHECK(bench.generator.painted == 5);
  CHECK(report->sections.front().metrics.front().samples == 5);
}

TEST_CASE("another model is measured again") {
  Bench bench;
  REQUIRE(evaluate(counting(2), bench.context, bench.options(), RunControl::none()).has_value());
  EvaluateOptions other = bench.options();
  other.fingerprint = "another model";
  const auto report = evaluate(counting(2), bench.context, other, RunControl::none());
  CHECK(report->sections.front().samples.size() == 2);
}

TEST_CASE("a part that is not there is named and not met; nothing is painted for it") {
  Bench bench;
  const auto report = evaluate(counting(4, {bench.folder / "ip-adapter-plus.safetensors"}), bench.context,
                               bench.options(), RunControl::none());
  REQUIRE(report.has_value());
  const Metric& metric = report->sections.front().metrics.front();
  CHECK(bench.generator.painted == 0);
  CHECK(metric.missing == "ip-adapter-plus.safetensors");
  CHECK(metric.judged());
  CHECK(!metric.met());
  CHECK(verdict_of(metric) == "not there");
}

TEST_CASE("two processes share the items; the first reports on all") {
  Bench bench;
  const auto second = evaluate(counting(5), bench.context, bench.options(0, {1, 2}), RunControl::none());
  REQUIRE(second.has_value());
  CHECK(second->sections.empty());
  CHECK(bench.generator.painted == 2);
  const auto first = evaluate(counting(5), bench.context, bench.options(0, {0, 2}), RunControl::none());
  REQUIRE(first.has_value());
  CHECK(bench.generator.painted == 5);
  CHECK(first->sections.front().metrics.front().samples == 5);
}

TEST_CASE("a folder belongs to one recipe and one seed, and says to which") {
  const testing::TemporaryFolder folder;
  REQUIRE(claim_folder(folder.path(), "mine", "steps = 1", 3).has_value());
  CHECK(claim_folder(folder.path(), "mine", "steps = 1", 3).has_value());
  CHECK(
      claim_folder(folder.path(), "yours", "steps = 1", 3).error().message.find("the recipe 'mine', not of 'yours'") !=
      std::string::npos);
  CHECK(claim_folder(folder.path(), "mine", "steps = 2", 3)
            .error()
            .message.find("'mine' as it was before it was changed") != std::string::npos);
  CHECK(claim_folder(folder.path(), "mine", "steps = 1", 4).error().message.find("with the seed 3, not 4") !=
        std::string::npos);
}

TEST_CASE("a picture that was asked for twice is painted once, and requests that differ are told apart") {
  Bench bench;
  const auto files = [&](const ImageRequest& request) {
    auto images = bench.image_cache.paint(request, RunControl::none());
    REQUIRE(images.has_value());
    std::vector<std::string> names;
    for (const StoredImage& image : *images) names.push_back(image.file);
    return names;
  };
  const auto a = files({.prompt = "a red ball, at dusk", .seed = 4});
  CHECK(a == files({.prompt = "a red ball, at dusk", .seed = 4}));
  CHECK(bench.generator.painted == 1);
  CHECK(a.front().starts_with("pictures/a-red-ball-at-dusk-"));
  CHECK(a != files({.prompt = "a red ball, at dusk", .seed = 5}));
  const auto pair = files({.prompt = "a red ball, at dusk", .seed = 4, .count = 2});
  CHECK(pair.front() == a.front());  // seeds count on: both of the two are there already
  CHECK(bench.generator.painted == 2);
}

}  // namespace heddle::evaluation
