#include "weights/lora/lora_check.h"

#include <optional>
#include <string_view>

#include "base/checked_math.h"
#include "weights/layouts/expected_tensors.h"

namespace heddle::weights {

namespace {

using Shape = std::vector<std::int64_t>;

constexpr std::size_t kMostDimensions = 5;

// A weight as a matrix: outputs, and all that is behind them.
struct Matrix {
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  auto operator<=>(const Matrix&) const = default;
};

std::optional<Matrix> matrix_of(const Shape& shape) {
  if (shape.empty()) return std::nullopt;
  const auto columns = checked_product(std::span(shape).subspan(1));
  if (!columns || *columns > (std::uint64_t{1} << 40)) return std::nullopt;
  return Matrix{shape[0], static_cast<std::int64_t>(*columns)};
}

class Checker final {
 public:
  Checker(const LoraModule& module, const Shape& target) : module_(module), target_shape_(target) {
    target_ = matrix_of(target).value_or(Matrix{});
  }

  Result<void> run();

 private:
  Result<void> check_tensors() const;
  Result<void> check_lora() const;
  Result<void> check_tucker(LoraRole core, LoraRole out, LoraRole in, const Shape& target) const;
  Result<void> check_product(LoraRole a, LoraRole b, Matrix result) const;
  Result<void> check_loha() const;
  Result<void> check_lokr() const;
  Result<Matrix> factor(LoraRole whole, LoraRole a, LoraRole b, LoraRole core) const;
  Result<void> check_scales() const;

  [[nodiscard]] Matrix at(LoraRole role) const {
    const WeightRef* ref = module_.find(role);
    return ref == nullptr ? Matrix{} : matrix_of(ref->shape).value_or(Matrix{});
  }
  [[nodiscard]] bool has(LoraRole role) const { return module_.has(role); }
  Failure does_not_fit(std::string_view what) const {
    return fail(ErrorKind::invalid_input, "does not fit: {}, but the model's weight is {}", what,
                layouts::shape_text(target_shape_));
  }
  static Failure incomplete() { return fail(ErrorKind::invalid_input, "lacks one of its tensors"); }

  const LoraModule& module_;
  const Shape& target_shape_;
  Matrix target_;
};

std::string text(const Matrix& matrix) { return fmt::format("{}x{}", matrix.rows, matrix.columns); }

Result<void> Checker::check_tensors() const {
  for (const auto& [role, ref] : module_.tensors) {
    if (role == LoraRole::alpha || role == LoraRole::scale) continue;
    if (!is_floating(ref.entry->dtype)) {
      return fail(ErrorKind::unsupported, "is stored as {}; save it as F16, BF16 or F32", ref.entry->dtype_name);
    }
    const auto matrix = matrix_of(ref.shape);
    if (!matrix || ref.shape.size() > kMostDimensions || matrix->rows == 0 || matrix->columns == 0) {
      return fail(ErrorKind::invalid_input, "has a tensor of the shape {}", layouts::shape_text(ref.shape));
    }
  }
  return {};
}

// a (rows, r) times b (r, columns).
Result<void> Checker::check_product(LoraRole a, LoraRole b, Matrix result) const {
  if (!has(a) || !has(b)) return incomplete();
  const Matrix left = at(a), right = at(b);
  if (left.columns != right.rows) {
    return fail(ErrorKind::invalid_input, "has factors of two ranks, {} and {}", left.columns, right.rows);
  }
  if (left.rows != result.rows || right.columns != result.columns) {
    return does_not_fit(fmt::format("it makes {}x{}", left.rows, right.columns));
  }
  return {};
}

// core (i, j, k, l); out (i, outputs); in (j, inputs): LyCORIS's rebuilding of a convolution's kernel.
Result<void> Checker::check_tucker(LoraRole core, LoraRole out, LoraRole in, const Shape& target) const {
  if (!has(core) || !has(out) || !has(in)) return incomplete();
  const Shape& kernel = module_.find(core)->shape;
  if (kernel.size() != 4 || target.size() != 4) return does_not_fit("it is made for a convolution");
  if (at(out).rows != kernel[0] || at(in).rows != kernel[1]) {
    return fail(ErrorKind::invalid_input, "has factors of two ranks, {} and {}", at(out).rows, kernel[0]);
  }
  const Shape made = {at(out).columns, at(in).columns, kernel[2], kernel[3]};
  if (made != target) return does_not_fit("it makes " + layouts::shape_text(made));
  return {};
}

Result<void> Checker::check_lora() const {
  if (!has(LoraRole::mid)) return check_product(LoraRole::up, LoraRole::down, target_);
  if (!has(LoraRole::up) || !has(LoraRole::down)) return incomplete();
  const Shape& kernel = module_.find(LoraRole::mid)->shape;
  if (kernel.size() != 4 || target_shape_.size() != 4) return does_not_fit("it is made for a convolution");
  if (at(LoraRole::up).columns != kernel[0] || at(LoraRole::down).rows != kernel[1]) {
    return fail(ErrorKind::invalid_input, "has factors of two ranks, {} and {}", at(LoraRole::up).columns, kernel[0]);
  }
  const Shape made = {at(LoraRole::up).rows, at(LoraRole::down).columns, kernel[2], kernel[3]};
  if (made != target_shape_) return does_not_fit("it makes " + layouts::shape_text(made));
  return {};
}

Result<void> Checker::check_loha() const {
  const bool is_tucker = has(LoraRole::hada_t1) || has(LoraRole::hada_t2);
  if (is_tucker) {
    if (auto first = check_tucker(LoraRole::hada_t1, LoraRole::hada_w1_a, LoraRole::hada_w1_b, target_shape_); !first)
      return first;
    return check_tucker(LoraRole::hada_t2, LoraRole::hada_w2_a, LoraRole::hada_w2_b, target_shape_);
  }
  if (auto first = check_product(LoraRole::hada_w1_a, LoraRole::hada_w1_b, target_); !first) return first;
  return check_product(LoraRole::hada_w2_a, LoraRole::hada_w2_b, target_);
}

// One factor of a Kronecker product, whole or as a product itself.
Result<Matrix> Checker::factor(LoraRole whole, LoraRole a, LoraRole b, LoraRole core) const {
  if (has(whole)) return at(whole);
  if (!has(a) || !has(b)) return incomplete();
  if (core != whole && has(core)) {
    const Shape& kernel = module_.find(core)->shape;
    if (kernel.size() != 4 || at(a).rows != kernel[0] || at(b).rows != kernel[1]) {
      return fail(ErrorKind::invalid_input, "has factors of two ranks");
    }
    const auto columns = matrix_of({1, at(b).columns, kernel[2], kernel[3]});
    if (!columns) return does_not_fit("it is too large");
    return Matrix{at(a).columns, columns->columns};
  }
  if (at(a).columns != at(b).rows) {
    return fail(ErrorKind::invalid_input, "has factors of two ranks, {} and {}", at(a).columns, at(b).rows);
  }
  return Matrix{at(a).rows, at(b).columns};
}

Result<void> Checker::check_lokr() const {
  const auto first = factor(LoraRole::lokr_w1, LoraRole::lokr_w1_a, LoraRole::lokr_w1_b, LoraRole::lokr_w1);
  if (!first) return Failure(first.error());
  const auto second = factor(LoraRole::lokr_w2, LoraRole::lokr_w2_a, LoraRole::lokr_w2_b, LoraRole::lokr_t2);
  if (!second) return Failure(second.error());
  const auto rows = checked_mul(first->rows, second->rows), columns = checked_mul(first->columns, second->columns);
  if (!rows || !columns || Matrix{*rows, *columns} != target_) {
    return does_not_fit(fmt::format("it makes {} times {}", text(*first), text(*second)));
  }
  return {};
}

Result<void> Checker::check_scales() const {
  for (const LoraRole role : {LoraRole::row_scale, LoraRole::column_or_row_scale}) {
    const WeightRef* ref = module_.find(role);
    if (ref == nullptr) continue;
    const auto count = static_cast<std::int64_t>(element_count(*ref));
    const bool by_rows = count == target_shape_[0] && (role == LoraRole::row_scale || ref->shape[0] == count);
    const bool by_columns = role == LoraRole::column_or_row_scale && target_shape_.size() > 1 &&
                            count == target_shape_[1] && ref->shape.size() > 1 && ref->shape[0] == 1;
    if (!by_rows && !by_columns) return does_not_fit("its DoRA scale is " + layouts::shape_text(ref->shape));
  }
  return {};
}

Result<void> Checker::run() {
  if (target_.rows == 0) return does_not_fit("it changes nothing");
  if (auto sound = check_tensors(); !sound) return sound;
  if (auto scales = check_scales(); !scales) return scales;
  switch (module_.kind()) {
    case LoraKind::lora: return check_lora();
    case LoraKind::loha: return check_loha();
    case LoraKind::lokr: return check_lokr();
    case LoraKind::difference: {
      const WeightRef* ref = module_.find(LoraRole::difference);
      if (ref == nullptr) return incomplete();
      if (at(LoraRole::difference) != target_) return does_not_fit("it is " + layouts::shape_text(ref->shape));
      return {};
    }
    case LoraKind::unsupported: break;
  }
  return fail(ErrorKind::unsupported, "is of a kind that Heddle does not merge (OFT, IA3, GLoRA, or a bias)");
}

}  // namespace

Result<void> check_module(const LoraModule& module, const std::vector<std::int64_t>& target) {
  return Checker(module, target).run();
}

}  // namespace heddle::weights
