#include "weights/dtype.h"

#include <array>

namespace heddle::weights {
namespace {

struct DtypeFacts {
  Dtype dtype;
  std::string_view name;
  std::size_t itemsize;
  bool usable;
};

constexpr std::array<DtypeFacts, 18> kFacts = {{
    {Dtype::f64, "F64", 8, true},
    {Dtype::f32, "F32", 4, true},
    {Dtype::f16, "F16", 2, true},
    {Dtype::bf16, "BF16", 2, true},
    {Dtype::i64, "I64", 8, true},
    {Dtype::i32, "I32", 4, true},
    {Dtype::i16, "I16", 2, true},
    {Dtype::i8, "I8", 1, true},
    {Dtype::u64, "U64", 8, false},
    {Dtype::u32, "U32", 4, false},
    {Dtype::u16, "U16", 2, false},
    {Dtype::u8, "U8", 1, true},
    {Dtype::boolean, "BOOL", 1, true},
    {Dtype::c64, "C64", 8, false},
    {Dtype::f8_e4m3, "F8_E4M3", 1, true},
    {Dtype::f8_e5m2, "F8_E5M2", 1, true},
    {Dtype::f8_e8m0, "F8_E8M0", 1, false},
    {Dtype::unknown, "unknown", 0, false},
}};

const DtypeFacts& facts_of(Dtype dtype) {
  for (const DtypeFacts& facts : kFacts) {
    if (facts.dtype == dtype) return facts;
  }
  return kFacts.back();
}

}  // namespace

std::size_t itemsize(Dtype dtype) { return facts_of(dtype).itemsize; }

std::string_view to_string(Dtype dtype) { return facts_of(dtype).name; }

Dtype parse_dtype(std::string_view text) {
  for (const DtypeFacts& facts : kFacts) {
    if (facts.name == text) return facts.dtype;
  }
  return Dtype::unknown;
}

bool is_usable(Dtype dtype) { return facts_of(dtype).usable; }

bool is_floating(Dtype dtype) {
  return dtype == Dtype::f64 || dtype == Dtype::f32 || dtype == Dtype::f16 || dtype == Dtype::bf16 ||
         dtype == Dtype::f8_e4m3 || dtype == Dtype::f8_e5m2;
}

}  // namespace heddle::weights
