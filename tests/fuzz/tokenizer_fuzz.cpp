// A tokenizer's files of any bytes, and then a text for it. The first byte says which file the bytes up to the first
// NUL are; the rest is the text, also given to a valid tokenizer.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/printable.h"
#include "base/utf8.h"
#include "text/bpe_trainer.h"
#include "text/tokenizer.h"

using namespace heddle;
using namespace heddle::text;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

const TrainedBpe& sound_files() {
  static const TrainedBpe trained = *train_bpe(std::vector<std::string>{"a red ball on the beach", "it's a cat"}, 600);
  return trained;
}

TokenizerTexts make_texts(unsigned kind, std::string file) {
  TokenizerTexts texts{.vocab_json = sound_files().vocab_json, .merges_txt = sound_files().merges_txt};
  switch (kind % 7) {
    case 0: texts.vocab_json = std::move(file); break;
    case 1: texts.merges_txt = std::move(file); break;
    case 2: texts.tokenizer_config_json = std::move(file); break;
    case 3: texts.special_tokens_map_json = std::move(file); break;
    case 4: texts.added_tokens_json = std::move(file); break;
    case 5: texts = {.tokenizer_json = std::move(file)}; break;
    default: break;
  }
  return texts;
}

void check_text(const Tokenizer& tokenizer, std::string_view text) {
  for (const Cleaning cleaning : {Cleaning::transformers, Cleaning::openai}) {
    const auto ids = tokenizer.encode(text, cleaning);
    require(std::ranges::all_of(ids, [&](std::int64_t id) { return id >= 0 && id < tokenizer.vocabulary_size(); }));
  }
  const std::string cleaned = clean_utf8(text);
  require(is_valid_utf8(cleaned) && clean_utf8(cleaned) == cleaned);
  require(tokenizer.encode(cleaned) == tokenizer.encode(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto sound = make_tokenizer(make_texts(6, {}), "sound");
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  const std::string_view text = bytes.substr(std::min(end + 1, bytes.size()));
  check_text(*sound, text);
  const auto made = make_tokenizer(make_texts(data[0], std::string(bytes.substr(0, end))), "fuzzed");
  if (made) check_text(*made, text);
  require(made || is_valid_utf8(made.error().message));
  return 0;
}
