#include "weights/embedding_file.h"

#include "layout_files.h"

#include "support/test.h"

namespace heddle::weights {
namespace {

using testing::Shape;

Result<EmbeddingFile> read(const std::vector<std::pair<std::string, Shape>>& tensors, const Metadata& metadata = {}) {
  return read_embedding("/e/cat.pt", testing::map_of_shapes(tensors), metadata);
}

bool refused(const std::vector<std::pair<std::string, Shape>>& tensors, std::string_view words) {
  const auto file = read(tensors);
  return !file && file.error().message.find(words) != std::string::npos &&
         file.error().message.find("cat.pt") != std::string::npos;
}

TEST_CASE("the forms of a textual inversion are told apart, and the word that each brings") {
  const auto webui = read({{"string_to_param.*", {3, 768}}}, {{"name", "kitty"}});
  REQUIRE(webui);
  CHECK(webui->token == "kitty");
  CHECK(webui->vectors.at(0).count == 3);
  const auto plain = read({{"emb_params", {5, 768}}});
  REQUIRE(plain);
  CHECK(plain->token.empty());
  const auto one = read({{"<cat>", {768}}});
  REQUIRE(one);
  CHECK(one->token == "<cat>");
  CHECK(one->vectors.at(0).count == 1);
  CHECK(one->vectors.at(0).width == 768);
}

TEST_CASE("a textual inversion for another family is refused by both names") {
  const auto message = [](const Result<EmbeddingFile>& file, std::int64_t width) {
    REQUIRE(file);
    const auto vectors = vectors_for(*file, width);
    return vectors ? std::string() : vectors.error().message;
  };
  CHECK(message(read({{"emb_params", {5, 768}}}), 768).empty());
  const std::string second = message(read({{"emb_params", {5, 1024}}}), 768);
  CHECK(second.find("Stable Diffusion 2.x") != std::string::npos);
  CHECK(second.find("Stable Diffusion 1.x") != std::string::npos);
  CHECK(message(read({{"emb_params", {5, 1280}}}), 768).find("Stable Diffusion XL") != std::string::npos);
  CHECK(message(read({{"clip_l", {5, 768}}, {"clip_g", {5, 1280}}}), 768).find("Stable Diffusion XL") !=
        std::string::npos);
}

TEST_CASE("a file with several words: A1111's '*' stands for its name, else the first, and the others are named") {
  const auto tokens = read({{"<cat>", {768}}, {"<ball>", {3, 768}}});
  REQUIRE(tokens);
  CHECK(words_of(*tokens) == std::vector<std::string>{"<ball>", "<cat>"});
  CHECK(tokens->vectors.front().count == 3);
  REQUIRE(tokens->others.size() == 1);
  CHECK(tokens->others.front().vectors.count == 1);
  const auto webui = read({{"string_to_param.#extra", {2, 768}}, {"string_to_param.*", {3, 768}}}, {{"name", "kitty"}});
  REQUIRE(webui);
  CHECK(webui->vectors.front().count == 3);
  CHECK(words_of(*webui) == std::vector<std::string>{"kitty", "#extra"});
  CHECK(words_of(*read({{"emb_params", {5, 768}}})) == std::vector<std::string>{"cat"});
}

TEST_CASE("what cannot be vectors of words is refused") {
  CHECK(refused({{"emb_params", {76, 768}}}, "1 to 75 vectors"));
  CHECK(refused({{"emb_params", {0, 768}}}, "1 to 75 vectors"));
  CHECK(refused({{"emb_params", {3, 0}}}, "1 to 75 vectors"));
  CHECK(refused({{"emb_params", {1, 3, 768}}}, "no textual inversion"));
  CHECK(refused({{"emb_params", {}}}, "no textual inversion"));
  CHECK(refused({{"string_to_param.*", {std::int64_t{1} << 60, 2}}}, "1 to 75 vectors"));
  CHECK(refused({{"a", {3, 768}}, {"b", {3, 1024}}}, "no textual inversion"));
  CHECK(refused({{"a", {3, 768}}, {"b", {3, 4, 768}}}, "no textual inversion"));
  CHECK(refused({{"x.lora_down.weight", {4, 768}}, {"x.lora_up.weight", {320, 4}}}, "it is: LoRA"));
  CHECK(refused({}, "no textual inversion"));
}

}  // namespace
}  // namespace heddle::weights
