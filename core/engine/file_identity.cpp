#include "engine/file_identity.h"

#include <algorithm>
#include <fstream>
#include <vector>

#include "base/hash.h"

namespace heddle::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kPieceBytes = 64 * 1024;
constexpr int kDepthMax = 4;
constexpr std::size_t kFilesMax = 10'000;

Result<std::string> identity_of_file(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  const auto changed = error ? fs::file_time_type() : fs::last_write_time(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return fail(ErrorKind::io, "[file.identity] '{}' cannot be read", path.string());
  ContentHasher hasher;
  std::string piece(std::min(size, kPieceBytes), '\0');
  file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
  hasher.add(std::string_view(piece.data(), static_cast<std::size_t>(file.gcount())));
  if (size > kPieceBytes) {
    file.seekg(-static_cast<std::streamoff>(piece.size()), std::ios::end);
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hasher.add(std::string_view(piece.data(), static_cast<std::size_t>(file.gcount())));
  }
  return fmt::format("{}:{}:{}", size, changed.time_since_epoch().count(), hasher.hex());
}

Result<std::string> identity_of_folder(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    // Hidden entries belong to systems and sync tools; a link that leads nowhere is no file.
    const bool is_hidden = entry->path().filename().string().starts_with('.');
    std::error_code ignored;
    if (entry.depth() >= kDepthMax || is_hidden) entry.disable_recursion_pending();
    if (!is_hidden && entry->is_regular_file(ignored)) files.push_back(entry->path());
    if (files.size() > kFilesMax) {
      return fail(ErrorKind::unsupported, "[file.identity] '{}' holds more than {} files; name the model's own folder",
                  folder.string(), kFilesMax);
    }
  }
  if (error) return fail(ErrorKind::io, "[file.identity] the folder '{}' cannot be read", folder.string());
  std::sort(files.begin(), files.end());
  ContentHasher hasher;
  for (const fs::path& file : files) {
    auto identity = identity_of_file(file);
    if (!identity) return identity;
    hasher.add(file.lexically_relative(folder).generic_string() + "=" + *identity + "\n");
  }
  return fmt::format("{} files:{}", files.size(), hasher.hex());
}

}  // namespace

Result<std::string> file_identity(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return fail(ErrorKind::not_found, "[file.identity] '{}' does not exist", path.string());
  if (fs::is_directory(status)) return identity_of_folder(path);
  if (fs::is_regular_file(status)) return identity_of_file(path);
  return fail(ErrorKind::invalid_input, "[file.identity] '{}' is neither a file nor a folder", path.string());
}

}  // namespace heddle::engine
