// Learns a byte pair encoding from captions and writes it as the two files of a CLIP tokenizer. Used by `heddle train`
// for Bobbin's own vocabulary. Pure functions: any thread. Source: Sennrich et al. 2016, algorithm 1.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "base/result.h"

namespace heddle::text {

struct TrainedBpe {
  std::string
      vocab_json;  // token -> id, in the order of the ids: 256 bytes, 256 bytes that end a word, merges, specials
  std::string merges_txt;  // "#version: 0.2", then one merge a line in the order learnt
  std::size_t vocabulary_size = 0;
};

// The captions' words are cut as the tokenizer cuts them and merged until the vocabulary has `vocabulary_size` entries
// or every word is one token. Of pairs that are equally frequent the alphabetically first is taken, so equal captions
// in any order give equal files. Fails when vocabulary_size is below 514 (the bytes and the two special tokens).
[[nodiscard]] Result<TrainedBpe> train_bpe(std::span<const std::string> captions, std::size_t vocabulary_size);

}  // namespace heddle::text
