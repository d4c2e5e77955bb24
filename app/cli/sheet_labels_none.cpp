// The labels of a contact sheet in a build without OpenCV: there are none.
#include "sheet_labels.h"

namespace heddle::cli {

bool can_draw_labels() { return false; }

image::Image labelled(const image::Image& image, const std::string& /*words*/, std::size_t /*number*/) { return image; }

}  // namespace heddle::cli
