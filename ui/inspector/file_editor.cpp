#include "inspector/file_editor.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "graph/image_refs.h"
#include "support/icons.h"
#include "support/theme.h"

namespace heddle::ui {

FileEditor::FileEditor(const graph::ParamSpec& spec, const EditorContext& context, QWidget* parent)
    : ParamEditor(parent),
      context_(context),
      kind_(QString::fromStdString(spec.file_kind)),
      label_(new QLabel(this)),
      field_(new QLineEdit(this)),
      browse_(new QToolButton(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(4));
  rows->addWidget(label_);
  auto* row = new QHBoxLayout;
  row->setSpacing(scaled(4));
  row->addWidget(field_, 1);
  row->addWidget(browse_);
  rows->addLayout(row);
  const bool isOneFile =
      kind_ == "pose" || kind_ == "latents" || kind_ == "lora" || kind_ == "embedding" || kind_ == "annotator";
  field_->setPlaceholderText(kind_ == "image" ? tr("Drop a picture here")
                             : isOneFile      ? tr("A file")
                                              : tr("bobbin, a file or a folder"));
  browse_->setProperty("kind", "quiet");
  browse_->setIcon(icon(kind_ == "image" ? "picture" : "folder"));
  browse_->setIconSize({scaled(16), scaled(16)});
  browse_->setToolTip(tr("Choose a file…"));
  browse_->setAccessibleName(tr("Choose a file"));
  setAcceptDrops(true);
  connect(field_, &QLineEdit::editingFinished, this, [this] { choose(field_->text().trimmed()); });
  connect(browse_, &QToolButton::clicked, this, [this] {
    if (!context_.pickFile) return;
    context_.pickFile(kind_, [self = QPointer<FileEditor>(this)](const QString& path) {
      if (self != nullptr && !path.isEmpty()) self->choose(path);
    });
  });
}

void FileEditor::setValue(const graph::ParamValue& value) {
  const auto* file = std::get_if<graph::FilePath>(&value);
  if (file == nullptr) return;
  path_ = QString::fromStdString(file->path);
  const bool isEmbedded = graph::image_hash_in(file->path).has_value();
  field_->setText(isEmbedded ? tr("inside this document") : path_);
  field_->setReadOnly(isEmbedded);
  field_->setToolTip(path_);
  field_->setCursorPosition(0);
}

void FileEditor::setLabel(const QString& text) {
  label_->setText(text);
  field_->setAccessibleName(text);
}

void FileEditor::choose(const QString& path) {
  if (path == path_ || (field_->isReadOnly() && path == field_->text())) return;
  setValue(graph::FilePath{path.toStdString()});
  Q_EMIT valueCommitted(graph::FilePath{path.toStdString()});
}

void FileEditor::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (urls.size() == 1 && urls.front().isLocalFile()) event->acceptProposedAction();
}

void FileEditor::dropEvent(QDropEvent* event) {
  choose(event->mimeData()->urls().front().toLocalFile());
  event->acceptProposedAction();
}

}  // namespace heddle::ui
