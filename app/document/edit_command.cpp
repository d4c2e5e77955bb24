#include "document/edit_command.h"

#include <algorithm>

namespace heddle::document {

EditCommand::EditCommand(const QString& text, std::vector<EditStep> steps, quint64 gesture, Apply apply)
    : QUndoCommand(text), steps_(std::move(steps)), gesture_(gesture), apply_(std::move(apply)) {}

void EditCommand::redo() {
  for (const EditStep& step : steps_) apply_(step);
}

void EditCommand::undo() {
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) apply_(inverseOf(*step));
}

bool EditCommand::mergeWith(const QUndoCommand* other) {
  const auto* later = dynamic_cast<const EditCommand*>(other);
  if (later == nullptr || later->gesture_ != gesture_) return false;
  const bool same = steps_.size() == later->steps_.size() &&
                    std::equal(steps_.begin(), steps_.end(), later->steps_.begin(), sameTarget);
  if (same) {
    for (std::size_t i = 0; i < steps_.size(); ++i) absorb(steps_[i], later->steps_[i]);
  } else {
    steps_.insert(steps_.end(), later->steps_.begin(), later->steps_.end());
  }
  setObsolete(std::all_of(steps_.begin(), steps_.end(), changesNothing));
  return true;
}

}  // namespace heddle::document
