#include "image/file_bytes.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/printable.h"

namespace heddle::image {

Result<std::vector<std::uint8_t>> read_file_bytes(const std::filesystem::path& path, std::uint64_t limit) {
  const std::string name = printable(path.string());
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return fail(ErrorKind::not_found, "[image.read] '{}' does not exist", name);
  if (std::filesystem::is_directory(status))
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is a folder; give a picture in it", name);
  if (!std::filesystem::is_regular_file(status))
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is not an ordinary file", name);
  const std::uint64_t size = std::filesystem::file_size(path, error);
  if (error) return fail(ErrorKind::io, "[image.read] '{}': {}", name, error.message());
  if (size > limit)
    return fail(ErrorKind::invalid_input, "[image.read] '{}' has {}, more than a picture may have ({})", name,
                readable_size(size), readable_size(limit));
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::io, "[image.read] '{}' cannot be opened: {}", name, std::strerror(errno));
  std::vector<std::uint8_t> bytes(size);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (static_cast<std::uint64_t>(file.gcount()) != size)
    return fail(ErrorKind::io, "[image.read] '{}' could not be read to its end; is the disk still there?", name);
  return bytes;
}

}  // namespace heddle::image
