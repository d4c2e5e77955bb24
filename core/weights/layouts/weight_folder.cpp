#include "weights/layouts/weight_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/printable.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/open_tensor_file.h"
#include "weights/sniff.h"

namespace heddle::weights::layouts {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kStems = {"diffusion_pytorch_model", "model", "pytorch_model"};
constexpr std::size_t kMostFiles = 10'000;  // of a folder that is looked through
constexpr std::size_t kMostShards = 1'000;

std::string shown(const fs::path& path) { return printable(path.filename().string()); }

std::vector<std::string_view> split_at_dots(std::string_view text) {
  std::vector<std::string_view> pieces;
  while (true) {
    const std::size_t dot = text.find('.');
    pieces.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return pieces;
    text.remove_prefix(dot + 1);
  }
}

struct Listing {
  std::vector<std::string> weight_files;  // with names that parse_weight_file_name knows
  std::vector<std::string> other_safetensors;
};

Result<Listing> list_folder(const fs::path& folder) {
  Listing listing;
  std::error_code error;
  std::size_t seen = 0;
  for (fs::directory_iterator it(folder, error), end; !error && it != end && seen < kMostFiles; it.increment(error)) {
    ++seen;
    const std::string name = it->path().filename().string();
    if (is_foreign_file(name)) continue;
    if (parse_weight_file_name(name)) {
      listing.weight_files.push_back(name);
    } else if (name.ends_with(".safetensors")) {
      listing.other_safetensors.push_back(name);
    }
  }
  if (error) return fail(ErrorKind::io, "[model.open] '{}' cannot be listed: {}", shown(folder), error.message());
  return listing;
}

// Smaller is better.
auto rank_of(const std::string& file_name, std::string_view wanted_variant) {
  const WeightFileName name = *parse_weight_file_name(file_name);
  const int variant_rank = name.variant == wanted_variant ? 0 : (name.variant.empty() ? 1 : 2);
  return std::make_tuple(!name.is_safetensors, variant_rank, name.is_index, file_name);
}

Result<std::string> choose_file(const fs::path& folder, std::string_view variant) {
  auto listing = list_folder(folder);
  if (!listing) return forward(listing);
  auto& names = listing->weight_files;
  if (!names.empty()) {
    return *std::ranges::min_element(names, {}, [&](const std::string& name) { return rank_of(name, variant); });
  }
  auto& others = listing->other_safetensors;
  if (others.size() == 1) return others.front();
  if (others.size() > 1) {
    std::ranges::sort(others);
    return fail(ErrorKind::invalid_input,
                "[model.open] the folder '{}' holds several models: {}; name one of the files", shown(folder),
                count_and_first(others));
  }
  return fail(ErrorKind::not_found, "[model.open] the folder '{}' holds no weights (…safetensors or …bin)",
              shown(folder));
}

using ShardNames = std::map<std::string, std::set<std::string, std::less<>>>;  // file -> tensors that it must hold

// A shard is a plain file name beside its index: the index cannot name files outside the folder.
Result<ShardNames> shard_names(const fs::path& index) {
  auto json = read_json_if_there(index);
  if (!json) return forward(json);
  const Json* weight_map = find_member(*json, "weight_map");
  if (weight_map == nullptr || !weight_map->is_object() || weight_map->empty()) {
    return fail(ErrorKind::invalid_input, "[model.shards] '{}' has no list of files (weight_map)", shown(index));
  }
  ShardNames shards;
  for (const auto& [tensor, file] : weight_map->items()) {
    const std::string name = file.is_string() ? file.get<std::string>() : std::string();
    if (name.empty() || name == "." || name == ".." || name.find_first_of("/\\") != std::string::npos) {
      return fail(ErrorKind::invalid_input, "[model.shards] '{}' puts '{}' into a file that is not beside it",
                  shown(index), printable(tensor));
    }
    shards[name].insert(tensor);
  }
  if (shards.size() > kMostShards) {
    return fail(ErrorKind::invalid_input, "[model.shards] '{}' lists {} files", shown(index), shards.size());
  }
  return shards;
}

Result<void> add_file(FolderWeights& folder, const fs::path& path) {
  auto file = open_tensor_file(path);
  if (!file) return forward(file);
  for (const TensorEntry& entry : (*file)->entries()) {
    if (folder.weights.add(entry.name, whole(*file, entry))) continue;
    return fail(ErrorKind::invalid_input, "[model.open] '{}' holds '{}' twice", shown(path), printable(entry.name));
  }
  folder.files.push_back(std::move(*file));
  return {};
}

// Of a file of a set, what the index says is there: a file may belong to another model too, which shares tensors.
Result<void> add_shard(FolderWeights& folder, const fs::path& path, const std::set<std::string, std::less<>>& listed) {
  auto file = open_tensor_file(path);
  if (!file) return forward(file);
  for (const TensorEntry& entry : (*file)->entries()) {
    if (listed.contains(entry.name)) folder.weights.add(entry.name, whole(*file, entry));
  }
  folder.files.push_back(std::move(*file));
  return {};
}

Result<FolderWeights> read_shards(const fs::path& index) {
  const auto shards = shard_names(index);
  if (!shards) return Failure(shards.error());
  std::vector<std::string> absent;
  std::error_code error;
  for (const auto& [name, tensors] : *shards) {
    if (!fs::exists(index.parent_path() / name, error)) absent.push_back(name);
  }
  if (!absent.empty()) {
    return fail(ErrorKind::not_found, "[model.shards] files of the set '{}' are missing: {}; download them too",
                shown(index), count_and_first(absent));
  }
  FolderWeights folder;
  for (const auto& [name, tensors] : *shards) {
    if (auto added = add_shard(folder, index.parent_path() / name, tensors); !added) return forward(added);
    for (const std::string& tensor : tensors) {
      if (!folder.weights.contains(tensor)) absent.push_back(tensor);
    }
  }
  folder.weights.take_scales();
  if (absent.empty()) return folder;
  return fail(ErrorKind::invalid_input, "[model.shards] tensors that '{}' lists are not in its files: {}", shown(index),
              count_and_first(absent));
}

}  // namespace

std::optional<WeightFileName> parse_weight_file_name(std::string_view file_name) {
  const auto pieces = split_at_dots(file_name);
  if (std::ranges::find(kStems, pieces.front()) == kStems.end()) return std::nullopt;
  WeightFileName name{std::string(pieces.front()), "", true, false};
  bool has_format = false;
  bool has_json = false;
  bool ends_in_format = false;  // "model.safetensors.1" is the user's copy
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const std::string_view piece = pieces[i];
    if (piece == "safetensors" || piece == "bin") {
      ends_in_format = i + 1 == pieces.size();
      if (std::exchange(has_format, true)) return std::nullopt;
      name.is_safetensors = piece == "safetensors";
    } else if (piece == "index") {
      name.is_index = true;
    } else if (piece == "json") {
      has_json = true;
    } else {
      if (!name.variant.empty() || piece.empty() || piece.find("-of-") != std::string_view::npos) return std::nullopt;
      name.variant = piece;
    }
  }
  if (!has_format || name.is_index != has_json || (!name.is_index && !ends_in_format)) return std::nullopt;
  return name;
}

Result<FolderWeights> read_weight_folder(const fs::path& folder, std::string_view variant) {
  const auto name = choose_file(folder, variant);
  if (!name) return Failure(name.error());
  if (const auto parsed = parse_weight_file_name(*name); parsed && parsed->is_index) return read_shards(folder / *name);
  FolderWeights weights;
  if (auto added = add_file(weights, folder / *name); !added) return forward(added);
  weights.weights.take_scales();
  return weights;
}

Result<Json> read_json_if_there(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return Json();
  const auto source = ByteSource::map(path);
  if (!source) return Failure(source.error());
  const std::span<const std::byte> bytes = (*source)->bytes();
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return parse_json(text, fmt::format("'{}'", shown(path)));
}

}  // namespace heddle::weights::layouts
