#include "weights/embedding_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/printable.h"
#include "weights/family.h"
#include "weights/layouts/expected_tensors.h"
#include "weights/open_tensor_file.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kParameters = "string_to_param.";  // A1111: {"*": vectors}
constexpr std::string_view kVectors = "emb_params";
constexpr std::size_t kMostWords = 100;  // of one file

std::optional<EmbeddingVectors> vectors_of(const WeightRef& ref) {
  if (ref.shape.empty() || ref.shape.size() > 2 || !is_floating(ref.entry->dtype)) return std::nullopt;
  return EmbeddingVectors{ref, ref.shape.size() == 2 ? ref.shape[0] : 1, ref.shape.back()};
}

Failure no_embedding(const EmbeddingFile& embedding, const WeightMap& file) {
  const Signature signature = signature_of(file);
  const bool is_known = signature.kind != FileKind::unknown && signature.kind != FileKind::textual_inversion;
  return fail(ErrorKind::invalid_input, "[embedding.open] '{}' is no textual inversion; {}", embedding.name(),
              is_known ? "it is: " + describe(signature) : "it has no vectors of words");
}

// The words that the keys with a prefix name: "*", where there is one, stands for the file's name, as A1111 reads it.
std::vector<std::pair<std::string, const WeightRef*>> keyed_words(const WeightMap& file, std::string_view prefix) {
  std::vector<std::pair<std::string, const WeightRef*>> words;
  for (const auto& [key, ref] : file.table()) {
    if (!key.starts_with(prefix)) continue;
    std::string word = key.substr(prefix.size());
    const auto place = word == "*" ? words.begin() : words.end();
    words.emplace(place, std::move(word), &ref);
  }
  return words;
}

// Whether a file of several tensors can be words and their vectors, all for one text encoder.
bool holds_words(const WeightMap& file) {
  const Signature signature = signature_of(file);
  if (file.empty() || file.size() > kMostWords ||
      (signature.kind != FileKind::unknown && signature.kind != FileKind::textual_inversion))
    return false;
  return std::ranges::all_of(file.table(), [&](const auto& entry) {
    const auto vectors = vectors_of(entry.second);
    return vectors && vectors->width == file.table().begin()->second.shape.back() && vectors->count <= kMostVectors;
  });
}

// The first word is the file's, the others stand for themselves.
Result<void> take_words(const std::vector<std::pair<std::string, const WeightRef*>>& words, const WeightMap& file,
                        EmbeddingFile& embedding) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto vectors = vectors_of(*words[i].second);
    if (!vectors) return no_embedding(embedding, file);
    embedding.others.push_back({words[i].first, *vectors});
  }
  return {};
}

// The tensors that hold vectors, and the token, by the form of the file.
Result<void> find_vectors(const WeightMap& file, const Metadata& metadata, EmbeddingFile& embedding) {
  std::vector<const WeightRef*> found;
  if (file.has_prefix(kParameters)) {
    const auto words = keyed_words(file, kParameters);
    found.push_back(words.front().second);
    if (const auto name = metadata.find("name"); name != metadata.end()) embedding.token = name->second;
    if (words.size() > 1 && words.front().first != "*") embedding.token = words.front().first;
    if (auto taken = take_words(words, file, embedding); !taken) return taken;
  } else if (const WeightRef* vectors = file.find(kVectors)) {
    found.push_back(vectors);
  } else if (file.contains("clip_l") || file.contains("clip_g")) {
    embedding.is_sdxl = file.contains("clip_g");
    for (const char* name : {"clip_l", "clip_g"}) {
      if (const WeightRef* part = file.find(name)) found.push_back(part);
    }
  } else if (file.size() == 1 || holds_words(file)) {  // diffusers: {"<token>": vectors}
    const auto words = keyed_words(file, "");
    found.push_back(words.front().second);
    embedding.token = words.front().first;
    if (auto taken = take_words(words, file, embedding); !taken) return taken;
  }
  for (const WeightRef* ref : found) {
    const auto vectors = vectors_of(*ref);
    if (!vectors) return no_embedding(embedding, file);
    embedding.vectors.push_back(*vectors);
  }
  if (embedding.vectors.empty()) return no_embedding(embedding, file);
  return {};
}

std::string embedding_family_text(const EmbeddingFile& file) {
  const std::int64_t width = file.vectors.front().width;
  const Family family = file.is_sdxl || width == 1280 ? Family::sdxl : family_of_context(width);
  if (file.vectors.size() > 1)
    return fmt::format("{} (vectors of {} and {})", to_string(family), width, file.vectors.back().width);
  if (family == Family::unknown) return fmt::format("text encoders of {}", width);
  return fmt::format("{} (vectors of {})", to_string(family), width);
}

}  // namespace

std::string EmbeddingFile::name() const { return printable(path.filename().string()); }

Result<EmbeddingFile> read_embedding(const fs::path& path, const WeightMap& file, const Metadata& metadata) {
  EmbeddingFile embedding;
  embedding.path = path;
  if (auto found = find_vectors(file, metadata, embedding); !found) return forward(found);
  for (const EmbeddingVectors& vectors : embedding.vectors) {
    if (vectors.count >= 1 && vectors.count <= kMostVectors && vectors.width >= 1) continue;
    return fail(ErrorKind::invalid_input, "[embedding.open] '{}' is {}: a textual inversion has 1 to {} vectors",
                embedding.name(), layouts::shape_text(vectors.ref.shape), kMostVectors);
  }
  for (const EmbeddingWord& word : embedding.others) {
    if (word.vectors.count >= 1 && word.vectors.count <= kMostVectors &&
        word.vectors.width == embedding.vectors.front().width)
      continue;
    return fail(ErrorKind::invalid_input,
                "[embedding.open] '{}' holds several words, and '{}' is {}: all have 1 to {} vectors of one width",
                embedding.name(), printable(word.token), layouts::shape_text(word.vectors.ref.shape), kMostVectors);
  }
  return embedding;
}

std::vector<std::string> words_of(const EmbeddingFile& file) {
  std::vector<std::string> words = {file.token.empty() ? file.path.stem().string() : file.token};
  for (const EmbeddingWord& word : file.others) words.push_back(word.token);
  return words;
}

Result<EmbeddingFile> open_embedding(const fs::path& path) {
  auto file = open_tensor_file(path);
  if (!file) return forward(file);
  return read_embedding(path, all_weights(*file), (*file)->metadata());
}

Result<EmbeddingVectors> vectors_for(const EmbeddingFile& file, std::int64_t width) {
  const auto found = std::ranges::find(file.vectors, width, &EmbeddingVectors::width);
  if (!file.is_sdxl && found != file.vectors.end()) return *found;
  const Family ours = family_of_context(width);
  return fail(ErrorKind::invalid_input,
              "[embedding.apply] '{}' was made for {}, but this model's text encoder is {} wide{}; choose "
              "one for the model's family",
              file.name(), embedding_family_text(file), width,
              ours == Family::unknown ? "" : fmt::format(" ({})", to_string(ours)));
}

}  // namespace heddle::weights
