#include "text/bpe_trainer.h"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "text/byte_symbols.h"
#include "text/word_split.h"

namespace heddle::text {
namespace {

using Pair = std::pair<std::string, std::string>;

struct Word {
  std::vector<std::string> symbols;
  std::uint64_t count;
};

std::vector<Word> count_words(std::span<const std::string> captions) {
  std::map<std::string, std::uint64_t> counts;
  for (const std::string& caption : captions) {
    for (const std::string& word : split_words(clean_text(caption, Cleaning::transformers), Cleaning::transformers))
      ++counts[word];
  }
  std::vector<Word> words;
  for (const auto& [bytes, count] : counts) {
    Word word{{}, count};
    for (const char byte : bytes) word.symbols.push_back(symbol_of(static_cast<std::uint8_t>(byte)));
    word.symbols.back() += kWordEnd;
    words.push_back(std::move(word));
  }
  return words;
}

// The most frequent pair, the alphabetically first of equals; a count of 0 when every word is one token.
std::pair<Pair, std::uint64_t> most_frequent_pair(const std::vector<Word>& words) {
  std::map<std::pair<std::string_view, std::string_view>, std::uint64_t> counts;
  for (const Word& word : words) {
    for (std::size_t i = 0; i + 1 < word.symbols.size(); ++i) {
      counts[{word.symbols[i], word.symbols[i + 1]}] += word.count;
    }
  }
  std::pair<Pair, std::uint64_t> best{};
  for (const auto& [pair, count] : counts) {
    if (count > best.second) best = {Pair(pair.first, pair.second), count};
  }
  return best;
}

void merge(std::vector<std::string>& symbols, const Pair& pair) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < symbols.size(); ++i, ++kept) {
    if (i + 1 < symbols.size() && symbols[i] == pair.first && symbols[i + 1] == pair.second) {
      symbols[kept] = pair.first + pair.second;
      ++i;
    } else if (kept != i) {
      symbols[kept] = std::move(symbols[i]);
    }
  }
  symbols.resize(kept);
}

std::vector<std::string> byte_tokens() {
  std::vector<std::string> tokens;
  for (const std::string_view ending : {std::string_view(), kWordEnd}) {
    for (const std::uint8_t byte : bytes_in_vocabulary_order()) tokens.push_back(symbol_of(byte) + std::string(ending));
  }
  return tokens;
}

std::string to_json(const std::vector<std::string>& tokens) {
  nlohmann::ordered_json vocabulary = nlohmann::ordered_json::object();
  std::size_t id = 0;
  for (const std::string& token : tokens) vocabulary[token] = id++;
  return vocabulary.dump() + "\n";
}

}  // namespace

Result<TrainedBpe> train_bpe(std::span<const std::string> captions, std::size_t vocabulary_size) {
  std::vector<std::string> tokens = byte_tokens();
  const std::size_t specials = 2;
  if (vocabulary_size < tokens.size() + specials) {
    return fail(ErrorKind::invalid_input,
                "[tokenizer.train] a vocabulary of {} is too small; the bytes and the two special tokens need {}",
                vocabulary_size, tokens.size() + specials);
  }
  std::vector<Word> words = count_words(captions);
  std::set<std::string> known(tokens.begin(), tokens.end());
  TrainedBpe trained;
  trained.merges_txt = "#version: 0.2\n";
  while (tokens.size() + specials < vocabulary_size) {
    const auto [pair, count] = most_frequent_pair(words);
    if (count == 0) break;
    for (Word& word : words) merge(word.symbols, pair);
    trained.merges_txt += pair.first + ' ' + pair.second + '\n';
    // Two merges may build the same token in different ways: it is one entry of the vocabulary.
    if (known.insert(pair.first + pair.second).second) tokens.push_back(pair.first + pair.second);
  }
  tokens.emplace_back(kStartToken);
  tokens.emplace_back(kEndToken);
  trained.vocab_json = to_json(tokens);
  trained.vocabulary_size = tokens.size();
  return trained;
}

}  // namespace heddle::text
