#include "training/recipe.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace heddle::training {

struct RecipeState {
  std::string name;    // the stem
  std::string file;    // as messages call it
  std::string source;  // the text itself
  toml::table root;
  std::set<std::string, std::less<>> asked;                     // every key path that a reader knows
  std::vector<std::pair<std::uint32_t, std::string>> problems;  // line, words
};

namespace {

std::string joined(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

void complain(RecipeState& state, const toml::node* node, std::string words) {
  state.problems.emplace_back(node != nullptr ? node->source().begin.line : 0, std::move(words));
}

// The node, once; its key is known from now on.
const toml::node* asked(RecipeState& state, const std::string& path) {
  state.asked.insert(path);
  return state.root.at_path(path).node();
}

void collect_unknown(RecipeState& state, const toml::table& table, const std::string& path) {
  for (const auto& [key, node] : table) {
    const std::string full = joined(path, key.str());
    if (const toml::table* inner = node.as_table(); inner != nullptr && !state.asked.contains(full)) {
      collect_unknown(state, *inner, full);
    } else if (!state.asked.contains(full)) {
      state.problems.emplace_back(key.source().begin.line,
                                  fmt::format("'{}' is not a setting that is known here", full));
    } else if (const toml::array* array = node.as_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        if (const toml::table* row = array->get(i)->as_table())
          collect_unknown(state, *row, fmt::format("{}[{}]", full, i));
      }
    }
  }
}

}  // namespace

RecipeSection::RecipeSection(std::shared_ptr<RecipeState> state, std::string path)
    : state_(std::move(state)), path_(std::move(path)) {}

double RecipeSection::real(std::string_view key, double fallback, Range range) {
  const std::string path = joined(path_, key);
  const toml::node* node = asked(*state_, path);
  if (node == nullptr) return fallback;
  const auto value = node->value<double>();
  if (!value) {
    complain(*state_, node, fmt::format("'{}' must be a number", path));
  } else if (!(*value >= range.low && *value <= range.high)) {
    complain(*state_, node,
             fmt::format("'{}' is {}, it must lie between {} and {}", path, *value, range.low, range.high));
  } else {
    return *value;
  }
  return fallback;
}

std::int64_t RecipeSection::integer(std::string_view key, std::int64_t fallback, Range range) {
  const std::string path = joined(path_, key);
  const toml::node* node = asked(*state_, path);
  if (node == nullptr) return fallback;
  const auto value = node->value_exact<std::int64_t>();
  if (!value) {
    complain(*state_, node, fmt::format("'{}' must be a whole number", path));
  } else if (static_cast<double>(*value) < range.low || static_cast<double>(*value) > range.high) {
    complain(*state_, node,
             fmt::format("'{}' is {}, it must lie between {} and {}", path, *value, range.low, range.high));
  } else {
    return *value;
  }
  return fallback;
}

bool RecipeSection::flag(std::string_view key, bool fallback) {
  const std::string path = joined(path_, key);
  const toml::node* node = asked(*state_, path);
  if (node == nullptr) return fallback;
  if (const auto value = node->value_exact<bool>()) return *value;
  complain(*state_, node, fmt::format("'{}' must be true or false", path));
  return fallback;
}

std::string RecipeSection::text(std::string_view key, std::string fallback) {
  const std::string path = joined(path_, key);
  const toml::node* node = asked(*state_, path);
  if (node == nullptr) return fallback;
  if (auto value = node->value_exact<std::string>()) return *std::move(value);
  complain(*state_, node, fmt::format("'{}' must be a text in quotes", path));
  return fallback;
}

std::string RecipeSection::choice(std::string_view key, std::string fallback,
                                  std::initializer_list<std::string_view> words) {
  std::string word = text(key, fallback);
  if (std::find(words.begin(), words.end(), word) != words.end()) return word;
  const std::string path = joined(path_, key);
  complain(
      *state_, asked(*state_, path),
      fmt::format("'{}' is \"{}\", it must be one of: {}", path, word, fmt::join(words.begin(), words.end(), ", ")));
  return fallback;
}

std::vector<std::int64_t> RecipeSection::integers(std::string_view key, std::vector<std::int64_t> fallback,
                                                  Range range) {
  const std::string path = joined(path_, key);
  const toml::node* node = asked(*state_, path);
  if (node == nullptr) return fallback;
  std::vector<std::int64_t> values;
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& element : *array) {
      const auto value = element.value_exact<std::int64_t>();
      if (!value || static_cast<double>(*value) < range.low || static_cast<double>(*value) > range.high) break;
      values.push_back(*value);
    }
    if (!values.empty() && values.size() == array->size()) return values;
  }
  complain(*state_, node,
           fmt::format("'{}' must be a list of whole numbers from {} to {}", path, range.low, range.high));
  return fallback;
}

std::filesystem::path RecipeSection::path(std::string_view key, std::filesystem::path fallback) {
  return text(key, fallback.string());
}

std::vector<RecipeSection> RecipeSection::tables(std::string_view key) {
  const std::string path = joined(path_, key);
  const toml::node* node = asked(*state_, path);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr || !array->is_homogeneous(toml::node_type::table)) {
    complain(*state_, node, fmt::format("'{}' must be a list of tables: [{{ ... }}, {{ ... }}]", path));
    return {};
  }
  std::vector<RecipeSection> sections;
  for (std::size_t i = 0; i < array->size(); ++i) sections.emplace_back(state_, fmt::format("{}[{}]", path, i));
  return sections;
}

bool RecipeSection::has(std::string_view key) const {
  return state_->root.at_path(joined(path_, key)).node() != nullptr;
}

void RecipeSection::refuse(std::string_view key, std::string words) {
  const std::string path = joined(path_, key);
  complain(*state_, asked(*state_, path), fmt::format("'{}' {}", path, words));
}

Result<Recipe> Recipe::parse(std::string text, std::string name) {
  toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return fail(ErrorKind::invalid_input, "[recipe.read] '{}' line {}: {}", name, error.source().begin.line,
                error.description());
  }
  auto state = std::make_shared<RecipeState>();
  state->name = std::filesystem::path(name).stem().string();
  state->file = std::move(name);
  state->source = std::move(text);
  state->root = std::move(parsed).table();
  return Recipe(std::move(state));
}

Result<Recipe> Recipe::read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code unreadable;
  if (!stream || !std::filesystem::is_regular_file(file, unreadable)) {
    return fail(ErrorKind::not_found, "[recipe.read] '{}' cannot be opened; recipes end in .toml", file.string());
  }
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return parse(std::move(text), file.string());
}

Result<Recipe> Recipe::with(std::string_view assignment) const {
  const auto wrong = [&] {
    return fail(ErrorKind::invalid_input,
                "[recipe.set] '{}' is not of the form section.key=value, as in train.device=cuda", assignment);
  };
  const auto equals = assignment.find('=');
  if (equals == std::string_view::npos) return wrong();
  const std::string key(assignment.substr(0, equals)), value(assignment.substr(equals + 1));
  toml::parse_result said = toml::parse(fmt::format("{} = {}", key, value));
  if (!said) said = toml::parse(fmt::format("{} = '{}'", key, value));  // a word without quotes
  if (!said || said.table().size() != 1) return wrong();
  const auto only = said.table().begin();
  const toml::key& section = only->first;
  const toml::table* keys = only->second.as_table();
  if (keys == nullptr || keys->size() != 1 || keys->begin()->second.is_table()) return wrong();
  auto changed = parse(state_->source, state_->file);
  if (!changed) return changed;
  toml::table& root = changed->state_->root = state_->root;
  if (!root.contains(section)) root.insert(section, toml::table());
  toml::table* table = root[section].as_table();
  if (table == nullptr) return wrong();
  table->insert_or_assign(keys->begin()->first, keys->begin()->second);
  return changed;
}

RecipeSection Recipe::section(std::string_view name) const { return {state_, std::string(name)}; }
const std::string& Recipe::name() const { return state_->name; }
const std::string& Recipe::source() const { return state_->source; }

Result<void> Recipe::finish() const {
  collect_unknown(*state_, state_->root, "");
  auto& problems = state_->problems;
  if (problems.empty()) return {};
  std::sort(problems.begin(), problems.end());
  const std::string more = problems.size() > 1 ? fmt::format(" ({} more like it)", problems.size() - 1) : "";
  return fail(ErrorKind::invalid_input, "[recipe.read] '{}' line {}: {}{}", state_->file, problems.front().first,
              problems.front().second, more);
}

}  // namespace heddle::training
