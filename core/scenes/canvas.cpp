#include "scenes/canvas.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "scenes/random.h"
#include "scenes/shapes.h"

namespace heddle::scenes {
namespace {

constexpr int kGrainCells = 24;
constexpr float kGrainStrength = 0.010F;

// Smooth value noise in [-1, 1] on a coarse lattice: visible as paper, cheap for an autoencoder to keep.
class Grain final {
 public:
  explicit Grain(std::uint64_t seed) {
    Dice dice(seed, /*stream=*/7);
    for (float& value : lattice_) value = dice.between(-1.0F, 1.0F);
  }
  // The values of one row, already interpolated between lattice rows, at each lattice column.
  void row_at(float y, std::span<float, kGrainCells + 1> row) const {
    const float place = y * kGrainCells;
    const int cell = std::min(static_cast<int>(place), kGrainCells - 1);
    const float t = place - static_cast<float>(cell);
    const float s = t * t * (3.0F - 2.0F * t);
    for (std::size_t i = 0; i <= kGrainCells; ++i) {
      const float a = lattice_[static_cast<std::size_t>(cell) * (kGrainCells + 1) + i];
      const float b = lattice_[static_cast<std::size_t>(cell + 1) * (kGrainCells + 1) + i];
      row[i] = a + (b - a) * s;
    }
  }

 private:
  std::array<float, static_cast<std::size_t>((kGrainCells + 1) * (kGrainCells + 1))> lattice_{};
};

std::uint8_t byte_of(float value) {
  return static_cast<std::uint8_t>(static_cast<int>(std::min(std::max(value, 0.0F), 1.0F) * 255.0F + 0.5F));
}

}  // namespace

Paint vertical(Rgb top, float y_top, Rgb bottom, float y_bottom) {
  Paint paint;
  paint.from = top;
  paint.to = bottom;
  paint.ay = 1.0F / (y_bottom - y_top);
  paint.offset = -y_top * paint.ay;
  return paint;
}

Paint as(Segment segment, Paint paint) {
  paint.segment = segment;
  return paint;
}

Paint softened(Paint paint, float soft, float opacity) {
  paint.segment = Segment::none;
  paint.soft = soft;
  paint.opacity = opacity;
  return paint;
}

Canvas::Canvas(int size, MapRecorder* recorder)
    : size_(size),
      recorder_(recorder),
      step_(0.5F / static_cast<float>(size)),
      centres_(static_cast<std::size_t>(size)),
      distances_(static_cast<std::size_t>(size)),
      beside_(distances_),
      below_(distances_),
      cover_(distances_),
      weights_(distances_),
      planes_(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3) {
  for (int i = 0; i < size; ++i) {
    centres_[static_cast<std::size_t>(i)] = (static_cast<float>(i) + 0.5F) / static_cast<float>(size);
  }
}

Canvas::Span Canvas::covered(float low, float high) const {
  const auto edge = static_cast<float>(size_);
  const float begin = std::min(std::max(low * edge - 1.0F, 0.0F), edge);
  const float end = std::min(std::max(high * edge + 2.0F, 0.0F), edge);
  return {static_cast<int>(begin), static_cast<int>(end)};
}

void Canvas::fill_below(std::span<const float> line, const Paint& paint) {
  float top = 1;
  for (const float y : line) top = std::min(top, y);
  const Span rows = covered(top - paint.soft, 1.0F);
  const bool recorded = begin_fill(paint);
  for (int row = rows.begin; row < rows.end; ++row) {
    const float y = centre(row);
    for (std::size_t i = 0; i < line.size(); ++i) distances_[i] = line[i] - y;
    blend(row, 0, size_, paint);
    if (recorded) record_row(row, 0, size_, paint);
  }
}

bool Canvas::begin_fill(const Paint& paint) {
  if (recorder_ == nullptr || paint.segment == Segment::none) return false;
  recorder_->begin_fill();
  return true;
}

void Canvas::record_row(int row, int begin, int end, const Paint& paint) {
  const float sharpness = paint.soft > 0 ? 1.0F / paint.soft : static_cast<float>(size_);
  for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
    cover_[i] = clamp01(0.5F - distances_[i] * sharpness) * paint.opacity;
  }
  RecordedRow recorded{row, begin, end, cover_, distances_, beside_, below_};
  recorded.relief = paint.relief;
  recorded.face_x = paint.face_x;
  recorded.face_y = paint.face_y;
  recorded.segment = paint.segment;
  recorder_->add(recorded);
}

void Canvas::blend(int row, int begin, int end, const Paint& paint) {
  if (paint.pattern.surface == Surface::plain) return blend_row<false>(row, begin, end, paint);
  const auto first = static_cast<std::size_t>(begin);
  const std::size_t count = static_cast<std::size_t>(std::max(end - begin, 0));
  weigh(paint.pattern, centre(row), std::span(centres_).subspan(first, count), 1.0F / static_cast<float>(size_),
        std::span(weights_).subspan(first, count));
  blend_row<true>(row, begin, end, paint);
}

Sheet Canvas::sheet() {
  Sheet sheet;
  sheet.size = size_;
  sheet.planes = planes_;
  if (recorder_ != nullptr) {
    sheet.parts = recorder_->parts();
    sheet.labels = recorder_->label_plane();
  }
  return sheet;
}

template <bool kPatterned>
void Canvas::blend_row(int row, int begin, int end, const Paint& paint) {
  const std::size_t plane = static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_);
  float* const __restrict red = planes_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(size_);
  float* const __restrict green = red + plane;
  float* const __restrict blue = green + plane;
  const float* const __restrict d = distances_.data();
  const float* const __restrict x = centres_.data();
  const float sharpness = paint.soft > 0 ? 1.0F / paint.soft : static_cast<float>(size_);
  const float along = paint.ay * centre(row) + paint.offset;
  const float inverse_rim = paint.rim_width > 0 ? 1.0F / paint.rim_width : 0.0F;
  const float rim = paint.rim_width > 0 ? paint.rim : 0.0F;
  const Rgb from = paint.from;
  const Rgb span = {paint.to.r - from.r, paint.to.g - from.g, paint.to.b - from.b};
  [[maybe_unused]] const Rgb second = paint.pattern.second;
  [[maybe_unused]] const float* const __restrict weight = weights_.data();
  for (int i = begin; i < end; ++i) {
    const float inside = clamp01(0.5F - d[i] * sharpness);
    const float cover = inside * paint.opacity;
    const float t = clamp01(paint.ax * x[i] + along);
    const float edge = clamp01(1.0F + d[i] * inverse_rim);
    const float shade = 1.0F - rim * edge * edge;
    Rgb colour{from.r + span.r * t, from.g + span.g * t, from.b + span.b * t};
    if constexpr (kPatterned) colour = mix(colour, scaled(second, 1.06F - 0.26F * t), weight[i]);
    red[i] += (colour.r * shade - red[i]) * cover;
    green[i] += (colour.g * shade - green[i]) * cover;
    blue[i] += (colour.b * shade - blue[i]) * cover;
  }
}

void Canvas::finish(std::uint64_t grain_seed, std::span<std::uint8_t> rgb) const {
  const Grain grain(grain_seed);
  const std::size_t edge = static_cast<std::size_t>(size_);
  const std::size_t plane = edge * edge;
  std::array<float, kGrainCells + 1> lattice{};
  std::vector<float> factor(edge);
  for (std::size_t row = 0; row < edge; ++row) {
    grain.row_at(centres_[row], lattice);
    for (std::size_t i = 0; i < edge; ++i) {
      const float place = centres_[i] * kGrainCells;
      const int cell = static_cast<int>(place);
      const float t = place - static_cast<float>(cell);
      const float a = lattice[static_cast<std::size_t>(cell)];
      const float b = lattice[static_cast<std::size_t>(cell) + 1];
      factor[i] = 1.0F + kGrainStrength * (a + (b - a) * t * t * (3.0F - 2.0F * t));
    }
    const float* const red = planes_.data() + row * edge;
    std::uint8_t* const out = rgb.data() + row * edge * 3;
    for (std::size_t i = 0; i < edge; ++i) {
      out[3 * i] = byte_of(red[i] * factor[i]);
      out[3 * i + 1] = byte_of(red[i + plane] * factor[i]);
      out[3 * i + 2] = byte_of(red[i + 2 * plane] * factor[i]);
    }
  }
}

}  // namespace heddle::scenes
