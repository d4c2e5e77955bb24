#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>

#include <cmath>

#include "nn/attention.h"
#include "support/test.h"

namespace heddle::nn {
namespace {

constexpr std::int64_t kHeads = 2, kPlaces = 12, kWidth = 16;

Tensor drawn(at::IntArrayRef shape, std::uint64_t seed) {
  return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions(at::kFloat));
}

KeyValue key_value(std::int64_t tokens, std::uint64_t seed) {
  return {drawn({2, tokens, kWidth}, seed), drawn({2, tokens, kWidth}, seed + 100)};
}

const Tensor& query() {
  static const Tensor q = drawn({2, kPlaces, kWidth}, 1);
  return q;
}

Tensor mask(std::uint64_t seed) {
  return at::rand({1, kPlaces, 1}, at::detail::createCPUGenerator(seed), at::TensorOptions(at::kFloat));
}

// softmax(q k^T / sqrt(d)) v in fp64, head by head, as the paper writes it.
Tensor plain_attention(const Tensor& q, const KeyValue& context) {
  std::vector<Tensor> heads;
  const std::int64_t width = kWidth / kHeads;
  for (std::int64_t head = 0; head < kHeads; ++head) {
    const auto part = [&](const Tensor& x) { return x.to(at::kDouble).narrow(2, head * width, width); };
    const Tensor scores = part(q).matmul(part(context.key).transpose(1, 2)) / std::sqrt(static_cast<double>(width));
    heads.push_back(scores.softmax(-1).matmul(part(context.value)));
  }
  return at::cat(heads, 2);
}

double difference(const Tensor& a, const Tensor& b) {
  return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

Tensor attended(const KeyValue& text, const std::vector<ImagePromptTerm>& terms) {
  return decoupled_attention(query(), text, terms, kHeads);
}

TEST_CASE("decoupled attention is the text's attention plus each prompt's, times mask and scale") {
  const KeyValue text = key_value(7, 2), face = key_value(4, 3), style = key_value(16, 4);
  const Tensor place = mask(5);
  const Tensor expected = plain_attention(query(), text) +
                          0.7 * plain_attention(query(), face) * place.to(at::kDouble) +
                          1.4 * plain_attention(query(), style);
  CHECK(difference(attended(text, {{face, 0.7, place}, {style, 1.4, {}}}), expected) < 1e-5);
}

TEST_CASE("without prompts, and with prompts of scale 0, decoupled attention has the bits of plain attention") {
  const KeyValue text = key_value(7, 2), face = key_value(4, 3);
  const Tensor plain = attention(query(), text.key, text.value, kHeads);
  CHECK(at::equal(attended(text, {}), plain));
  CHECK(at::equal(attended(text, {{face, 0.0, {}}}), plain));
  CHECK(at::equal(attended(text, {{face, 0.0, mask(5)}, {key_value(16, 4), 0.0, {}}}), plain));
  CHECK(at::equal(attended(text, {{face, -0.0, {}}}), plain));
}

TEST_CASE("a prompt of scale 0 among others changes no bit of their sum") {
  const KeyValue text = key_value(7, 2);
  const ImagePromptTerm face{key_value(4, 3), 0.6, {}}, style{key_value(16, 4), 0.3, {}},
      none{key_value(4, 5), 0.0, {}};
  CHECK(at::equal(attended(text, {face, none, style}), attended(text, {face, style})));
}

TEST_CASE("prompts are added one after the other in the order given") {
  const KeyValue text = key_value(7, 2);
  const ImagePromptTerm face{key_value(4, 3), 0.6, {}}, style{key_value(16, 4), 0.3, {}};
  const auto added = [](const ImagePromptTerm& term) {
    return attention(query(), term.tokens.key, term.tokens.value, kHeads) * term.scale;
  };
  const Tensor plain = attention(query(), text.key, text.value, kHeads);
  CHECK(difference(attended(text, {face, style}), (plain + added(face)) + added(style)) < 1e-6);
  CHECK(difference(attended(text, {style, face}), (plain + added(style)) + added(face)) < 1e-6);
  CHECK(difference(attended(text, {face, style}), attended(text, {style, face})) < 1e-5);
}

TEST_CASE("a negative scale takes away what a positive one adds") {
  const KeyValue text = key_value(7, 2), face = key_value(4, 3);
  const Tensor plain = attention(query(), text.key, text.value, kHeads);
  const Tensor added = attended(text, {{face, 0.8, {}}}) - plain, taken = attended(text, {{face, -0.8, {}}}) - plain;
  CHECK(difference(added, taken.neg()) < 1e-6);
  CHECK(added.abs().max().item<double>() > 0.1);
}

TEST_CASE("a mask keeps a prompt out of the places where it is 0, and whole where it is 1") {
  const KeyValue text = key_value(7, 2), face = key_value(4, 3);
  Tensor left = at::zeros({1, kPlaces, 1});
  left.narrow(1, 0, kPlaces / 2).fill_(1);
  const Tensor out = attended(text, {{face, 0.8, left}}), plain = attention(query(), text.key, text.value, kHeads);
  const Tensor everywhere = attended(text, {{face, 0.8, {}}});
  CHECK(at::equal(out.narrow(1, kPlaces / 2, kPlaces / 2), plain.narrow(1, kPlaces / 2, kPlaces / 2)));
  CHECK(at::equal(out.narrow(1, 0, kPlaces / 2), everywhere.narrow(1, 0, kPlaces / 2)));
  CHECK(at::equal(attended(text, {{face, 0.8, at::ones({1, kPlaces, 1})}}), everywhere));
}

TEST_CASE("a prompt of one item serves the whole batch") {
  const KeyValue text = key_value(7, 2);
  const KeyValue one{drawn({1, 4, kWidth}, 6), drawn({1, 4, kWidth}, 7)};
  const KeyValue repeated{one.key.expand({2, 4, kWidth}).contiguous(), one.value.expand({2, 4, kWidth}).contiguous()};
  CHECK(at::equal(attended(text, {{one, 0.5, {}}}), attended(text, {{repeated, 0.5, {}}})));
}

}  // namespace
}  // namespace heddle::nn
