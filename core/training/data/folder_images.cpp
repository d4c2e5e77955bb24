#include "training/data/folder_images.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/json.h"
#include "base/utf8.h"
#include "image/convert.h"
#include "image/fit.h"
#include "image/read_image.h"
#include "image/resize.h"
#include "pipeline/image_tensors.h"

namespace heddle::training {

namespace {

// JSON Lines, an entry a line as `heddle scenes` writes them, as one list.
std::string as_list(const std::string& lines) {
  std::string list = "[";
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) list += (list.size() > 1 ? ",\n" : "") + line;
  }
  return list + "]";
}

const std::string* text_member(const Json& row, const char* key) {
  const Json* member = find_member(row, key);
  return member == nullptr ? nullptr : member->get_ptr<const std::string*>();
}

}  // namespace

image::Image training_square(const image::Image& image, int side) {
  const image::Image rgb = image::to_rgb(image);
  const auto scaled = [side](int edge, int shortest) {
    return static_cast<int>(static_cast<std::int64_t>(side) * edge / shortest);  // torchvision cuts the fraction off
  };
  const int shortest = std::min(rgb.width(), rgb.height());
  const int width = scaled(rgb.width(), shortest), height = scaled(rgb.height(), shortest);
  const image::Image small = image::resize(rgb, width, height, image::Filter::bilinear);
  // Python's round, which CenterCrop uses: halves go to the even neighbour.
  const auto middle = [side](int edge) { return static_cast<int>(std::nearbyint((edge - side) / 2.0)); };
  return image::cropped(small, middle(width), middle(height), side, side);
}

Result<void> FolderImages::open() {
  if (auto read = read_captions(); !read) return read;
  return look_for_images();
}

Result<void> FolderImages::read_captions() {
  std::ifstream stream(captions_, std::ios::binary);
  std::error_code unreadable;
  if (!stream || !std::filesystem::is_regular_file(captions_, unreadable)) {
    return fail(ErrorKind::not_found,
                "[data.captions] '{}' cannot be opened; it is the JSON file with "
                "[{{\"image_file\": \"cat.png\", \"text\": \"a cat\"}}, ...], set [data] captions to its path",
                captions_.string());
  }
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  text = std::string(without_byte_order_mark(text));
  if (captions_.extension() == ".jsonl") text = as_list(text);
  const auto rows = parse_json(text, fmt::format("captions '{}'", captions_.string()));
  if (!rows) return Failure(rows.error());
  if (!rows->is_array() || rows->empty()) {
    return fail(ErrorKind::invalid_input,
                "[data.captions] '{}' must be a list with an entry for each picture: "
                "[{{\"image_file\": \"cat.png\", \"text\": \"a cat\"}}, ...]",
                captions_.string());
  }
  for (const Json& row : *rows) {
    const std::string* file = text_member(row, "image_file");
    const std::string* words = text_member(row, "text");
    if (file == nullptr || words == nullptr || file->empty()) {
      return fail(ErrorKind::invalid_input, "[data.captions] '{}': entry {} needs \"{}\", a text in quotes",
                  captions_.string(), entries_.size() + 1, file == nullptr || file->empty() ? "image_file" : "text");
    }
    entries_.push_back({*file, *words});
  }
  return {};
}

Result<void> FolderImages::look_for_images() const {
  std::error_code unreadable;
  if (!std::filesystem::is_directory(folder_, unreadable)) {
    return fail(ErrorKind::not_found,
                "[data.pictures] '{}' is not a folder; set [data] pictures to the folder of the pictures",
                folder_.string());
  }
  std::size_t missing = 0, first = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (std::filesystem::is_regular_file(folder_ / entries_[i].file, unreadable)) continue;
    if (missing++ == 0) first = i;
  }
  if (missing == 0) return {};
  return fail(ErrorKind::not_found,
              "[data.pictures] '{}' is not there, which entry {} of '{}' names ({} of {} pictures are "
              "missing); put them into the folder or take their entries out",
              (folder_ / entries_[first].file).string(), first + 1, captions_.string(), missing, entries_.size());
}

std::string FolderImages::caption(std::int64_t index, std::uint64_t /*draw*/) const {
  return entries_[static_cast<std::size_t>(index)].text;
}

Result<image::Image> FolderImages::image(std::int64_t index) const {
  auto image = image::read_image(folder_ / entries_[static_cast<std::size_t>(index)].file);
  if (image) return image;
  image.error().message += fmt::format(
      " (entry {} of '{}': replace the picture or take the entry out; what was worked out "
      "before it is kept)",
      index + 1, captions_.string());
  return image;
}

Result<at::Tensor> FolderImages::square(std::int64_t index, int side) const {
  auto whole = image(index);
  if (!whole) return forward(whole);
  return pipeline::byte_planes(training_square(*whole, side)).select(0, 0);
}

Result<at::Tensor> FolderImages::encoder_square(std::int64_t index, int side) const {
  auto whole = image(index);
  if (!whole) return forward(whole);
  image::FitOptions options;
  options.size = side;
  return pipeline::byte_planes(image::encoder_input(*whole, image::Fit::crop, options)).select(0, 0);
}

std::string FolderImages::identity(std::int64_t first, std::int64_t count) const {
  std::string identity;
  for (std::int64_t i = first; i < first + count; ++i) {
    const std::filesystem::path path = folder_ / entries_[static_cast<std::size_t>(i)].file;
    std::error_code gone;
    const auto bytes = std::filesystem::file_size(path, gone);
    const auto time = std::filesystem::last_write_time(path, gone).time_since_epoch().count();
    identity += fmt::format("{} {} {}\n", entries_[static_cast<std::size_t>(i)].file, bytes, time);
  }
  return identity;
}

}  // namespace heddle::training
