// PosePanel: the pose editor of an annotate.pose node: the skeletons, buttons for what can be done with them, and
// OpenPose's JSON in and out. Used by the inspector. Thread rule: the window's thread; a worker reads and writes files.
#pragma once

#include <QElapsedTimer>
#include <QThreadPool>
#include <QWidget>
#include <string_view>

#include "document/document.h"
#include "inspector/param_editor.h"

class QLabel;
class QPushButton;

namespace heddle::ui {

class PoseView;

class PosePanel final : public QWidget {
  Q_OBJECT
 public:
  PosePanel(document::Document& document, graph::NodeId node, const EditorContext& context, QWidget* parent = nullptr);
  ~PosePanel() override;

  [[nodiscard]] static bool suits(const graph::NodeSpec& spec);
  // Whether the panel edits this parameter, so that it needs no row of its own.
  [[nodiscard]] static bool edits(const graph::NodeSpec& spec, std::string_view param);

  // A file of OpenPose's JSON becomes the node's own pose. A file that is none is reported in the panel.
  void importFile(const QString& path);
  void exportFile(const QString& path);

 private:
  QPushButton* addButton(const QString& text, const QString& hint, void (PosePanel::*act)());
  void addPerson();
  void mirrorPerson();
  void hidePoint();
  void removePerson();
  void askImport();
  void askExport();
  void refresh();
  void refreshBackdrop();
  void showSelection();
  void take();
  void report(const QString& problem);
  [[nodiscard]] std::string poseText() const;
  [[nodiscard]] QString fileNamed() const;
  void readShown(const QString& path);

  document::Document& document_;
  graph::NodeId node_;
  EditorContext context_;
  PoseView* view_;
  QLabel* text_;
  QLabel* problem_;
  QPushButton* mirror_;
  QPushButton* hide_;
  QPushButton* remove_;
  QPushButton* export_;
  QString shownFile_;  // whose pose is shown, while the node has none of its own
  QSize backdrop_;
  document::Gesture gesture_;
  QElapsedTimer sinceLast_;
  QThreadPool files_;
};

}  // namespace heddle::ui
