#include "evaluation/images/image_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/hash.h"
#include "base/system.h"
#include "image/convert.h"
#include "image/read_image.h"
#include "image/resize.h"
#include "image/write_image.h"
#include "scenes/caption.h"
#include "scenes/render.h"

namespace heddle::evaluation {

namespace {

namespace fs = std::filesystem;

// "a red ball, at dusk" -> "a-red-ball-at-dusk"; shortened where it is long.
std::string slug_of(std::string_view words) {
  constexpr std::size_t kLongest = 48;
  std::string slug;
  for (const char c : words) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (plain) slug += c;
    if (!plain && !slug.empty() && slug.back() != '-') slug += '-';
    if (slug.size() >= kLongest) break;
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug.empty() ? "picture" : slug;
}

// Of a file that a request names: changes when the file does. The image cache's own pictures are named by their
// content.
std::string file_stamp(const fs::path& file, const fs::path& image_cache = {}) {
  if (file.empty()) return "-";
  if (!image_cache.empty() && file.parent_path() == image_cache) return file.filename().string();
  std::error_code absent, without_time;
  const auto size = fs::file_size(file, absent);
  const auto time = fs::last_write_time(file, without_time);
  return fmt::format("{}:{}:{}", file.string(), absent ? 0 : size, without_time ? 0 : time.time_since_epoch().count());
}

}  // namespace

std::string ImageCache::file_for(std::string_view words, std::string_view content) const {
  const char* ending = image::has_codecs() ? "png" : "ppm";  // as image::write_image writes in a build without PNG
  return fmt::format("pictures/{}-{}.{}", slug_of(words), content_hash(content).substr(0, 12), ending);
}

Result<StoredImage> ImageCache::read(const std::string& file) const {
  auto image = image::read_image(report_ / file);
  if (!image) return forward(image);
  return StoredImage{file, image::to_rgb(*image)};
}

Result<std::vector<StoredImage>> ImageCache::paint(const ImageRequest& request, const RunControl& control) {
  std::vector<std::string> names;
  std::vector<fs::path> files;
  const std::string words = request.prompt.empty() ? "no words" : request.prompt;
  for (int i = 0; i < request.count; ++i) {
    std::string content = fmt::format("{};{};{};{};{};{};{}", generator_.identity(), request.prompt,
                                      request.seed + static_cast<std::uint64_t>(i), file_stamp(request.adapter),
                                      file_stamp(request.reference, report_ / "pictures"),
                                      request.adapter.empty() ? 0 : request.scale, file_stamp(request.lora));
    if (!request.control.empty())
      content += fmt::format(";{};{}", file_stamp(request.control), file_stamp(request.map, report_ / "pictures"));
    if (!request.t2i_adapter.empty())
      content += fmt::format(";{};{}", file_stamp(request.t2i_adapter), file_stamp(request.map, report_ / "pictures"));
    if (!request.start.empty()) {
      content +=
          fmt::format(";{};{};{};{}", file_stamp(request.start, report_ / "pictures"),
                      file_stamp(request.mask, report_ / "pictures"), request.strength, file_stamp(request.unet));
    }
    names.push_back(file_for(words, content));
    files.push_back(report_ / names.back());
  }
  if (!std::ranges::all_of(files, is_there)) {
    std::error_code exists;
    fs::create_directories(report_ / "pictures", exists);
    if (auto painted = generator_.paint(request, files, control); !painted) return forward(painted);
  }
  std::vector<StoredImage> images;
  for (const std::string& name : names) {
    auto image = read(name);
    if (!image) return forward(image);
    images.push_back(std::move(*image));
  }
  return images;
}

Result<StoredImage> ImageCache::draw(const scenes::Scene& scene, int size) {
  return add(scenes::render(scene, size).image, fmt::format("scene {}", scenes::full_caption(scene)));
}

Result<StoredImage> ImageCache::add(const image::Image& image, std::string_view words) {
  const std::string file = file_for(words, content_hash(std::as_bytes(image.pixels())));
  if (!is_there(report_ / file)) {
    std::error_code exists;
    fs::create_directories(report_ / "pictures", exists);
    auto written = image::write_image(report_ / file, image);
    if (!written) return forward(written);
  }
  return StoredImage{file, image};
}

Result<StoredImage> ImageCache::reconstruct(const StoredImage& image, const RunControl& control) {
  const std::string file = file_for("reconstructed", fmt::format("{};{}", generator_.identity(), image.file));
  if (!is_there(report_ / file)) {
    if (auto done = generator_.reconstruct(report_ / image.file, report_ / file, control); !done) return forward(done);
  }
  return read(file);
}

Result<StoredImage> ImageCache::add_original(const fs::path& original, int side) {
  auto image = image::read_image(original);
  if (!image) return forward(image);
  image::Image whole = image::to_rgb(*image);
  const std::string file = file_for(original.stem().string(), file_stamp(original));
  if (!is_there(report_ / file)) {
    std::error_code exists;
    fs::create_directories(report_ / "pictures", exists);
    const double shrink = std::min(1.0, static_cast<double>(side) / std::max(whole.width(), whole.height()));
    const auto shrunk = [&](int edge) { return std::max(1, static_cast<int>(edge * shrink)); };
    auto written = image::write_image(
        report_ / file, image::resize(whole, shrunk(whole.width()), shrunk(whole.height()), image::Filter::bicubic));
    if (!written) return forward(written);
  }
  return StoredImage{file, std::move(whole)};
}

}  // namespace heddle::evaluation
