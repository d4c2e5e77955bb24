#include "image/netpbm.h"

#include <optional>
#include <string>

#include "image/codecs.h"
#include "image/convert.h"

namespace heddle::image {
namespace {

// Walks the header: numbers apart by white space, comments from '#' to the end of the line.
class HeaderReader final {
 public:
  explicit HeaderReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  // At most nine digits, so that it always fits.
  std::optional<std::int64_t> number() {
    skip_space();
    std::int64_t value = 0;
    int digits = 0;
    for (; at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9'; ++at_) {
      if (++digits > 9) return std::nullopt;
      value = value * 10 + (bytes_[at_] - '0');
    }
    return digits > 0 ? std::optional(value) : std::nullopt;
  }

  // The one white space between header and pixels.
  bool end() { return at_ < bytes_.size() && is_space(bytes_[at_++]); }

  [[nodiscard]] std::span<const std::uint8_t> rest() const { return bytes_.subspan(at_); }

 private:
  static bool is_space(std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  void skip_space() {
    for (; at_ < bytes_.size() && (is_space(bytes_[at_]) || bytes_[at_] == '#'); ++at_) {
      if (bytes_[at_] != '#') continue;
      while (at_ + 1 < bytes_.size() && bytes_[at_ + 1] != '\n') ++at_;
    }
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 2;  // behind "P5" or "P6"
};

std::vector<std::uint8_t> scaled(std::span<const std::uint8_t> samples, std::int64_t maximum, std::size_t count) {
  if (maximum == 255) return {samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count)};
  const std::size_t width = maximum > 255 ? 2 : 1;
  std::vector<std::uint8_t> pixels(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t value = width == 2 ? samples[2 * i] * 256 + samples[2 * i + 1] : samples[i];
    pixels[i] = static_cast<std::uint8_t>((std::min(value, maximum) * 255 + maximum / 2) / maximum);
  }
  return pixels;
}

}  // namespace

Result<Image> decode_netpbm(std::span<const std::uint8_t> bytes, std::string_view name, const ReadLimits& limits) {
  HeaderReader header(bytes);
  const int channels = bytes[1] == '6' ? 3 : 1;
  const auto width = header.number();
  const auto height = header.number();
  const auto maximum = header.number();
  if (!width || !height || !maximum || *maximum < 1 || *maximum > 65535 || !header.end())
    return fail(ErrorKind::invalid_input, "[image.read] '{}' has a damaged PPM header; save it again", name);
  if (auto fits = check_size(*width, *height, channels, name, limits); !fits) return forward(fits);
  const std::size_t count =
      static_cast<std::size_t>(*width) * static_cast<std::size_t>(*height) * static_cast<std::size_t>(channels);
  const std::size_t needed = count * (*maximum > 255 ? 2 : 1);
  if (header.rest().size() < needed)
    return fail(ErrorKind::invalid_input, "[image.read] '{}' is cut: {} of {} bytes of its pixels are there", name,
                header.rest().size(), needed);
  return Image(static_cast<int>(*width), static_cast<int>(*height), channels, scaled(header.rest(), *maximum, count));
}

std::vector<std::uint8_t> encode_netpbm(const Image& image) {
  const Image plain = image.channels() == 4 ? without_alpha(image) : image;
  const std::string header =
      fmt::format("P{}\n{} {}\n255\n", plain.channels() == 3 ? 6 : 5, plain.width(), plain.height());
  std::vector<std::uint8_t> bytes(header.begin(), header.end());
  bytes.insert(bytes.end(), plain.pixels().begin(), plain.pixels().end());
  return bytes;
}

}  // namespace heddle::image
