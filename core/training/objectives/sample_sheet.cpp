#include "training/objectives/sample_sheet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>

#include "image/write_image.h"

namespace heddle::training {

image::Image sheet_of(const at::Tensor& images, std::int64_t columns) {
  constexpr std::int64_t kGap = 2;
  const std::int64_t count = images.size(0), height = images.size(2), width = images.size(3);
  const std::int64_t rows = (count + columns - 1) / columns;
  const at::Tensor sheet =
      at::full({rows * (height + kGap) - kGap, columns * (width + kGap) - kGap, 3}, 255, at::kByte);
  const at::Tensor bytes = ((images.to(at::kCPU, at::kFloat) + 1.0) * 127.5).round().clamp(0, 255).to(at::kByte);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t top = i / columns * (height + kGap), left = i % columns * (width + kGap);
    sheet.narrow(0, top, height).narrow(1, left, width).copy_(bytes[i].permute({1, 2, 0}));
  }
  const auto* pixels = sheet.const_data_ptr<std::uint8_t>();
  return {static_cast<int>(sheet.size(1)), static_cast<int>(sheet.size(0)), 3,
          std::vector<std::uint8_t>(pixels, pixels + sheet.numel())};
}

Result<void> write_sheet(const at::Tensor& images, std::int64_t columns, const std::filesystem::path& file) {
  auto written = image::write_image(file, sheet_of(images, columns));
  return written ? Result<void>() : forward(written);
}

}  // namespace heddle::training
