#include "weights/scalar_value.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace heddle::weights {

namespace {

template <class T>
T read(const std::byte* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

// OCP's formats of eight bits: four bits of exponent without infinities, or five as a half has them.
double from_e4m3(std::uint8_t bits) {
  const int exponent = (bits >> 3) & 15, fraction = bits & 7;
  if (exponent == 15 && fraction == 7) return std::numeric_limits<double>::quiet_NaN();
  const double value = exponent == 0 ? std::ldexp(fraction, -9) : std::ldexp(8 + fraction, exponent - 10);
  return (bits & 0x80) != 0 ? -value : value;
}

double from_half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const double fraction = bits & 1023;
  double value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  if (exponent == 31)
    value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  return (bits & 0x8000) != 0 ? -value : value;
}

}  // namespace

std::optional<double> scalar_value(const WeightRef& ref) {
  if (ref.shape.size() > 8 || element_count(ref) != 1) return std::nullopt;
  const auto all = ref.file->bytes(*ref.entry);
  const std::size_t size = itemsize(ref.entry->dtype), at = static_cast<std::size_t>(ref.first_element) * size;
  if (size == 0 || all.size() < at + size) return std::nullopt;
  const std::byte* bytes = all.data() + at;
  switch (ref.entry->dtype) {
    case Dtype::f64: return read<double>(bytes);
    case Dtype::f32: return read<float>(bytes);
    case Dtype::f16: return from_half(read<std::uint16_t>(bytes));
    case Dtype::bf16: return std::bit_cast<float>(static_cast<std::uint32_t>(read<std::uint16_t>(bytes)) << 16);
    case Dtype::f8_e4m3: return from_e4m3(read<std::uint8_t>(bytes));
    case Dtype::f8_e5m2: return from_half(static_cast<std::uint16_t>(read<std::uint8_t>(bytes) << 8));
    case Dtype::i64: return static_cast<double>(read<std::int64_t>(bytes));
    case Dtype::i32: return read<std::int32_t>(bytes);
    case Dtype::i16: return read<std::int16_t>(bytes);
    case Dtype::i8: return read<std::int8_t>(bytes);
    case Dtype::u8: return read<std::uint8_t>(bytes);
    default: return std::nullopt;
  }
}

}  // namespace heddle::weights
