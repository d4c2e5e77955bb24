// ReferenceSource: the image that flows into a node's image input, as far as the window has it: the file that an image
// node names, or the last run's result. Used by the shell for the inspector's crop. Thread rule: the window's thread; a
// worker decodes files.
#pragma once

#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <functional>

#include "document/document.h"
#include "document/document_file.h"
#include "session/run_states.h"

namespace heddle::ui {

class ReferenceSource final : public QObject {
 public:
  using Then = std::function<void(QImage)>;

  ReferenceSource(document::Document& document, document::DocumentFile& file, const session::RunStates& states,
                  QObject* parent = nullptr);
  ~ReferenceSource() override;

  // `then` receives a null image where there is none; at once, or when the worker is done.
  void ask(graph::NodeId node, Then then);
  // The node whose picture `node` takes.
  [[nodiscard]] std::optional<graph::NodeId> sourceOf(graph::NodeId node) const;

 private:
  void decode(const QString& path, Then then);

  document::Document& document_;
  document::DocumentFile& file_;
  const session::RunStates& states_;
  QString lastPath_;  // its image is kept: the same node is shown often
  QImage last_;
  QThreadPool files_;
};

}  // namespace heddle::ui
