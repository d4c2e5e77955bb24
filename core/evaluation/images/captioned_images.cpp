#include "evaluation/images/captioned_images.h"

#include <fstream>
#include <map>
#include <utility>

#include "base/json.h"
#include "base/printable.h"
#include "scenes/random.h"

namespace heddle::evaluation {

namespace {

namespace fs = std::filesystem;
using ByName = std::map<std::string, std::vector<std::string>>;

// A caption file names images of its folder; paths outside of it are refused.
bool is_inside(const fs::path& name) {
  if (name.empty() || name.is_absolute()) return false;
  for (const fs::path& part : name) {
    if (part == "..") return false;
  }
  return true;
}

Failure bad(const fs::path& file, const char* what) {
  return fail(ErrorKind::invalid_input,
              "[coco.read] '{}' {}; it must be COCO's captions ({{\"images\": [{{\"id\", \"file_name\"}}], "
              "\"annotations\": [{{\"image_id\", \"caption\"}}]}}) or a list [{{\"image_file\", \"text\"}}]",
              printable(file.string()), what);
}

const std::string* text_in(const Json& object, const char* key) {
  const Json* value = find_member(object, key);
  return value != nullptr && value->is_string() ? value->get_ptr<const std::string*>() : nullptr;
}

Result<ByName> read_list(const Json& list, const fs::path& file) {
  ByName found;
  for (const Json& metric : list) {
    const std::string *name = text_in(metric, "image_file"), *text = text_in(metric, "text");
    if (name == nullptr || text == nullptr) return bad(file, "has a row without image_file or text");
    found[*name].push_back(*text);
  }
  return found;
}

Result<ByName> read_coco(const Json& json, const fs::path& file) {
  const Json *images = find_member(json, "images"), *annotations = find_member(json, "annotations");
  if (images == nullptr || annotations == nullptr || !images->is_array() || !annotations->is_array())
    return bad(file, "lacks images or annotations");
  std::map<std::int64_t, std::string> names;
  for (const Json& metric : *images) {
    const Json* id = find_member(metric, "id");
    const std::string* name = text_in(metric, "file_name");
    if (id == nullptr || !id->is_number_integer() || name == nullptr)
      return bad(file, "has an image without id or file_name");
    names[id->get<std::int64_t>()] = *name;
  }
  ByName found;
  for (const Json& metric : *annotations) {
    const Json* id = find_member(metric, "image_id");
    const std::string* text = text_in(metric, "caption");
    if (id == nullptr || !id->is_number_integer() || text == nullptr)
      return bad(file, "has an annotation without image_id or caption");
    if (const auto name = names.find(id->get<std::int64_t>()); name != names.end())
      found[name->second].push_back(*text);
  }
  return found;
}

}  // namespace

Result<std::vector<CaptionedImage>> read_captioned_images(const fs::path& captions, const fs::path& folder) {
  std::ifstream stream(captions, std::ios::binary);
  std::error_code error;
  if (!stream || !fs::is_regular_file(captions, error)) {
    return fail(ErrorKind::not_found,
                "[coco.read] '{}' cannot be opened; name the captions' JSON in the recipe ([data] captions)",
                printable(captions.string()));
  }
  auto json = parse_json(std::string(std::istreambuf_iterator<char>(stream), {}), captions.string());
  if (!json) return forward(json);
  if (!json->is_array() && !json->is_object()) return bad(captions, "is neither");
  auto found = json->is_array() ? read_list(*json, captions) : read_coco(*json, captions);
  if (!found) return forward(found);
  std::vector<CaptionedImage> images;
  for (auto& [name, texts] : *found) {
    if (!is_inside(name))
      return fail(ErrorKind::invalid_input, "[coco.read] '{}' names '{}', which leads out of the folder of pictures",
                  printable(captions.string()), printable(name));
    images.push_back({folder / name, std::move(texts)});
  }
  if (images.empty()) return bad(captions, "names no picture with a caption");
  return images;
}

void shuffle(std::vector<CaptionedImage>& images, std::uint64_t seed) {
  scenes::Dice dice(seed, /*stream=*/0xc0c0);
  for (std::size_t left = images.size(); left > 1; --left) {
    std::swap(images[left - 1], images[static_cast<std::size_t>(dice.below(static_cast<int>(left)))]);
  }
}

}  // namespace heddle::evaluation
