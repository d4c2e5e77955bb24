// Recipe: a TOML file that states how something is trained. Every key must be known, so that a mistyped one is found
// before hours are spent. Used by the trainer and the objectives. Read on one thread; copies share the result.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heddle::training {

struct RecipeState;

// One table of the recipe. Readers return the fallback where the key is absent or wrong; what is wrong is kept for
// Recipe::finish. A key that is never read is wrong too.
class RecipeSection final {
 public:
  RecipeSection(std::shared_ptr<RecipeState> state, std::string path);

  struct Range {
    double low;
    double high;
  };

  double real(std::string_view key, double fallback, Range range = {-1e30, 1e30});
  std::int64_t integer(std::string_view key, std::int64_t fallback, Range range = {0, 1e12});
  bool flag(std::string_view key, bool fallback);
  std::string text(std::string_view key, std::string fallback);
  // One of the given words; the fallback must be one of them.
  std::string choice(std::string_view key, std::string fallback, std::initializer_list<std::string_view> words);
  std::vector<std::int64_t> integers(std::string_view key, std::vector<std::int64_t> fallback, Range range = {1, 1e6});
  // A path, relative ones from the folder that the recipe is meant to be run in (the current one).
  std::filesystem::path path(std::string_view key, std::filesystem::path fallback);
  // The tables of an array of tables, empty where absent.
  std::vector<RecipeSection> tables(std::string_view key);

  [[nodiscard]] bool has(std::string_view key) const;
  // For rules between keys: reported as "<file>: <section>.<key> <words>".
  void refuse(std::string_view key, std::string words);

 private:
  std::shared_ptr<RecipeState> state_;
  std::string path_;
};

class Recipe final {
 public:
  // Failure: the file cannot be read or is not TOML, with the line.
  static Result<Recipe> read(const std::filesystem::path& file);
  static Result<Recipe> parse(std::string text, std::string name);

  // The same recipe as if it said `assignment`, "section.key = value" in TOML, where a word needs no quotes: for
  // overrides on the command line. Its source stays. Failure: not such a line.
  [[nodiscard]] Result<Recipe> with(std::string_view assignment) const;

  // The section need not exist: then every key has its fallback.
  [[nodiscard]] RecipeSection section(std::string_view name) const;
  [[nodiscard]] const std::string& name() const;  // the file's stem
  [[nodiscard]] const std::string& source() const;

  // Call when everything was read. Failure: the first thing that is wrong, with its line, and how many more there are.
  [[nodiscard]] Result<void> finish() const;

 private:
  explicit Recipe(std::shared_ptr<RecipeState> state) : state_(std::move(state)) {}
  std::shared_ptr<RecipeState> state_;
};

}  // namespace heddle::training
