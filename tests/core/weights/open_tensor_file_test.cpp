#include "weights/open_tensor_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "support/file_builders.h"
#include "support/temporary_folder.h"
#include "weights/safetensors_writer.h"

#include "support/test.h"

using namespace heddle;
using namespace heddle::weights;
using heddle::testing::safetensors_file;
using heddle::testing::TemporaryFolder;

namespace {

const std::string kModel = safetensors_file(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8);

std::string message_about(const std::filesystem::path& path) {
  const auto file = open_tensor_file(path);
  return file ? std::string("opened") : file.error().message;
}

std::string message_about(const TemporaryFolder& folder, const std::string& contents) {
  REQUIRE(write_file_atomically(folder / "model.safetensors", contents));
  return message_about(folder / "model.safetensors");
}

bool holds_text(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("fault_16_what_is_no_model_is_told_in_words") {
  const TemporaryFolder folder;
  CHECK(holds_text(message_about(folder, "<!doctype html><title>Log in</title>"),
                   "is a web page, not a model: download it again"));
  CHECK(holds_text(message_about(folder, "version https://git-lfs.github.com/spec/v1\n"), "git lfs pull"));
  CHECK(holds_text(message_about(folder, "\x89PNG\r\n\x1a\n...."), "is a picture"));
  CHECK(holds_text(message_about(folder, ""), "is empty"));
  CHECK(holds_text(message_about(folder, "see the other folder"), "is a text"));
  CHECK(holds_text(message_about(folder, "{\"_class_name\": \"UNet2DConditionModel\"}"), "is a JSON text"));
  CHECK(holds_text(message_about(folder, "GGUF...."), "GGUF"));
  REQUIRE(write_file_atomically(folder / "model.safetensors.part", kModel));
  CHECK(holds_text(message_about(folder / "model.safetensors.part"), "unfinished download"));
}

TEST_CASE("what is no regular file is refused with a message") {
  const TemporaryFolder folder;
  CHECK(holds_text(message_about(folder / "absent.ckpt"), "does not exist"));
  CHECK(holds_text(message_about(folder.path()), "is a folder"));
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(holds_text(message_about(folder / "pipe"), "is a device or pipe"));
  std::filesystem::create_symlink(folder / "loop", folder / "loop");
  CHECK(holds_text(message_about(folder / "loop"), "could not be read"));
}

TEST_CASE("fault_19_odd_names_open_and_are_shown_escaped") {
  const TemporaryFolder folder;
  for (const std::string& name :
       {std::string("☂ 織.ckpt"), std::string("\xff\x01.safetensors"), std::string("CON"), std::string(255, 'n')}) {
    CAPTURE(name);
    REQUIRE(write_file_atomically(folder / name, kModel));
    CHECK(open_tensor_file(folder / name));
  }
  REQUIRE(write_file_atomically(folder / "\xff\x1b.ckpt", std::string("no")));
  CHECK(holds_text(message_about(folder / "\xff\x1b.ckpt"), "'\\xff\\x1b.ckpt' is a text"));
}

TEST_CASE("fault_17_a_file_that_changes_while_it_is_open_is_noticed") {
  const TemporaryFolder folder;
  const auto path = folder / "model.safetensors";
  REQUIRE(write_file_atomically(path, kModel));
  const auto file = *open_tensor_file(path);
  CHECK(file->check_unchanged());

  REQUIRE(write_file_atomically(path, kModel));  // replaced by a file of equal contents
  const auto replaced = file->check_unchanged();
  REQUIRE_FALSE(replaced);
  CHECK(holds_text(replaced.error().message, "was replaced"));
  CHECK(file->bytes(*file->find("x")).size() == 8);  // the old bytes stay readable

  const auto again = *open_tensor_file(path);
  REQUIRE(::truncate(path.c_str(), 20) == 0);
  const auto shortened = again->check_unchanged();
  REQUIRE_FALSE(shortened);
  CHECK(holds_text(shortened.error().message, "was changed"));

  std::filesystem::remove(path);
  const auto gone = file->check_unchanged();
  REQUIRE_FALSE(gone);
  CHECK(holds_text(gone.error().message, "moved or deleted"));
}

TEST_CASE("the identity tells files apart by their ends and sizes") {
  const TemporaryFolder folder;
  REQUIRE(write_file_atomically(folder / "a.safetensors", kModel));
  std::string other = kModel;
  other.back() = 'z';
  REQUIRE(write_file_atomically(folder / "b.safetensors", other));
  const auto a = *open_tensor_file(folder / "a.safetensors");
  const auto b = *open_tensor_file(folder / "b.safetensors");
  CHECK(a->identity() == (*open_tensor_file(folder / "a.safetensors"))->identity());
  CHECK(a->identity().ends_hash != b->identity().ends_hash);
  CHECK(a->identity().size == kModel.size());
}

TEST_CASE("pages that were given back are read again from the file") {
  const TemporaryFolder folder;
  std::string numbers(65536, '\0');
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<char>(i * 31 / 7);
  const std::string model =
      safetensors_file(R"({"x":{"dtype":"F16","shape":[32768],"data_offsets":[0,65536]}})", 0) + numbers;
  REQUIRE(write_file_atomically(folder / "model.safetensors", model));
  const auto file = *open_tensor_file(folder / "model.safetensors");
  const TensorEntry& entry = *file->find("x");
  const auto held = [&] {
    return std::string(reinterpret_cast<const char*>(file->bytes(entry).data()), file->bytes(entry).size());
  };
  REQUIRE(held() == numbers);
  file->give_back_pages(entry);
  CHECK(held() == numbers);
}
