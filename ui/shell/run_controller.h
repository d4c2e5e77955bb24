// RunController: turns the document into jobs, on command and when a value changes that needs no new encoding. Used by
// the main window. Window thread only.
#pragma once

#include <QObject>

#include "document/document.h"
#include "session/branch.h"
#include "session/run_queue.h"

namespace heddle::ui {

class RunController final : public QObject {
  Q_OBJECT
 public:
  RunController(document::Document& document, session::RunQueue& queue, QObject* parent = nullptr);

  void run();
  void runFirst();
  void setLive(bool live) { isLive_ = live; }
  [[nodiscard]] bool isLive() const { return isLive_; }
  // From now on runs are branches: they go on from a step of another run as far as they can. Runs at once where the
  // document differs from that run already, and says so. Nothing: runs are whole again.
  bool setBranch(std::optional<session::Branch> from);
  [[nodiscard]] int branchStep() const { return branch_ ? branch_->step : 0; }  // 0: runs are whole
  // Why the document cannot run now, in the user's words; empty where it can.
  [[nodiscard]] QString objection() const;

 Q_SIGNALS:
  void aboutToRun();  // the journal is written before each run
  void refused(const QString& text);
  void branchChanged(int step);
  void branchLeft(const QString& text);  // a change was made that no branch can have

 private:
  session::RunRequest request();
  void onParamChanged(graph::NodeId node, const QString& param);

  document::Document& document_;
  session::RunQueue& queue_;
  std::optional<session::Branch> branch_;
  bool isLive_ = true;
  bool hasRun_ = false;  // a document that was never run does not start by a slider
};

}  // namespace heddle::ui
