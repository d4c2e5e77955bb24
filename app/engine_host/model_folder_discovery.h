// Finds the folders where other tools keep models on this machine, recognised by their layout and not by their name, so
// that the first start can offer them. Used by the library calls. Thread rule: any thread; may block on a dead drive.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace heddle::engine_host {

enum class ModelLayout { none, comfyui, a1111, stability_matrix, diffusers };
[[nodiscard]] std::string_view to_string(ModelLayout layout);

struct ModelPlace {
  std::filesystem::path path;  // the folder that holds models: "…/ComfyUI/models"
  ModelLayout layout = ModelLayout::none;
};

// Whether `folder` is a tool's folder, or the `models` folder of one; the path is what should be listed.
[[nodiscard]] ModelPlace place_at(const std::filesystem::path& folder);

// Reports each place once: in the user's folder, in the usual folders in it, and in the drives that are mounted.
void find_places(const std::filesystem::path& home, const std::stop_token& stop,
                 const std::function<void(const ModelPlace&)>& found);

}  // namespace heddle::engine_host
