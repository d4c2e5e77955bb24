// Sample: the images and the numbers that one caption, reference or data set image gave. Kept as one small JSON file
// each, so that a run can resume. Used by the experiments and evaluate. A value.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace heddle::evaluation {

struct SampleImage {
  std::string file;     // from the report's folder
  std::string caption;  // the label below the image
};

struct Sample {
  std::string title;                     // the caption, or the reference's name
  std::vector<SampleImage> images;       // in the order in which they are shown
  std::map<std::string, double> scores;  // by name; shares of pictures are 0 to 1

  // NaN where there is no such score.
  [[nodiscard]] double score(const std::string& name) const;
};

Json to_json(const Sample& sample);
// Failure: not a sample's JSON; `what` names the file.
Result<Sample> sample_from(const Json& json, const std::string& what);

}  // namespace heddle::evaluation
