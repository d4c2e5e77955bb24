// SheetIndex: what of a sheet is done, in its folder as sheet.json, written old or new. Used by `heddle sheet`. A plain
// value; one process a folder.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace heddle::sheets {

struct CellRecord {
  std::string key;                            // names the picture's content: a file that changed makes another
  std::vector<std::string> files;             // in the sheet's folder
  std::map<std::string, double> scores = {};  // "clip_i", "clip_i_2", "clip_t"
  bool operator==(const CellRecord&) const = default;
};

class SheetIndex final {
 public:
  // The folder is made where it is missing. Failure: it holds another sheet, or a record that cannot be read.
  static Result<SheetIndex> open(const std::filesystem::path& folder, const std::string& fingerprint,
                                 std::size_t cells);

  // The record of a cell with this key whose files are all there.
  [[nodiscard]] const CellRecord* done(std::size_t cell, const std::string& key) const;
  // The folder's file is written with it.
  [[nodiscard]] Result<void> put(std::size_t cell, CellRecord record);
  [[nodiscard]] const std::optional<CellRecord>& record(std::size_t cell) const { return records_[cell]; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  // Where a cell's picture goes: "pictures/0012-3fa9c24b91d0.png".
  [[nodiscard]] static std::string file_of(std::size_t cell, const std::string& key, const std::string& ending);

 private:
  SheetIndex(std::filesystem::path folder, std::string fingerprint, std::size_t cells)
      : folder_(std::move(folder)), fingerprint_(std::move(fingerprint)), records_(cells) {}
  [[nodiscard]] Result<void> read(const Json& json);

  std::filesystem::path folder_;
  std::string fingerprint_;
  std::vector<std::optional<CellRecord>> records_;
};

}  // namespace heddle::sheets
