#include "weights/safetensors_writer.h"

#include <array>
#include <filesystem>
#include <string>

#include "support/temporary_folder.h"
#include "weights/open_tensor_file.h"

#include "support/test.h"

using namespace heddle;
using namespace heddle::weights;
using heddle::testing::TemporaryFolder;

namespace {

constexpr std::array<float, 6> kFloats = {1.5F, -2, 3, 4, 5, 6};
constexpr std::array<std::uint8_t, 3> kBytes = {7, 8, 9};

std::vector<TensorToWrite> two_tensors() {
  return {{"byte \"q\" ☂", Dtype::u8, {3}, std::as_bytes(std::span(kBytes))},
          {"float", Dtype::f32, {2, 3}, std::as_bytes(std::span(kFloats))},
          {"empty", Dtype::f16, {0, 4}, {}}};
}

}  // namespace

TEST_CASE("what is written reads back to the same bytes, aligned") {
  const TemporaryFolder folder;
  const auto path = folder / "model.safetensors";
  REQUIRE(write_safetensors(path, two_tensors(), {{"note", "a\nb\x01"}}));
  const auto file = open_tensor_file(path);
  if (!file) FAIL(file.error().message);
  CHECK((*file)->metadata() == Metadata{{"note", "a\nb\x01"}});
  REQUIRE((*file)->entries().size() == 3);
  for (const TensorToWrite& tensor : two_tensors()) {
    const TensorEntry* entry = (*file)->find(tensor.name);
    REQUIRE(entry != nullptr);
    CHECK(entry->dtype == tensor.dtype);
    CHECK(entry->shape == tensor.shape);
    CHECK(entry->offset % std::max<std::size_t>(itemsize(entry->dtype), 1) == 0);
    const auto bytes = (*file)->bytes(*entry);
    CHECK(std::equal(bytes.begin(), bytes.end(), tensor.bytes.begin(), tensor.bytes.end()));
  }
  CHECK((*file)->find("float")->offset % 8 == 0);
}

TEST_CASE("equal tensors in another order give an equal file") {
  const TemporaryFolder folder;
  auto reversed = two_tensors();
  std::swap(reversed[0], reversed[2]);
  REQUIRE(write_safetensors(folder / "a", two_tensors()));
  REQUIRE(write_safetensors(folder / "b", reversed));
  CHECK((*open_tensor_file(folder / "a"))->identity().ends_hash ==
        (*open_tensor_file(folder / "b"))->identity().ends_hash);
}

TEST_CASE("a file without tensors or metadata is written and read") {
  const TemporaryFolder folder;
  REQUIRE(write_safetensors(folder / "empty.safetensors", {}));
  CHECK((*open_tensor_file(folder / "empty.safetensors"))->entries().empty());
}

TEST_CASE("what no reader would accept is not written") {
  const TemporaryFolder folder;
  const auto path = folder / "model.safetensors";
  const auto refused = [&](TensorToWrite tensor) { return !write_safetensors(path, {std::move(tensor)}); };
  const auto bytes = std::as_bytes(std::span(kBytes));
  CHECK(refused({"x", Dtype::u8, {4}, bytes}));
  CHECK(refused({"x", Dtype::u8, {-3}, bytes}));
  CHECK(refused({"", Dtype::u8, {3}, bytes}));
  CHECK(refused({"__metadata__", Dtype::u8, {3}, bytes}));
  CHECK(refused({"\xff", Dtype::u8, {3}, bytes}));
  CHECK(refused({std::string(1025, 'n'), Dtype::u8, {3}, bytes}));
  CHECK(refused({"x", Dtype::unknown, {3}, bytes}));
  CHECK(refused({"x", Dtype::u8, std::vector<std::int64_t>(9, 1), bytes.first(1)}));
  CHECK_FALSE(write_safetensors(path, {{"x", Dtype::u8, {3}, bytes}, {"x", Dtype::u8, {3}, bytes}}));
  CHECK_FALSE(write_safetensors(path, {}, {{"k", "\xff"}}));
  CHECK_FALSE(std::filesystem::exists(path));
}
