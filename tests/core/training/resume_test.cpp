#include <ATen/ops/full.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>

#include "line_objective.h"
#include "support/temporary_folder.h"
#include "training/checkpoint.h"
#include "training/data/batch_stream.h"
#include "training/optimiser.h"
#include "training/shards.h"

#include "support/test.h"

namespace heddle::training {

namespace {

using tensor::NamedTensors;

TrainSettings settings(int shards = 1) {
  TrainSettings settings = line_settings(shards);
  if (tensor::processor().multiplies_bf16()) settings.dtype = at::kBFloat16;
  return settings;
}

struct Ending {
  NamedTensors weights;
  std::string log;  // without seconds and pictures a second
};

std::string losses_in(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string text;
  for (std::string line; std::getline(stream, line);) {
    const std::size_t first = line.find(','), second = line.find(',', first + 1);
    const std::size_t last = line.rfind(','), rate = line.rfind(',', last - 1);
    text += line.substr(0, first) + line.substr(second, rate - second) + line.substr(last) + "\n";
  }
  return text;
}

// Runs to the end, in sessions that end at the given steps.
Ending run(const TrainSettings& how, const std::vector<std::int64_t>& stops) {
  const testing::TemporaryFolder folder;
  for (const std::int64_t stop : stops) {
    LineObjective objective;
    TrainOptions options{.run_folder = folder.path(), .export_folder = folder / "out", .stop_after = stop};
    REQUIRE(train(how, objective, options, RunControl::none()).has_value());
  }
  auto stored = read_tensors(folder / "out" / "line.safetensors");
  REQUIRE(stored.has_value());
  return {stored->tensors, losses_in(folder / "log.csv")};
}

// Asks to stop after some polls, as a signal does.
class StopSoon final : public RunControl::Sink {
 public:
  explicit StopSoon(int polls) : left_(polls) {}
  bool cancelled() override { return left_-- <= 0; }
  void report(double, std::string_view) override {}
  void preview(const image::Image&) override {}

 private:
  int left_;
};

}  // namespace

TEST_CASE("a run in several sittings ends with the bits and the curve of one without a break") {
  const Ending whole = run(settings(), {40});
  const Ending broken = run(settings(), {5, 15, 40});
  CHECK(whole.weights.at("a").equal(broken.weights.at("a")));
  CHECK(whole.log == broken.log);
  CHECK(std::count(whole.log.begin(), whole.log.end(), '\n') == 11);  // a heading and 40 / 4 rows
}

TEST_CASE(
    "rows of the log say how many pictures a second were done and in which arithmetic, also in a log of an older "
    "version") {
  const testing::TemporaryFolder folder;
  LineObjective objective;
  REQUIRE(
      train(settings(), objective, {.run_folder = folder.path(), .stop_after = 20}, RunControl::none()).has_value());
  const auto lines_of = [&] {
    std::vector<std::string> lines;
    std::ifstream stream(folder / "log.csv");
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  };
  std::vector<std::string> lines = lines_of();
  const std::string columns = ",pictures_a_second,arithmetic";
  REQUIRE(lines.size() == 6);
  REQUIRE(lines.front().ends_with(columns));
  CHECK(lines.back().ends_with("," + settings().arithmetic_words()));
  lines.front().resize(lines.front().size() - columns.size());
  std::ofstream old(folder / "log.csv");
  for (const std::string& line : lines) old << line << '\n';
  old.close();
  std::vector<std::string> told;
  TrainOptions options{.run_folder = folder.path()};
  options.notice = [&told](const std::string& sentence) { told.push_back(sentence); };
  REQUIRE(train(settings(), objective, options, RunControl::none()).has_value());
  CHECK(lines_of().size() == 11);
  CHECK(lines_of().front().ends_with(columns));
  REQUIRE(told.size() == 1);
  CHECK(told.front() == "training computes in " + settings().arithmetic());
}

TEST_CASE("a killed run resumes from its last checkpoint as if nothing had happened") {
  const testing::TemporaryFolder folder;
  LineObjective objective;
  const TrainOptions options{.run_folder = folder.path(), .export_folder = folder / "out", .stop_after = std::nullopt};
  StopSoon stop(17);
  const auto cancelled_run = train(settings(), objective, options, RunControl(stop));
  REQUIRE_FALSE(cancelled_run.has_value());
  CHECK(cancelled_run.error().kind == ErrorKind::cancelled);
  const auto latest = latest_checkpoint(folder.path());
  REQUIRE(latest.has_value());
  CHECK(latest->filename() == "step-00000017.safetensors");
  std::filesystem::remove(*latest);  // a kill without warning leaves the checkpoint before
  REQUIRE(train(settings(), objective, options, RunControl::none()).has_value());
  const Ending whole = run(settings(), {40});
  CHECK(read_tensors(folder / "out" / "line.safetensors")->tensors.at("a").equal(whole.weights.at("a")));
  CHECK(losses_in(folder / "log.csv") == whole.log);
}

TEST_CASE("only the last two checkpoints are kept") {
  const testing::TemporaryFolder folder;
  LineObjective objective;
  REQUIRE(train(settings(), objective, {.run_folder = folder.path()}, RunControl::none()).has_value());
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"log.csv", "step-00000035.safetensors", "step-00000040.safetensors"});
}

TEST_CASE("a checkpoint of another model is refused") {
  const testing::TemporaryFolder folder;
  const NamedTensors masters = {{"a", at::randn({4, 2}).set_requires_grad(true)}};
  const auto state = Optimiser(masters, {}, false, nullptr).state();
  REQUIRE(save_checkpoint(folder.path(), {.tensors = *state, .step = 3, .seconds = 1, .log = {}}).has_value());
  LineObjective objective;
  const auto resumed = train(settings(), objective, {.run_folder = folder.path()}, RunControl::none());
  REQUIRE_FALSE(resumed.has_value());
  CHECK(resumed.error().message.find("was the recipe's model changed?") != std::string::npos);
}

TEST_CASE("shards give the gradient of the whole batch") {
  const LineObjective objective;
  const NamedTensors masters = {{"a", at::randn({4, 3}).set_requires_grad(true)},
                                {"b", at::randn({3}).set_requires_grad(true)}};
  const NamedTensors batch = objective.draw_batch(0, {0, 12});
  REQUIRE(backward_in_shards(objective, masters, batch, {}, 1).has_value());
  const at::Tensor whole = masters.at("a").grad().clone();
  const auto loss = backward_in_shards(objective, masters, batch, {}, 4);
  REQUIRE(loss.has_value());
  CHECK((masters.at("a").grad() - whole).abs().max().item<double>() < 1e-5);
  const auto uneven = backward_in_shards(objective, masters, batch, {}, 5);
  REQUIRE_FALSE(uneven.has_value());
  CHECK(uneven.error().message == "[train] shards = 5 does not divide the batch of 12");
}

TEST_CASE("runs in shards repeat to the bit") {
  CHECK(run(settings(4), {40}).weights.at("a").equal(run(settings(4), {20, 40}).weights.at("a")));
}

TEST_CASE("batches come in order whatever the number of workers, and no more than asked for are drawn ahead") {
  std::atomic<std::int64_t> drawn{0};
  const auto draw = [&drawn](std::int64_t step) {
    ++drawn;
    return NamedTensors{{"step", at::full({1}, step, at::kLong)}};
  };
  for (const int workers : {0, 1, 3}) {
    drawn = 0;
    BatchStream stream(draw, 5, 25, workers, /*ahead=*/4);
    for (std::int64_t step = 5; step < 25; ++step) {
      CHECK(stream.next().at("step").item<std::int64_t>() == step);
      CHECK(drawn <= step - 5 + 1 + 4 + workers);
    }
  }
}

TEST_CASE("a draw that throws is heard on the trainer's thread") {
  BatchStream stream([](std::int64_t) -> NamedTensors { throw std::runtime_error("broken"); }, 0, 3, 2);
  CHECK_THROWS_WITH(stream.next(), "broken");
}

}  // namespace heddle::training
