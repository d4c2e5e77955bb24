#include "pipeline/attention_maps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace heddle::pipeline {

namespace {

constexpr std::string_view kWordEnd = "</w>";

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

Tensor rows_of(const Tensor& x, std::int64_t first, std::int64_t count) {
  return x.size(0) > count ? x.narrow(0, first, count) : x;
}

Tensor on_cpu(const Tensor& x) { return x.to(at::kCPU, at::kFloat).contiguous(); }

const Tensor& chosen_of(const AttentionRecord& record, const AttentionChoice& choice) {
  static const Tensor none;
  if (choice.kind == AttentionKind::words) return record.words;
  if (choice.kind == AttentionKind::shares) return record.shares;
  return choice.reference < record.references.size() ? record.references[choice.reference] : none;
}

}  // namespace

std::size_t AttentionMaps::bytes() const {
  std::size_t sum = 0;
  for (const AttentionRecord& record : records) {
    sum += static_cast<std::size_t>(record.words.nbytes() + record.shares.nbytes());
    for (const Tensor& reference : record.references) {
      if (reference.defined()) sum += static_cast<std::size_t>(reference.nbytes());
    }
  }
  return sum;
}

void AttentionRecorder::begin_call(int step, std::int64_t first_row, std::int64_t rows,
                                   std::vector<std::size_t> references) {
  step_ = step;
  first_row_ = first_row;
  rows_ = rows;
  references_ = std::move(references);
  layer_ = 0;
}

void AttentionRecorder::see(const Tensor& query, const nn::KeyValue& text, std::span<const nn::ImagePromptTerm> prompts,
                            std::int64_t heads, const std::vector<Tensor>& parts) {
  AttentionRecord record{step_, layer_++, maps_.height, maps_.width, {}, {}, {}};
  while (record.height * record.width > query.size(1)) {
    record.height = (record.height + 1) / 2;
    record.width = (record.width + 1) / 2;
  }
  const Tensor asking = rows_of(query, first_row_, rows_);
  const auto map_of = [&](const Tensor& key) {
    return on_cpu(nn::attention_map(asking, rows_of(key, first_row_, rows_), heads));
  };
  record.words = map_of(text.key);
  maps_.tokens.resize(static_cast<std::size_t>(record.words.size(2)));  // what was appended to the text has no name
  record.references.resize(maps_.references);
  const auto length_of = [&](const Tensor& part) {
    return at::linalg_vector_norm(rows_of(part, first_row_, rows_), 2, {-1}, false, at::kFloat);
  };
  std::vector<Tensor> lengths(1 + maps_.references);
  lengths[0] = length_of(parts[0]);
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    const std::size_t reference = references_[i];
    if (!parts[i + 1].defined() || reference >= maps_.references) continue;
    if (!record.references[reference].defined()) record.references[reference] = map_of(prompts[i].tokens.key);
    Tensor& length = lengths[1 + reference];
    length = length.defined() ? length + length_of(parts[i + 1]) : length_of(parts[i + 1]);
  }
  for (Tensor& length : lengths) {
    if (!length.defined()) length = at::zeros_like(lengths[0]);
  }
  const Tensor all = at::stack(lengths, -1);
  record.shares = on_cpu(all / all.sum(-1, true).clamp_min(1e-20));
  maps_.records.push_back(std::move(record));
}

Result<Tensor> mean_map(const AttentionMaps& maps, const AttentionChoice& choice) {
  struct Sum {
    Tensor sum;
    std::int64_t height = 0, width = 0, count = 0;
  };
  std::map<std::int64_t, Sum> sums;  // by the grid's size: maps of one grid are enlarged together
  const int last = choice.steps < 0 ? maps.steps : choice.first_step + choice.steps;
  for (const AttentionRecord& record : maps.records) {
    const Tensor& map = chosen_of(record, choice);
    const bool is_chosen = map.defined() && record.step >= choice.first_step && record.step < last &&
                           maps.layers[record.layer].find(choice.layers) != std::string::npos;
    if (!is_chosen) continue;
    if (choice.image >= map.size(0)) {
      return fail(ErrorKind::invalid_input, "[attention] there are maps of {} pictures, none of picture {}",
                  map.size(0), choice.image + 1);
    }
    Sum& sum = sums[record.height * record.width];
    sum.sum = sum.sum.defined() ? sum.sum + map[choice.image] : map[choice.image];
    sum.height = record.height;
    sum.width = record.width;
    ++sum.count;
  }
  if (sums.empty()) {
    if (choice.kind == AttentionKind::reference && choice.reference >= maps.references) {
      return fail(ErrorKind::invalid_input, "[attention] there are {} image prompts, none is number {}",
                  maps.references, choice.reference + 1);
    }
    return fail(
        ErrorKind::invalid_input,
        "[attention] no layer or step is chosen: layers '{}', steps from {}; the layers are named '{}' and so on",
        choice.layers, choice.first_step, maps.layers.empty() ? std::string() : maps.layers.front());
  }
  Tensor total;
  std::int64_t count = 0;
  for (const auto& [size, sum] : sums) {
    const Tensor image = sum.sum.view({sum.height, sum.width, -1}).permute({2, 0, 1}).unsqueeze(0);
    const Tensor grown = at::upsample_bilinear2d(image, {maps.height, maps.width}, /*align_corners=*/false)[0];
    total = total.defined() ? total + grown : grown;
    count += sum.count;
  }
  return (total / static_cast<double>(count)).permute({1, 2, 0}).contiguous();
}

std::string shown_token(const std::string& token) {
  if (token == "<|startoftext|>") return "<start>";
  if (token == "<|endoftext|>") return "<end>";
  return token.ends_with(kWordEnd) ? token.substr(0, token.size() - kWordEnd.size()) : token;
}

std::vector<std::int64_t> tokens_of_word(const AttentionMaps& maps, const std::string& word) {
  std::vector<std::int64_t> places;
  const std::string wanted = lower(word);
  for (std::size_t first = 0; first < maps.tokens.size(); ++first) {
    std::string joined;
    for (std::size_t last = first; last < maps.tokens.size() && joined.size() < wanted.size(); ++last) {
      joined += lower(maps.tokens[last]);
      if (joined != wanted) continue;
      for (std::size_t place = first; place <= last; ++place) places.push_back(static_cast<std::int64_t>(place));
      first = last;
    }
  }
  return places;
}

}  // namespace heddle::pipeline
