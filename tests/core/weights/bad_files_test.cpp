// Every kind of bad file, in every shape, gives one clean error; run it under AddressSanitizer and UBSan.
#include "support/bad_files.h"

#include <filesystem>
#include <set>
#include <string>

#include "base/atomic_file.h"
#include "base/printable.h"
#include "support/file_builders.h"
#include "support/temporary_folder.h"
#include "weights/open_tensor_file.h"
#include "weights/safetensors.h"
#include "weights/sniff.h"
#include "weights/torch_legacy.h"
#include "weights/torch_zip.h"

#include "support/test.h"

using namespace heddle;
using namespace heddle::weights;
using namespace heddle::testing;

namespace {

// The error, or "accepted".
std::string verdict(const std::string& file) {
  const auto bytes = as_bytes(file);
  const Content content = sniff(bytes);
  if (!refusal(content).empty()) return std::string(refusal(content));
  const auto table = content == Content::safetensors ? parse_safetensors(bytes)
                     : content == Content::zip       ? parse_torch_zip(bytes)
                                                     : parse_torch_legacy(bytes);
  return table ? "accepted" : table.error().message;
}

void check_kinds(const std::vector<BadKind>& kinds) {
  for (const BadKind& kind : kinds) {
    for (int seed = 0; seed < kind.seeds; ++seed) {
      CAPTURE(std::string(kind.name));
      CAPTURE(seed);
      Random random(static_cast<unsigned>(seed));
      const std::string message = verdict(kind.make(random));
      CHECK(message != "accepted");
      CHECK(message.size() > 10);
      CHECK(message.size() < 400);
      CHECK(is_valid_utf8(message));
    }
  }
}

}  // namespace

TEST_CASE("there are at least sixty kinds of twenty seeds, each with a name of its own") {
  std::set<std::string> names;
  int with_twenty = 0;
  for (const BadKind& kind : all_bad_kinds()) {
    CHECK(names.insert(kind.name).second);
    with_twenty += kind.seeds >= 20 ? 1 : 0;
  }
  CHECK(with_twenty >= 60);
}

TEST_CASE("fault_03_wrong_json_headers_give_a_clean_error") { check_kinds(bad_json_headers()); }
TEST_CASE("fault_05_06_wrong_safetensors_give_a_clean_error") { check_kinds(bad_safetensors()); }
TEST_CASE("fault_15_wrong_zips_give_a_clean_error") { check_kinds(bad_zips()); }
TEST_CASE("fault_13_14_wrong_pickles_give_a_clean_error") { check_kinds(bad_pickles()); }
TEST_CASE("fault_13_wrong_legacy_files_give_a_clean_error") { check_kinds(bad_legacy_files()); }
TEST_CASE("fault_16_files_that_are_no_models_give_a_clean_error") { check_kinds(not_models()); }

TEST_CASE("every kind of bad file gives an error that names the file when it is opened") {
  const TemporaryFolder folder;
  for (const BadKind& kind : all_bad_kinds()) {
    CAPTURE(std::string(kind.name));
    Random random(7);
    const std::string bytes = kind.make(random);
    if (bytes.size() > 1'000'000) continue;
    REQUIRE(write_file_atomically(folder / "bad.ckpt", bytes));
    const auto file = open_tensor_file(folder / "bad.ckpt");
    REQUIRE_FALSE(file);
    CHECK(file.error().message.starts_with("[weights.open] 'bad.ckpt' "));
  }
}

TEST_CASE("fault_01_torch_files_cut_at_any_byte_are_refused") {
  const std::string zip = torch_zip(pickle::dict("x", pickle::tensor()));
  const std::string legacy = legacy_file(legacy_parts());
  for (const std::string& file : {zip, legacy}) {
    for (std::size_t size = 0; size < file.size(); ++size) {
      CAPTURE(size);
      CHECK(verdict(file.substr(0, size)) != "accepted");
    }
  }
  CHECK(verdict(zip) == "accepted");
  CHECK(verdict(legacy) == "accepted");
}

TEST_CASE("any single changed byte of a torch file leaves a right file or gives an error") {
  const std::string zip = torch_zip(pickle::dict("x", pickle::tensor()));
  const std::string legacy = legacy_file(legacy_parts());
  for (const std::string& file : {zip, legacy}) {
    for (std::size_t at = 0; at < file.size(); ++at) {
      for (const char flip : {1, 4, 16, 64, -128}) {
        std::string changed = file;
        changed[at] = static_cast<char>(changed[at] ^ flip);
        CHECK_FALSE(verdict(changed).empty());
      }
    }
  }
}
