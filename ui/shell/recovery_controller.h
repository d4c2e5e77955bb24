// RecoveryController: reports failures in one notice, with buttons that repair them: failed nodes, a dead engine,
// missing images, damaged files, lost work. Used by the main window. Window thread only.
#pragma once

#include <QObject>
#include <vector>

#include "document/document_file.h"
#include "session/job.h"
#include "shell/quick_fix.h"
#include "support/notice_bar.h"

namespace heddle::ui {

struct WindowContext;
class GraphWorkspace;
class ImageController;

class RecoveryController final : public QObject {
  Q_OBJECT
 public:
  RecoveryController(const WindowContext& context, GraphWorkspace& workspace, ImageController& images,
                     NoticeBar& notices);

  // Empty where the node has not failed, or nothing repairs it.
  [[nodiscard]] QuickFix quickFixOf(graph::NodeId node) const;
  void applyQuickFix(graph::NodeId node);
  // Offers what a crashed program left.
  void offerLostWork();

 Q_SIGNALS:
  void settingsRequested();
  void logRequested();

 private:
  void onJobEnded(session::JobId id);
  void offerClassical(graph::NodeId node, std::vector<NoticeAction>& actions);
  void onEngineDied(const QString& reason);
  void offerAnotherEngine(const QString& reason);
  void offerMissingImages();
  void offerRecovery(const QString& path, const QString& message, const std::vector<document::RecoveryChoice>& choices);
  void chooseFileFor(const QuickFix::Place& place);
  void runOnCpu();
  [[nodiscard]] bool isOnCpu() const;

  const WindowContext& context_;
  GraphWorkspace& workspace_;
  ImageController& images_;
  NoticeBar& notices_;
};

}  // namespace heddle::ui
