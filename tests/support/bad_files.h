// Files that are no honest model files, of many kinds, each in as many shapes as there are seeds. Used by the tests of
// the readers: every one must give an error, and do nothing else.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace heddle::testing {

using Random = std::mt19937;

struct BadKind {
  const char* name;
  std::string (*make)(Random& random);  // the file's bytes
  int seeds = 20;                       // fewer for the kinds that are megabytes large
};

// A whole number in [low, high].
long pick(Random& random, long low, long high);
std::string random_word(Random& random);

std::vector<BadKind> bad_json_headers();
std::vector<BadKind> bad_safetensors();
std::vector<BadKind> bad_zips();
std::vector<BadKind> bad_pickles();  // inside a right zip
std::vector<BadKind> bad_legacy_files();
std::vector<BadKind> not_models();

std::vector<BadKind> all_bad_kinds();

}  // namespace heddle::testing
