// 10,000 prompts of many kinds against the reference: see tests/golden/text/make_prompts.py.
#include <cstdint>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/text/vocabulary.h"
#include "support/test.h"

using namespace heddle;
using namespace heddle::text;

namespace {

struct Expected {
  std::string prompt;
  std::string hash;
  std::size_t count = 0;
};

std::vector<Expected> read_corpus() {
  std::ifstream file(kGoldenFolder + "prompts.txt");
  std::vector<Expected> corpus;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    Expected expected;
    fields >> expected.hash >> expected.count;
    fields.ignore(1);
    std::string quoted;
    std::getline(fields, quoted);
    expected.prompt = nlohmann::json::parse(quoted).get<std::string>();
    corpus.push_back(std::move(expected));
  }
  return corpus;
}

// FNV-1a over the ids as little-endian 32-bit numbers.
std::string hash_of(const std::vector<std::int64_t>& ids) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const std::int64_t id : ids) {
    for (int shift = 0; shift < 32; shift += 8)
      hash = (hash ^ (static_cast<std::uint64_t>(id) >> shift & 0xFF)) * 0x100000001B3;
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace

TEST_CASE("10,000 prompts have the ids of the reference") {
  const Tokenizer& tokenizer = openai_tokenizer();
  const std::vector<Expected> corpus = read_corpus();
  REQUIRE(corpus.size() == 10000);
  std::vector<std::vector<std::int64_t>> ids;
  const std::clock_t start = std::clock();  // processor time: the machine may be busy with other things
  for (const Expected& expected : corpus) ids.push_back(tokenizer.encode(expected.prompt));
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  int wrong = 0;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    if (ids[i].size() == corpus[i].count && hash_of(ids[i]) == corpus[i].hash) continue;
    if (++wrong <= 10) {
      MESSAGE(corpus[i].prompt << " has " << ids[i].size() << " of " << corpus[i].count
                               << " ids: " << nlohmann::json(ids[i]).dump());
    }
  }
  CHECK(wrong == 0);
  MESSAGE("10,000 prompts in " << seconds << " s");
  WARN(seconds < 1);  // an unoptimised or sanitised build may take longer
}
