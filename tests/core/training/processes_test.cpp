// Several processes against one: each test starts the program train_line as a launcher would.
#include <cmath>
#include <sstream>

#include "line_objective.h"
#include "listening.h"
#include "process_runs.h"
#include "support/temporary_folder.h"

#include "support/test.h"

namespace heddle::training {

namespace {

using testing::Ended;
using testing::Launch;

// Rows of log.csv as numbers, without seconds, pictures a second and arithmetic.
std::vector<std::vector<double>> curve_in(const std::filesystem::path& folder) {
  std::ifstream stream(folder / "log.csv");
  std::vector<std::vector<double>> rows;
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    std::istringstream cells(line);
    std::vector<std::string> words;
    for (std::string cell; std::getline(cells, cell, ',');) words.push_back(cell);
    REQUIRE(words.size() > 4);
    words.erase(words.begin() + 1);
    words.resize(words.size() - 2);
    std::vector<double> row;
    for (const std::string& word : words) row.push_back(std::stod(word));
    rows.push_back(row);
  }
  return rows;
}

tensor::NamedTensors weights_in(const std::filesystem::path& folder) {
  auto stored = read_tensors(folder / "out" / "line.safetensors");
  REQUIRE_MESSAGE(stored.has_value(), stored.error().message);
  return std::move(stored->tensors);
}

void run(const Launch& launch) {
  for (const Ended& end : testing::run_processes(TRAIN_LINE, launch)) REQUIRE_MESSAGE(end.code == 0, end.message);
}

// To rounding: sums over a batch are taken in another order.
void check_same(const std::filesystem::path& left, const std::filesystem::path& right) {
  const auto one = curve_in(left), other = curve_in(right);
  REQUIRE(one.size() == 10);
  REQUIRE(other.size() == one.size());
  for (std::size_t row = 0; row < one.size(); ++row) {
    REQUIRE(one[row].size() == other[row].size());
    for (std::size_t i = 0; i < one[row].size(); ++i)
      CHECK(other[row][i] == doctest::Approx(one[row][i]).epsilon(2e-5));
  }
  const tensor::NamedTensors ours = weights_in(left), theirs = weights_in(right);
  for (const auto& [name, value] : ours) CHECK((theirs.at(name) - value).abs().max().item<double>() < 1e-5);
}

}  // namespace

TEST_CASE("two and three processes give the curve and the weights of one") {
  const testing::TemporaryFolder folder;
  run({.folder = folder / "one"});
  for (const int processes : {2, 3}) {
    const auto together = folder / std::to_string(processes);
    run({.folder = together, .processes = processes});
    check_same(folder / "one", together);
  }
}

TEST_CASE("a checkpoint of two processes is resumed by one, one of one by three") {
  const testing::TemporaryFolder folder;
  run({.folder = folder / "whole"});
  run({.folder = folder / "two_one", .processes = 2, .stop_after = 13});
  run({.folder = folder / "two_one"});
  check_same(folder / "whole", folder / "two_one");
  run({.folder = folder / "one_three", .stop_after = 18});
  run({.folder = folder / "one_three", .processes = 3});
  check_same(folder / "whole", folder / "one_three");
}

TEST_CASE("a process that dies ends the others with a message about it, and the run resumes from its checkpoint") {
  const testing::TemporaryFolder folder;
  const auto ends =
      testing::run_processes(TRAIN_LINE, {.folder = folder / "run", .processes = 2, .event = {"die", "17"}});
  CHECK(ends[1].code == 128 + SIGKILL);
  CHECK(ends[0].code == 1);
  CHECK_MESSAGE(ends[0].message.find("process 0 of 2 stops: another process has ended") != std::string::npos,
                ends[0].message);
  CHECK(std::filesystem::exists(folder / "run" / "step-00000015.safetensors"));
  run({.folder = folder / "run", .processes = 2});
  run({.folder = folder / "whole"});
  check_same(folder / "whole", folder / "run");
}

TEST_CASE("a process that hangs is waited for as long as was said, one that saves or draws samples longer") {
  const testing::TemporaryFolder folder;
  const auto ends = testing::run_processes(
      TRAIN_LINE, {.folder = folder / "hangs", .processes = 2, .timeout = 2, .event = {"hang", "6"}});
  CHECK(ends[0].code == 1);
  CHECK_MESSAGE(ends[0].message.find("did not answer for 2 s") != std::string::npos, ends[0].message);
  run({.folder = folder / "slow", .processes = 2, .timeout = 2, .event = {"slow", "0"}});
}

TEST_CASE("others who never come are not waited for forever") {
  const testing::TemporaryFolder folder;
  const std::string port = "MASTER_PORT=" + std::to_string(testing::free_port());
  const auto ends =
      testing::run_processes(TRAIN_LINE, {.folder = folder.path(),
                                          .timeout = 2,
                                          .environment = {"RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=127.0.0.1", port}});
  CHECK(ends[0].code == 1);
  CHECK_MESSAGE(ends[0].message.find("found not all others at 127.0.0.1") != std::string::npos, ends[0].message);
}

TEST_CASE("one process opens no socket, several listen at MASTER_ADDR's address alone") {
  const auto before = testing::open_sockets();
  LineObjective objective;
  int looked = 0;
  objective.at_step = [&](std::int64_t) {
    ++looked;
    CHECK(testing::open_sockets() == before);
  };
  const testing::TemporaryFolder folder;
  REQUIRE(train(line_settings(), objective, {.run_folder = folder / "in_process"}, RunControl::none()).has_value());
  CHECK(looked == 40);

  const auto addresses_of = [&](const std::string& run_folder, int rank) {
    std::ifstream stream(folder / run_folder / ("sockets-" + std::to_string(rank)));
    REQUIRE(stream.good());
    return std::multiset<std::string>(std::istream_iterator<std::string>(stream), {});
  };
  run({.folder = folder / "alone",
       .event = {"sockets", "3"},
       .environment = {"RANK=0", "WORLD_SIZE=1", "MASTER_ADDR=127.0.0.1"}});
  CHECK(addresses_of("alone", 0).empty());
  run({.folder = folder / "pair", .processes = 2, .event = {"sockets", "3"}});
  for (int rank = 0; rank < 2; ++rank) {
    const auto addresses = addresses_of("pair", rank);
    CHECK_FALSE(addresses.empty());
    for (const std::string& address : addresses) CHECK(address == "0100007F");  // 127.0.0.1
  }
}

}  // namespace heddle::training
