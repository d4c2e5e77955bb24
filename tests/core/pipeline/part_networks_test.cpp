#include "pipeline/load/part_networks.h"

#include "support/test.h"

namespace heddle::pipeline {

TEST_CASE("a tokenizer pads as the model's family does: Stable Diffusion 2 with zero, also for training") {
  weights::OpenedFiles opened;
  const std::filesystem::path vocabulary = std::string(HEDDLE_SOURCE_DIR) + "/build/vocab/bpe_simple_vocab_16e6.txt";
  for (const auto& [family, pads_with_zero] :
       {std::pair(weights::Family::sd1, false), std::pair(weights::Family::sd2, true)}) {
    opened.signature.family = family;
    const auto tokenizer = load_tokenizer(weights::tokenizer_files(opened), vocabulary);
    REQUIRE(tokenizer.has_value());
    CHECK((tokenizer->pad_id() == 0) == pads_with_zero);
    CHECK((tokenizer->pad_id() == tokenizer->end_id()) != pads_with_zero);
  }
}

TEST_CASE("a single file without CLIP's vocabulary says where the vocabulary comes from") {
  const auto none = load_tokenizer({}, {});
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().kind == ErrorKind::not_found);
  CHECK(none.error().message.find("./run") != std::string::npos);
}

}  // namespace heddle::pipeline
