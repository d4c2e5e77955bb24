#include "engine/output_cache.h"

#include "support/test.h"

namespace heddle::engine {
namespace {

Outputs sized(std::size_t bytes) { return Outputs().set("out", Value::of(1.0, bytes)); }
ContentKey key(int i) { return ContentKey{std::to_string(i)}; }

TEST_CASE("what was not used for longest is dropped first") {
  OutputCache cache(35'000);
  for (int i = 0; i < 3; ++i) cache.put(key(i), sized(10'000));
  CHECK(cache.find(key(0)));
  cache.put(key(3), sized(10'000));
  CHECK(cache.contains(key(0)));
  CHECK_FALSE(cache.contains(key(1)));
  CHECK(cache.contains(key(2)));
  CHECK(cache.contains(key(3)));
  CHECK(cache.bytes() <= 35'000);
}

TEST_CASE("a result larger than the budget is not kept and drops nothing") {
  OutputCache cache(35'000);
  cache.put(key(0), sized(10'000));
  cache.put(key(1), sized(40'000));
  CHECK(cache.contains(key(0)));
  CHECK_FALSE(cache.contains(key(1)));
}

TEST_CASE("putting a key again replaces its result") {
  OutputCache cache(35'000);
  cache.put(key(0), sized(10'000));
  cache.put(key(0), sized(20'000));
  CHECK(cache.entries() == 1);
  CHECK(cache.find(key(0))->bytes() == 20'000);
  cache.put(key(0), sized(50'000));  // the old result would be stale
  CHECK(cache.entries() == 0);
  CHECK(cache.bytes() == 0);
}

TEST_CASE("memory is given back on request and when the budget shrinks") {
  OutputCache cache(100'000);
  for (int i = 0; i < 8; ++i) cache.put(key(i), sized(10'000));
  CHECK(cache.give_back(15'000) >= 15'000);
  CHECK(cache.entries() == 6);
  cache.set_budget(25'000);
  CHECK(cache.entries() == 2);
  CHECK(cache.contains(key(7)));
  cache.clear();
  CHECK(cache.entries() == 0);
  CHECK(cache.bytes() == 0);
}

TEST_CASE("a result that was found outlives its entry") {
  OutputCache cache(35'000);
  cache.put(key(0), sized(10));
  const auto found = cache.find(key(0));
  cache.clear();
  REQUIRE(found);
  CHECK(found->find("out")->as<double>() == 1.0);
}

}  // namespace
}  // namespace heddle::engine
