#include "weights/usual_names.h"

#include <algorithm>
#include <array>

namespace heddle::weights {

namespace {

struct UsualNames {
  FileKind kind = FileKind::unknown;
  Family family = Family::unknown;
  std::string_view names;
};

constexpr std::array<UsualNames, 8> kUsualNames = {{
    {FileKind::controlnet, Family::sd1, "control_v11p_sd15_… or control_sd15_…"},
    {FileKind::controlnet, Family::sd2, "control_v11p_sd21_…"},
    {FileKind::controlnet, Family::sdxl, "controlnet-…-sdxl-1.0"},
    {FileKind::t2i_adapter, Family::sd1, "t2iadapter_…_sd15v2 or t2iadapter_…_sd14v1"},
    {FileKind::t2i_adapter, Family::sdxl, "t2i-adapter-…-sdxl-1.0"},
    {FileKind::style_adapter, Family::sd1, "t2iadapter_style_sd14v1"},
    {FileKind::ip_adapter, Family::sd1, "ip-adapter_sd15…"},
    {FileKind::ip_adapter, Family::sdxl, "ip-adapter_sdxl…"},
}};

}  // namespace

std::string_view usual_file_names(FileKind kind, Family family) {
  const auto found = std::ranges::find_if(
      kUsualNames, [&](const UsualNames& row) { return row.kind == kind && row.family == family; });
  return found == kUsualNames.end() ? std::string_view() : found->names;
}

}  // namespace heddle::weights
