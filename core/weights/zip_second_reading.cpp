#include "weights/zip_second_reading.h"

#if HEDDLE_WITH_CODECS

#include <zip.h>

#include <memory>
#include <string_view>

#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

// zip_discard frees without writing; the archive owns its source.
using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Archive open_archive(std::span<const std::byte> file) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(file.data(), file.size(), /*freep=*/0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  return {archive, &zip_discard};
}

bool agrees(zip_t* archive, zip_uint64_t index, const ZipEntry& entry) {
  zip_stat_t facts;
  zip_stat_init(&facts);
  if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &facts) != 0) return false;
  constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
  return (facts.valid & kNeeded) == kNeeded && std::string_view(facts.name) == entry.name && facts.size == entry.size &&
         facts.comp_size == entry.size && facts.comp_method == ZIP_CM_STORE;
}

}  // namespace

Result<void> check_second_reading(std::span<const std::byte> file, std::span<const ZipEntry> entries) {
  const Archive archive = open_archive(file);
  if (archive == nullptr) return damaged("libzip finds its zip structure inconsistent");
  if (static_cast<std::uint64_t>(zip_get_num_entries(archive.get(), 0)) != entries.size()) {
    return damaged("two readers of its zip structure find different entries");
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!agrees(archive.get(), i, entries[i]))
      return damaged("two readers of its zip structure find different entries");
  }
  return {};
}

}  // namespace heddle::weights

#else

namespace heddle::weights {

Result<void> check_second_reading(std::span<const std::byte>, std::span<const ZipEntry>) { return {}; }

}  // namespace heddle::weights

#endif
