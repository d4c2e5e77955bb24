#include "training/data/caption_tokens.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "scenes/caption.h"

namespace heddle::training {

void write_token_row(const text::Tokenizer& tokenizer, std::string_view words, std::span<std::int64_t> row) {
  const std::vector<std::int64_t> ids = tokenizer.encode(words);
  const std::size_t kept = std::min(ids.size(), row.size() - 2);
  std::fill(row.begin(), row.end(), tokenizer.pad_id());
  row[0] = tokenizer.start_id();
  std::copy_n(ids.begin(), kept, row.begin() + 1);
  row[kept + 1] = tokenizer.end_id();
}

at::Tensor token_rows(const text::Tokenizer& tokenizer, std::span<const std::string> texts, std::int64_t length) {
  const at::Tensor rows = at::empty({static_cast<std::int64_t>(texts.size()), length}, at::kLong);
  auto* row = rows.mutable_data_ptr<std::int64_t>();
  for (const std::string& words : texts) {
    write_token_row(tokenizer, words, {row, static_cast<std::size_t>(length)});
    row += length;
  }
  return rows;
}

Result<text::TrainedBpe> vocabulary_of(const SceneSource& source, std::int64_t scenes, std::size_t size) {
  std::vector<std::string> captions;
  for (std::int64_t i = 0; i < scenes; ++i) {
    const auto index = static_cast<std::uint64_t>(i);
    captions.push_back(scenes::caption_of(scenes::sample_scene(source.seed, index, source.options), index));
  }
  return text::train_bpe(captions, size);
}

Result<void> write_tokenizer(const text::TrainedBpe& vocabulary, std::int64_t length,
                             const std::filesystem::path& folder) {
  std::error_code exists;
  std::filesystem::create_directories(folder, exists);
  const auto special = [](std::string_view content) {
    return nlohmann::json{
        {"content", content}, {"lstrip", false}, {"normalized", false}, {"rstrip", false}, {"single_word", false}};
  };
  const nlohmann::json map = {{"bos_token", special(text::kStartToken)},
                              {"eos_token", special(text::kEndToken)},
                              {"pad_token", text::kEndToken},
                              {"unk_token", special(text::kEndToken)}};
  nlohmann::json config = map;
  config["tokenizer_class"] = "CLIPTokenizer";
  config["model_max_length"] = length;
  config["do_lower_case"] = true;
  const std::pair<const char*, std::string> files[] = {{"vocab.json", vocabulary.vocab_json},
                                                       {"merges.txt", vocabulary.merges_txt},
                                                       {"special_tokens_map.json", map.dump(2) + "\n"},
                                                       {"tokenizer_config.json", config.dump(2) + "\n"}};
  for (const auto& [name, content] : files) {
    if (auto written = write_file_atomically(folder / name, std::string_view(content)); !written)
      return forward(written);
  }
  return {};
}

}  // namespace heddle::training
