// Files written by PyTorch and safetensors (tests/fixtures/weights) read to the exact bytes.
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "support/file_builders.h"
#include "weights/open_tensor_file.h"
#include "weights/torch_legacy.h"
#include "weights/torch_zip.h"

#include "support/test.h"

using namespace heddle;
using namespace heddle::weights;
namespace pk = heddle::testing::pickle;

namespace {

const std::filesystem::path kFolder = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/fixtures/weights";

// The elements in row-major order, gathered through the strides, as hex.
std::string gathered(const TensorFile& file, const TensorEntry& entry) {
  const auto bytes = file.bytes(entry);
  const std::size_t item = itemsize(entry.dtype);
  std::string hex;
  std::vector<std::int64_t> at(entry.shape.size(), 0);
  for (std::uint64_t n = element_count(entry); n > 0; --n) {
    std::size_t place = 0;
    for (std::size_t d = 0; d < at.size(); ++d) place += static_cast<std::size_t>(at[d] * entry.strides[d]);
    for (const std::byte b : bytes.subspan(place * item, item)) hex += fmt::format("{:02x}", static_cast<unsigned>(b));
    for (std::size_t d = at.size(); d-- > 0;) {
      if (++at[d] < entry.shape[d]) break;
      at[d] = 0;
    }
  }
  return hex;
}

void check_file(const std::string& name, const nlohmann::json& expected) {
  CAPTURE(name);
  const auto file = open_tensor_file(kFolder / name);
  if (!file) FAIL(file.error().message);
  CHECK((*file)->entries().size() == expected.at("tensors").size());
  for (const auto& [tensor_name, tensor] : expected.at("tensors").items()) {
    CAPTURE(tensor_name);
    const TensorEntry* entry = (*file)->find(tensor_name);
    REQUIRE(entry != nullptr);
    CHECK(to_string(entry->dtype) == tensor.at("dtype").get<std::string>());
    CHECK(entry->shape == tensor.at("shape").get<std::vector<std::int64_t>>());
    CHECK(gathered(**file, *entry) == tensor.at("data").get<std::string>());
  }
  CHECK((*file)->metadata() == expected.at("metadata").get<Metadata>());
}

}  // namespace

TEST_CASE("files written by PyTorch and safetensors read to the exact bytes") {
  std::ifstream stream(kFolder / "expected.json");
  const auto expected = nlohmann::json::parse(stream);
  CHECK(expected.size() >= 18);
  for (const auto& [name, contents] : expected.items()) check_file(name, contents);
}

TEST_CASE("the format is recognised by content") {
  CHECK((*open_tensor_file(kFolder / "dtypes.pt"))->format() == FileFormat::torch_zip);
  CHECK((*open_tensor_file(kFolder / "dtypes_legacy.pt"))->format() == FileFormat::torch_legacy);
  CHECK((*open_tensor_file(kFolder / "dtypes.safetensors"))->format() == FileFormat::safetensors);
}

TEST_CASE("views of torch files share bytes and know whether they are contiguous") {
  const auto file = *open_tensor_file(kFolder / "views.pt");
  const TensorEntry& base = *file->find("base");
  const TensorEntry& transposed = *file->find("transposed");
  CHECK(base.offset == transposed.offset);
  CHECK(is_contiguous(base));
  CHECK_FALSE(is_contiguous(transposed));
  CHECK(transposed.strides == std::vector<std::int64_t>{1, 6});
  CHECK(file->find("row")->offset == base.offset + 2 * 6 * 4);
  CHECK(file->find("column")->bytes == (3 * 6 + 1) * 4);
  CHECK(file->find("absent") == nullptr);
}

TEST_CASE("the builders of the bad files make right ones too") {
  using namespace heddle::testing;
  const std::string good = torch_zip(pk::dict("x", pk::tensor()));
  CHECK(parse_torch_zip(as_bytes(good)));
  CHECK(parse_torch_legacy(as_bytes(legacy_file(legacy_parts()))));
  auto items = torch_items(pk::dict("x", pk::tensor()));
  for (ZipItem& item : items) item.zip64 = true;
  ZipOptions options;
  options.zip64 = true;
  const auto large = parse_torch_zip(as_bytes(zip_file(items, options)));
  if (!large) FAIL(large.error().message);
  CHECK(large->entries.size() == 1);
  for (ZipItem& item : items) {
    item.zip64 = false;
    item.with_descriptor = true;
  }
  CHECK(parse_torch_zip(as_bytes(zip_file(items))));
}

TEST_CASE("an OrderedDict of pairs, as Python 2 wrote it, is a dictionary") {
  const std::string pair = "](" + pk::text("x") + pk::tensor() + "e";
  const std::string file =
      testing::torch_zip(pk::whole(pk::global("collections", "OrderedDict") + "](" + pair + "e" + "\x85R"));
  const auto table = parse_torch_zip(testing::as_bytes(file));
  if (!table) FAIL(table.error().message);
  CHECK(table->entries.front().name == "x");
}

TEST_CASE("legacy files may view a part of a storage") {
  testing::LegacyParts parts = testing::legacy_parts();
  const std::string view = pk::tuple({pk::text("v"), pk::integer(2), pk::integer(3)});
  const std::string storage = pk::tuple({pk::text("storage"), pk::global("torch", "FloatStorage"), pk::text("0"),
                                         pk::text("cpu"), pk::integer(6), view}) +
                              "Q";
  parts.object =
      pk::dict("x", pk::global("torch._utils", "_rebuild_tensor_v2") +
                        pk::tuple({storage, pk::integer(1), pk::counts({2}), pk::counts({1}), "\x89", "N"}) + "R");
  const std::string file = testing::legacy_file(parts);
  const auto table = parse_torch_legacy(testing::as_bytes(file));
  if (!table) FAIL(table.error().message);
  CHECK(table->entries.front().offset == file.size() - 24 + (2 + 1) * 4);
  CHECK(table->entries.front().bytes == 8);
}

TEST_CASE("fault_13_a_malicious_pickle_is_refused_by_the_name_it_uses") {
  const auto message = [](const std::string& pickle) {
    const auto table = parse_torch_zip(testing::as_bytes(testing::torch_zip(pickle)));
    return table ? std::string("accepted") : table.error().message;
  };
  const auto names = [&](const std::string& pickle, const std::string& global) {
    return message(pickle).find("tries to use '" + global + "'") != std::string::npos;
  };
  CHECK(names(pk::whole(pk::global("os", "system") + pk::text("ls") + "\x85R"), "os.system"));
  CHECK(names("cposix\nsystem\n(S'ls'\ntR.", "posix.system"));
  CHECK(names("(S'ls'\niposix\nsystem\n.", "posix.system"));
  CHECK(names("\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93.", "posix.system"));
  CHECK(
      names("\x80\x04\x8c\x05posix\x94"
            "0\x8c\x06system\x94"
            "0h" +
                testing::le(0, 1) + "h\x01\x93.",
            "posix.system"));
  CHECK(names(pk::whole(pk::global("a\x1b[2J", "b")), "a\\x1b[2J.b"));
}

TEST_CASE("fault_14_pickle_bombs_end_at_a_limit") {
  // The generator's bombs (bad_files_test) hit the same limits; this tests the messages.
  const auto table = parse_torch_zip(testing::as_bytes(testing::torch_zip("\x80\x02" + std::string(1'000'010, '('))));
  REQUIRE_FALSE(table);
  CHECK(table.error().message == "is damaged: its pickle stacks more than 1000000 values");
}

TEST_CASE("fault_14_one_long_text_in_a_million_places_is_not_copied_a_million_times") {
  std::string pickle =
      "\x80\x02}(" + pk::text("x") + pk::tensor() + pk::text(std::string(10'000'000, 'm')) + "q\x01K\x01";
  for (int i = 0; i < 200'000; ++i) pickle += "M" + testing::le(i % 65536, 2) + "h\x01";
  const auto table = parse_torch_zip(testing::as_bytes(testing::torch_zip(pickle + "u.")));
  if (!table) FAIL(table.error().message);
  CHECK(table->metadata.size() <= 1);
}
