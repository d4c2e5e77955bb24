// What is known of finished images beside their pixels, as it is written into their files: one JSON object each. Used
// by the nodes inpaint.finish, which makes them, and image.save. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

namespace heddle::pipeline {

struct ImageFacts {
  std::vector<std::string> json;  // of each image, in their order
};

}  // namespace heddle::pipeline
