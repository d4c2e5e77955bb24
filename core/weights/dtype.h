// The element types that a model file may name. Used by every reader and writer of weights and by the tensor room.
// Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace heddle::weights {

// c64: two f32. f8_e4m3 (no infinities) and f8_e5m2: eight-bit floats, widened when they are read. f8_e8m0: listed and
// sized but not computed with. unknown: a type that this version does not know; the tensor is listed and its bytes are
// within the file, nothing more.
enum class Dtype : std::uint8_t {
  f64,
  f32,
  f16,
  bf16,
  i64,
  i32,
  i16,
  i8,
  u64,
  u32,
  u16,
  u8,
  boolean,
  c64,
  f8_e4m3,
  f8_e5m2,
  f8_e8m0,
  unknown
};

// Bytes of one element; 0 for unknown.
[[nodiscard]] std::size_t itemsize(Dtype dtype);

// The spelling of the safetensors format: "F16", "BF16", "BOOL"; "unknown" for unknown.
[[nodiscard]] std::string_view to_string(Dtype dtype);

// The inverse; anything else is unknown.
[[nodiscard]] Dtype parse_dtype(std::string_view text);

// True for the types that the networks can load: floating point, signed integers, u8, boolean.
[[nodiscard]] bool is_usable(Dtype dtype);

// True for the floating types among these.
[[nodiscard]] bool is_floating(Dtype dtype);

}  // namespace heddle::weights
