#include <lcms2.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "image/colour_profile.h"

namespace heddle::image {
namespace {

struct ContextCloser {
  void operator()(cmsContext context) const { cmsDeleteContext(context); }
};
struct ProfileCloser {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct TransformCloser {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Context = std::unique_ptr<_cmsContext_struct, ContextCloser>;
using Profile = std::unique_ptr<void, ProfileCloser>;
using Transform = std::unique_ptr<void, TransformCloser>;

constexpr std::size_t kProfileLimit = 8U << 20U;

// A quiet context of its own: LittleCMS reports errors through the context, and threads must not share one.
Context quiet_context() { return Context(cmsCreateContext(nullptr, nullptr)); }

Profile open_profile(const Context& context, std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kProfileLimit) return nullptr;
  return Profile(cmsOpenProfileFromMemTHR(context.get(), bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
}

// By its description, as in other programs: sRGB profiles differ in bytes but agree in name.
bool is_srgb(const Profile& profile) {
  char text[256] = {};
  cmsGetProfileInfoASCII(profile.get(), cmsInfoDescription, "en", "US", text, sizeof(text));
  return std::string_view(text).find("sRGB") != std::string_view::npos;
}

Transform to_srgb(const Context& context, const Profile& from, cmsUInt32Number format, cmsUInt32Number out_format) {
  const Profile srgb(cmsCreate_sRGBProfileTHR(context.get()));
  if (!srgb) return nullptr;
  return Transform(cmsCreateTransformTHR(context.get(), from.get(), format, srgb.get(), out_format, INTENT_PERCEPTUAL,
                                         cmsFLAGS_COPY_ALPHA));
}

struct PixelFormats {
  cmsColorSpaceSignature space;
  cmsUInt32Number in;
  cmsUInt32Number out;
  int channels_out;
};

PixelFormats formats_of(int channels) {
  if (channels == 1) return {cmsSigGrayData, TYPE_GRAY_8, TYPE_RGB_8, 3};
  if (channels == 3) return {cmsSigRgbData, TYPE_RGB_8, TYPE_RGB_8, 3};
  return {cmsSigRgbData, TYPE_RGBA_8, TYPE_RGBA_8, 4};
}

}  // namespace

Image from_profile(const Image& image, std::span<const std::uint8_t> profile_bytes) {
  if (profile_bytes.empty() || image.empty()) return image;
  const Context context = quiet_context();
  const Profile profile = open_profile(context, profile_bytes);
  const PixelFormats formats = formats_of(image.channels());
  if (!profile || cmsGetColorSpace(profile.get()) != formats.space || is_srgb(profile)) return image;
  const Transform transform = to_srgb(context, profile, formats.in, formats.out);
  if (!transform) return image;
  const auto width = static_cast<std::size_t>(image.width());
  const auto channels = static_cast<std::size_t>(image.channels());
  std::vector<std::uint8_t> out(image.pixels().size());
  std::vector<std::uint8_t> line(width * static_cast<std::size_t>(formats.channels_out));
  for (int y = 0; y < image.height(); ++y) {
    cmsDoTransform(transform.get(), image.row(y).data(), line.data(), static_cast<cmsUInt32Number>(width));
    std::uint8_t* to = &out[static_cast<std::size_t>(y) * width * channels];
    if (image.channels() != 1)
      std::copy(line.begin(), line.end(), to);
    else
      for (std::size_t x = 0; x < width; ++x) to[x] = line[3 * x + 1];  // neutral: all three are alike
  }
  return {image.width(), image.height(), image.channels(), std::move(out)};
}

std::optional<std::vector<std::uint8_t>> cmyk_from_profile(std::span<const std::uint8_t> cmyk,
                                                           std::span<const std::uint8_t> profile_bytes) {
  if (profile_bytes.empty()) return std::nullopt;
  const Context context = quiet_context();
  const Profile profile = open_profile(context, profile_bytes);
  if (!profile || cmsGetColorSpace(profile.get()) != cmsSigCmykData) return std::nullopt;
  const Transform transform = to_srgb(context, profile, TYPE_CMYK_8, TYPE_RGB_8);
  if (!transform) return std::nullopt;
  std::vector<std::uint8_t> rgb(cmyk.size() / 4 * 3);
  cmsDoTransform(transform.get(), cmyk.data(), rgb.data(), static_cast<cmsUInt32Number>(cmyk.size() / 4));
  return rgb;
}

bool has_colour_profiles() { return true; }

}  // namespace heddle::image
