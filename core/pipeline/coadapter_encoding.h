// From T2I-Adapters with their maps, and styles with their pictures, to the one term that CoAdapter's fuser makes of
// them. Used by the CoAdapter nodes. Thread rule: free functions, any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/coadapter_term.h"
#include "pipeline/control_encoding.h"
#include "pipeline/style_encoding.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

// What an adapter's file is made for, from its name, "coadapter-canny-sd15v1": tensors do not say. `task` names it
// where the file's name does not; "auto": it does. Failure: a file of the T2I-Adapters that work alone, or an unknown
// name.
Result<models::CoTask> co_task_of(const std::string& file_name, const std::string& task);

Result<adapters::CoCondition> co_condition(const T2IModel& adapter, const T2IRequest& request, models::CoTask task,
                                           double weight);
Result<adapters::CoCondition> co_condition(const ImageEncoder& encoder, const StyleModel& style,
                                           const image::Image& image, const FitRequest& fit, double weight);

// Failure: no condition, or one of other widths than the fuser's.
Result<std::shared_ptr<const adapters::ConditioningTerm>> coadapter_term(const CoAdapterModel& fuser,
                                                                         std::vector<adapters::CoCondition> conditions);

}  // namespace heddle::pipeline
