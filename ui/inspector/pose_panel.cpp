#include "inspector/pose_panel.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/atomic_file.h"
#include "image/file_bytes.h"
#include "inspector/pose_view.h"
#include "pose/pose_json.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr qint64 kOnePoseGesture = 800;  // milliseconds between key strokes that belong together
constexpr std::uint64_t kPoseBytesMost = std::uint64_t{16} << 20U;

Result<pose::PoseFile> readPose(const QString& path) {
  const std::filesystem::path file = path.toStdString();
  auto bytes = image::read_file_bytes(file, kPoseBytesMost);
  if (!bytes) return forward(bytes);
  return pose::pose_from_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file.filename().string());
}

QString text(const std::string& words) { return QString::fromStdString(words); }

}  // namespace

PosePanel::PosePanel(document::Document& document, graph::NodeId node, const EditorContext& context, QWidget* parent)
    : QWidget(parent),
      document_(document),
      node_(node),
      context_(context),
      view_(new PoseView(this)),
      text_(new QLabel(this)),
      problem_(new QLabel(this)) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, scaled(4), 0, 0);
  rows->setSpacing(scaled(8));
  auto* heading = new QLabel(tr("Pose"), this);
  heading->setProperty("tone", "heading");
  heading->setFont(capitals(heading->font()));
  for (QWidget* row : {static_cast<QWidget*>(heading), static_cast<QWidget*>(view_), static_cast<QWidget*>(text_)})
    rows->addWidget(row);
  auto* grid = new QGridLayout;
  grid->setSpacing(scaled(6));
  grid->addWidget(addButton(tr("Add"), tr("Add a person (Ins)"), &PosePanel::addPerson), 0, 0);
  grid->addWidget(
      mirror_ = addButton(tr("Mirror"), tr("Change the person's left and right (M)"), &PosePanel::mirrorPerson), 0, 1);
  grid->addWidget(
      hide_ = addButton(tr("Hide"), tr("Hide or show the point (H, or a double click)"), &PosePanel::hidePoint), 1, 0);
  grid->addWidget(remove_ = addButton(tr("Remove"), tr("Remove the person (Del)"), &PosePanel::removePerson), 1, 1);
  grid->addWidget(addButton(tr("Open…"), tr("OpenPose's JSON becomes this node's pose"), &PosePanel::askImport), 2, 0);
  grid->addWidget(export_ = addButton(tr("Save…"), tr("OpenPose's JSON, for other programs"), &PosePanel::askExport), 2,
                  1);
  rows->addLayout(grid);
  rows->addWidget(problem_);
  for (QLabel* label : {text_, problem_}) label->setWordWrap(true);
  text_->setProperty("tone", "faint");
  problem_->setProperty("tone", "error");
  problem_->hide();
  view_->setAccessibleName(tr("Pose"));
  view_->setToolTip(
      tr("Drag a point; drag a limb, or a point with Shift, to move the person. Arrow keys move the point, Page Up and "
         "Page Down choose another, with Ctrl another person."));
  connect(view_, &PoseView::poseDragged, this,
          [this] { document_.previewParam(node_, "pose", pose::pose_to_json(view_->pose())); });
  connect(view_, &PoseView::poseCommitted, this, &PosePanel::take);
  connect(view_, &PoseView::dragCancelled, this, [this] {
    if (document_.isPreviewing()) document_.endPreview(document::PreviewEnd::drop);
  });
  connect(view_, &PoseView::selectionChanged, this, &PosePanel::showSelection);
  connect(&document_, &document::Document::paramChanged, this, [this](const document::ParamChange& change) {
    const auto& [id, param, value] = change;
    if (id == node_) return refresh();
    if (std::holds_alternative<graph::FilePath>(value)) refreshBackdrop();
  });
  connect(&document_, &document::Document::linkAdded, this, &PosePanel::refreshBackdrop);
  connect(&document_, &document::Document::linkRemoved, this, &PosePanel::refreshBackdrop);
  refresh();
  refreshBackdrop();
}

PosePanel::~PosePanel() { files_.waitForDone(); }

bool PosePanel::suits(const graph::NodeSpec& spec) { return spec.type == "annotate.pose"; }

bool PosePanel::edits(const graph::NodeSpec& spec, std::string_view param) { return suits(spec) && param == "pose"; }

QPushButton* PosePanel::addButton(const QString& text, const QString& hint, void (PosePanel::*act)()) {
  auto* button = new QPushButton(text, this);
  button->setToolTip(hint);
  button->setAccessibleName(hint);
  button->setAutoDefault(false);
  connect(button, &QPushButton::clicked, this, act);
  return button;
}

void PosePanel::addPerson() { view_->addPerson(); }
void PosePanel::mirrorPerson() { view_->mirrorPerson(); }
void PosePanel::hidePoint() { view_->toggleHidden(); }
void PosePanel::removePerson() { view_->removePerson(); }

std::string PosePanel::poseText() const {
  const graph::ParamValue value = document_.param(node_, "pose");
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

QString PosePanel::fileNamed() const {
  const graph::ParamValue value = document_.param(node_, "file");
  const auto* file = std::get_if<graph::FilePath>(&value);
  return file == nullptr ? QString() : QString::fromStdString(file->path);
}

// The node's own pose, else its file's, else an empty canvas of the size that the map will have.
void PosePanel::refresh() {
  if (document_.node(node_) == nullptr) return;
  const std::string own = poseText();
  if (!own.empty()) {
    shownFile_.clear();
    auto read = pose::pose_from_json(own, "pose");
    if (!read) return report(text(read.error().message));
    report({});
    if (read->pose != view_->pose()) view_->setPose(std::move(read->pose));
    return showSelection();
  }
  const QString file = fileNamed();
  if (!file.isEmpty()) return readShown(file);
  shownFile_.clear();
  const auto side = [this](const QString& name, int other) {
    const graph::ParamValue value = document_.param(node_, name);
    const auto* number = std::get_if<std::int64_t>(&value);
    return number != nullptr && *number > 0 ? static_cast<int>(*number) : other > 0 ? other : 512;
  };
  view_->setPose({side("width", backdrop_.width()), side("height", backdrop_.height()), {}});
  report({});
  showSelection();
}

void PosePanel::readShown(const QString& path) {
  if (path == shownFile_) return;
  shownFile_ = path;
  files_.start([this, path] {
    QMetaObject::invokeMethod(this, [this, path, read = readPose(path)] {
      if (shownFile_ != path || !poseText().empty()) return;
      if (!read) return report(text(read.error().message));
      report({});
      view_->setPose(read->pose);
      showSelection();
    });
  });
}

void PosePanel::refreshBackdrop() {
  if (!context_.reference || document_.node(node_) == nullptr) return;
  context_.reference(node_, [self = QPointer<PosePanel>(this)](const QImage& image) {
    if (self == nullptr) return;
    self->backdrop_ = image.size();
    self->view_->setBackdrop(image);
    self->refresh();
  });
}

void PosePanel::showSelection() {
  const bool hasPeople = !view_->pose().people.empty(), isSelected = view_->selection().has_value();
  for (QPushButton* button : {mirror_, hide_, remove_}) button->setEnabled(isSelected);
  export_->setEnabled(hasPeople);
  const bool isHidden =
      isSelected && !view_->pose().people[view_->selection()->person].points[view_->selection()->point].is_visible;
  hide_->setText(isHidden ? tr("Show") : tr("Hide"));
  if (!hasPeople) return text_->setText(tr("Nobody is in the pose yet. Add a person, or open an OpenPose JSON file."));
  text_->setText(isSelected ? view_->describeSelection() : tr("Drag a point to pose the person."));
}

void PosePanel::take() {
  const std::string json = view_->pose().people.empty() ? std::string() : pose::pose_to_json(view_->pose());
  if (document_.isPreviewing()) {
    document_.previewParam(node_, "pose", json);
    document_.endPreview(document::PreviewEnd::keep);
  } else {
    if (!sinceLast_.isValid() || sinceLast_.elapsed() > kOnePoseGesture) gesture_ = document::Gesture::next();
    document_.setParam(node_, "pose", json, gesture_);
  }
  sinceLast_.start();
}

void PosePanel::report(const QString& problem) {
  problem_->setText(problem);
  problem_->setVisible(!problem.isEmpty());
}

void PosePanel::askImport() {
  if (!context_.pickFile) return;
  context_.pickFile("pose", [self = QPointer<PosePanel>(this)](const QString& path) {
    if (self != nullptr && !path.isEmpty()) self->importFile(path);
  });
}

void PosePanel::importFile(const QString& path) {
  files_.start([this, path] {
    QMetaObject::invokeMethod(this, [this, read = readPose(path)] {
      if (!read) return report(text(read.error().message));
      view_->setPose(read->pose);
      take();
      QStringList notes;
      for (const std::string& note : read->notes) notes << text(note);
      report(notes.join(QLatin1Char('\n')));
    });
  });
}

void PosePanel::askExport() {
  auto* dialog = new QFileDialog(window(), tr("Save the pose"), {}, tr("OpenPose JSON (*.json)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("json");
  connect(dialog, &QFileDialog::fileSelected, this, &PosePanel::exportFile);
  dialog->open();
}

void PosePanel::exportFile(const QString& path) {
  files_.start([this, path, json = pose::pose_to_json(view_->pose())] {
    const auto done = write_file_atomically(path.toStdString(), std::string_view(json));
    const QString problem = done ? QString() : text(done.error().message);
    QMetaObject::invokeMethod(this, [this, problem] { report(problem); });
  });
}

}  // namespace heddle::ui
