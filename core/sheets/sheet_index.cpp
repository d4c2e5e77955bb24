#include "sheets/sheet_index.h"

#include <algorithm>
#include <fstream>

#include "base/atomic_file.h"
#include "base/system.h"

namespace heddle::sheets {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFormat = "heddle-sheet";
constexpr std::size_t kKeyDigits = 12;  // of a file's name

// What a process that was killed left of a picture.
void remove_leftovers(const fs::path& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') && name.ends_with(".part")) fs::remove(entry.path(), error);
  }
}

std::optional<CellRecord> record_from(const Json& json) {
  if (!json.is_object() || !json.contains("key") || !json["key"].is_string()) return std::nullopt;
  CellRecord record{.key = json["key"].get<std::string>(), .files = {}};
  const Json* files = find_member(json, "files");
  if (files == nullptr || !files->is_array()) return std::nullopt;
  for (const Json& file : *files) {
    if (!file.is_string()) return std::nullopt;
    record.files.push_back(file.get<std::string>());
  }
  if (const Json* scores = find_member(json, "scores"); scores != nullptr && scores->is_object()) {
    for (const auto& [name, value] : scores->items()) {
      if (value.is_number()) record.scores[name] = value.get<double>();
    }
  }
  return record;
}

}  // namespace

std::string SheetIndex::file_of(std::size_t cell, const std::string& key, const std::string& ending) {
  return fmt::format("pictures/{:04}-{}{}", cell + 1, key.substr(0, kKeyDigits), ending);
}

Result<SheetIndex> SheetIndex::open(const fs::path& folder, const std::string& fingerprint, std::size_t cells) {
  SheetIndex index(folder, fingerprint, cells);
  std::error_code error;
  fs::create_directories(folder / "pictures", error);
  if (error) return fail(ErrorKind::io, "[sheet] the folder '{}' cannot be made: {}", folder.string(), error.message());
  remove_leftovers(folder);
  remove_leftovers(folder / "pictures");
  const fs::path file = folder / "sheet.json";
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return index;
  auto json = parse_json(std::string(std::istreambuf_iterator<char>(stream), {}), file.string());
  if (!json) return forward(json);
  if (auto read = index.read(*json); !read) return forward(read);
  return index;
}

Result<void> SheetIndex::read(const Json& json) {
  const Json* cells = find_member(json, "cells");
  if (!json.is_object() || json.value("format", "") != kFormat || cells == nullptr || !cells->is_object()) {
    return fail(ErrorKind::invalid_input, "[sheet] '{}' is no record of a sheet; choose another folder",
                (folder_ / "sheet.json").string());
  }
  if (json.value("sheet", "") != fingerprint_) {
    return fail(ErrorKind::invalid_input,
                "[sheet] the folder '{}' holds a sheet of another graph or other axes; choose another folder",
                folder_.string());
  }
  for (std::size_t cell = 0; cell < records_.size(); ++cell) {
    const auto found = cells->find(std::to_string(cell + 1));
    if (found != cells->end()) records_[cell] = record_from(*found);
  }
  return {};
}

const CellRecord* SheetIndex::done(std::size_t cell, const std::string& key) const {
  const auto& record = records_[cell];
  if (!record || record->key != key || record->files.empty()) return nullptr;
  const bool all = std::ranges::all_of(record->files, [this](const std::string& f) { return is_there(folder_ / f); });
  return all ? &*record : nullptr;
}

Result<void> SheetIndex::put(std::size_t cell, CellRecord record) {
  records_[cell] = std::move(record);
  Json cells = Json::object();
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (!records_[i]) continue;
    Json one = {{"key", records_[i]->key}, {"files", records_[i]->files}};
    if (!records_[i]->scores.empty()) one["scores"] = records_[i]->scores;
    cells[std::to_string(i + 1)] = std::move(one);
  }
  const Json json = {{"format", kFormat}, {"version", 1}, {"sheet", fingerprint_}, {"cells", std::move(cells)}};
  return write_file_atomically(folder_ / "sheet.json", dump_json(json) + "\n");
}

}  // namespace heddle::sheets
