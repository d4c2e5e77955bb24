// EditCommand: one entry of the undo stack, a list of steps. Steps of one gesture (a drag) merge into one entry.
// Used by Document, which gives it the Editor that changes the graph. Thread rule: window's thread.
#pragma once

#include <QUndoCommand>
#include <functional>
#include <vector>

#include "document/edit_step.h"

namespace heddle::document {

class EditCommand final : public QUndoCommand {
 public:
  using Apply = std::function<void(const EditStep&)>;

  // `gesture` 0 merges with nothing.
  EditCommand(const QString& text, std::vector<EditStep> steps, quint64 gesture, Apply apply);

  void redo() override;
  void undo() override;
  int id() const override { return gesture_ == 0 ? -1 : 1; }
  bool mergeWith(const QUndoCommand* other) override;

 private:
  std::vector<EditStep> steps_;
  quint64 gesture_;
  Apply apply_;
};

}  // namespace heddle::document
