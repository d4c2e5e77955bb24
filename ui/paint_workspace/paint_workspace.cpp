#include "paint_workspace/paint_workspace.h"

#include <QAction>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMimeData>
#include <QScrollArea>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "document/document_images.h"
#include "document/project_file.h"
#include "image/read_image.h"
#include "image/write_image.h"
#include "paint/layer_edits.h"
#include "paint_workspace/brush_fields.h"
#include "paint_workspace/layer_list.h"
#include "paint_workspace/paint_panel.h"
#include "paint_workspace/tool_column.h"
#include "paint_workspace/variant_bar.h"
#include "session/engine_event.h"
#include "support/icons.h"
#include "support/notice_bar.h"
#include "support/theme.h"
#include "workspace/window_context.h"

namespace heddle::ui {

namespace {

constexpr double kTurn = 15;  // degrees

}  // namespace

PaintWorkspace::PaintWorkspace(const WindowContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      journal_(canvas_, context.journalFolders),
      work_(canvas_),
      hand_(canvas_, work_),
      runner_(context, canvas_),
      tools_(new ToolColumn(this)),
      view_(new CanvasView(canvas_, hand_, this)),
      variants_(new VariantBar(canvas_, this)),
      panel_(new PaintPanel(canvas_, this)),
      notices_(new NoticeBar(this)) {
  setAcceptDrops(true);
  files_.setMaxThreadCount(1);
  makeTools();
  layOut();
  connectParts();
  connectRunner();
  QTimer::singleShot(0, this, &PaintWorkspace::lookForLost);
}

PaintWorkspace::~PaintWorkspace() {
  files_.waitForDone();
  delete view_;  // before the canvas that it shows
}

void PaintWorkspace::layOut() {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  auto* centre = new QVBoxLayout;
  centre->setSpacing(0);
  centre->addWidget(notices_);
  centre->addWidget(view_, 1);
  centre->addWidget(variants_);
  auto* scroll = new QScrollArea(this);  // a low window has no room for all tools
  scroll->setWidget(tools_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFixedWidth(scaled(72));
  row->addWidget(scroll);
  row->addLayout(centre, 1);
  row->addWidget(panel_);
}

// The picture keeps most of the room; the variant bar becomes two rows where it is narrow and high.
void PaintWorkspace::resizeEvent(QResizeEvent* event) {
  panel_->setFixedWidth(std::clamp(width() * 38 / 100, scaled(150), scaled(284)));
  variants_->setNarrow(width() - panel_->width() < scaled(460) && height() > scaled(260));
  QWidget::resizeEvent(event);
}

QSize PaintWorkspace::minimumSizeHint() const { return {scaled(240), scaled(96)}; }

const std::vector<QAction*>& PaintWorkspace::actions() const { return tools_->actions(); }

void PaintWorkspace::makeTools() {
  tools_->addTools(PaintTool::brush);
  tools_->addGap();
  // Undo by keys and menu is the window's, which acts on this stack while the page is shown.
  QAction* back = canvas_.undoStack()->createUndoAction(this, tr("Undo"));
  back->setObjectName("paint.undo");
  back->setIcon(icon("undo"));
  tools_->addButton(back);
  QAction* again = canvas_.undoStack()->createRedoAction(this, tr("Redo"));
  again->setObjectName("paint.redo");
  again->setIcon(icon("redo"));
  tools_->addButton(again);
  tools_->addAction("swap", tr("Swap values and colours"), "recycle", Qt::Key_X, [this] { panel_->brush().swap(); });
  tools_->addAction("fit", tr("Fit the canvas"), "fit", Qt::Key_F, [this] { view_->fit(); });
  tools_->addAction("mirror", tr("Mirror the view"), "flip", QKeySequence("Shift+M"),
                    [this] { view_->setMirrored(!view_->isMirrored()); });
  tools_->addAction("rotate", tr("Turn the view right"), "rotate", Qt::Key_R, [this] { view_->rotateBy(kTurn); });
  tools_->addAction(
      "rotate_back", tr("Turn the view left"), "", QKeySequence("Shift+R"), [this] { view_->rotateBy(-kTurn); }, false);
  tools_->addAction(
      "upright", tr("View upright again"), "", QKeySequence("Shift+F"), [this] { view_->resetView(); }, false);
  tools_->addAction("open", tr("Open a picture to paint on…"), "open", {}, [this] { pickImage(false); });
  tools_->addAction("add_image", tr("Add a picture as a layer…"), "layers", {}, [this] { pickImage(true); });
  tools_->addAction("result", tr("Paint on the newest result"), "picture", {}, [this] { paintOnResult(); });
  tools_->addAction("save", tr("Save the canvas as a picture…"), "save", QKeySequence("Ctrl+Shift+E"),
                    [this] { askSave(); });
  tools_->addAction(
      "paste", tr("Paste a picture as a layer"), "", QKeySequence("Ctrl+V"), [this] { paste(); }, false);
}

void PaintWorkspace::connectParts() {
  connect(tools_, &ToolColumn::toolChosen, view_, &CanvasView::setTool);
  const auto takeBrush = [this] {
    hand_.setSettings(panel_->brush().settings());
    view_->update();
  };
  connect(&panel_->brush(), &BrushFields::changed, this, takeBrush);
  takeBrush();
  connect(view_, &CanvasView::brushDragged, &panel_->brush(), &BrushFields::setBrush);
  connect(&hand_, &CanvasHand::colourPicked, &panel_->brush(), &BrushFields::setColour);
  connect(&hand_, &CanvasHand::said, panel_, &PaintPanel::setState);
  connect(&panel_->layers(), &LayerList::greyChanged, view_, &CanvasView::setGrey);
  connect(&canvas_, &paint::Canvas::layersChanged, this,
          [this] { panel_->brush().setOnMask(canvas_.activeImage() == nullptr); });
  connect(&work_, &CanvasWork::idleChanged, this,
          [this](bool idle) { panel_->setState(idle ? QString() : tr("filling…")); });
  connect(&opener_, &ImageOpener::started, this,
          [this](const QString& name) { panel_->setState(tr("opening %1…").arg(name)); });
  connect(&opener_, &ImageOpener::opened, this, [this](const paint::CanvasState& state, const QString& name) {
    panel_->setState({});
    canvas_.open(state, name);
  });
  connect(&opener_, &ImageOpener::layerOpened, this, [this](const paint::ImageLayer& layer) {
    panel_->setState({});
    if (canvas_.isEmpty() || canvas_.isEditing()) return;
    canvas_.commit(tr("Add a picture"), paint::withImage(canvas_.state(), layer));
    canvas_.setActive(canvas_.state().images.back().id);
  });
  connect(&opener_, &ImageOpener::failed, panel_, &PaintPanel::setState);
  connect(&opener_, &ImageOpener::noted, panel_, &PaintPanel::setState);
  connect(&journal_, &paint::CanvasJournal::failed, this,
          [this](const QString& message) { notices_->showNotice("journal", message); });
  connect(&context_.results, &session::ResultStore::imageLoaded, this,
          [this](session::ResultId id, const QImage& image) {
            if (wanted_ != id) return;
            wanted_.reset();
            image.isNull() ? panel_->setState(tr("The result's file is gone or damaged."))
                           : opener_.openImage(image, tr("result"));
          });
}

void PaintWorkspace::connectRunner() {
  connect(panel_, &PaintPanel::referenceRequested, this, &PaintWorkspace::pickReference);
  connect(panel_, &PaintPanel::runRequested, this, [this] { runner_.run(panel_->settings()); });
  connect(panel_, &PaintPanel::cancelRequested, &runner_, &PaintRunner::cancel);
  connect(&runner_, &PaintRunner::said, panel_, &PaintPanel::setState);
  connect(&runner_, &PaintRunner::runningChanged, panel_, &PaintPanel::setRunning);
  connect(&canvas_, &paint::Canvas::stepped, this, [this] { panel_->setRunnable(!canvas_.isEmpty()); });
  // Live: what the pen just did, not what undo brings back or which layers there are.
  const auto follow = [this] {
    if (panel_->isLive()) runner_.run(panel_->settings(), true);
  };
  connect(&hand_, &CanvasHand::worked, this, follow);
  connect(&work_, &CanvasWork::made, this, follow);
  panel_->setRunnable(false);
}

void PaintWorkspace::pickImage(bool asLayer) {
  if (!context_.editors.pickFile) return;
  context_.editors.pickFile("image", [this, asLayer](const QString& path) {
    const auto hash = document::DocumentImages::hashIn(path);
    if (!hash) return;
    opener_.setAsLayer(asLayer && !canvas_.isEmpty());
    opener_.openBytes(context_.file.images().bytes(*hash), tr("picture"));
  });
}

void PaintWorkspace::paste() {
  const QImage image = QGuiApplication::clipboard()->image();
  if (image.isNull()) return panel_->setState(tr("There is no picture on the clipboard."));
  opener_.setAsLayer(!canvas_.isEmpty());
  opener_.openImage(image, tr("pasted"));
}

void PaintWorkspace::askSave() {
  if (canvas_.isEmpty()) return panel_->setState(tr("There is no canvas to save yet."));
  auto* dialog = new QFileDialog(this, tr("Save the canvas"), {}, tr("Pictures (*.png *.jpg *.jpeg *.webp *.ppm)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("png");
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    files_.start([this, path, state = canvas_.state()] {
      const auto saved = image::write_image(path.toStdString(), session::fromQImage(paint::flattened(state)));
      const QString text = saved ? tr("saved: %1").arg(QString::fromStdString(saved->filename().string()))
                                 : QString::fromStdString(saved.error().message);
      QMetaObject::invokeMethod(
          this, [this, text] { panel_->setState(text); }, Qt::QueuedConnection);
    });
  });
  dialog->open();
}

void PaintWorkspace::pickReference() {
  if (!context_.editors.pickFile) return;
  context_.editors.pickFile("image", [this](const QString& path) {
    const auto hash = document::DocumentImages::hashIn(path);
    if (!hash) return;
    takeReference([bytes = context_.file.images().bytes(*hash)] { return bytes; });
  });
}

void PaintWorkspace::takeReference(std::function<QByteArray()> read) {
  files_.start([this, read = std::move(read)] {
    const QByteArray bytes = read();
    const QString hash = document::DocumentImages::hashOf(bytes);
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    const auto image = image::decode_image({first, static_cast<std::size_t>(bytes.size())}, "the reference");
    const QString problem = image ? QString() : QString::fromStdString(image.error().message);
    const QImage shown = image ? paint::canvasImage(*image) : QImage();
    QMetaObject::invokeMethod(
        this,
        [this, bytes, hash, shown, problem] {
          panel_->setState(problem);
          if (shown.isNull()) return;
          context_.file.images().put(hash, bytes);
          panel_->setReference(document::DocumentImages::pathOf(hash), shown);
        },
        Qt::QueuedConnection);
  });
}

void PaintWorkspace::paintOnResult() {
  if (context_.results.all().empty()) return panel_->setState(tr("There is no result yet."));
  openResult(context_.results.all().back().id);
}

void PaintWorkspace::openResult(session::ResultId id) {
  Q_EMIT shown();
  if (const QImage image = context_.results.image(id); !image.isNull()) return opener_.openImage(image, tr("result"));
  wanted_ = id;
  context_.results.load(id);
}

void PaintWorkspace::lookForLost() {
  files_.start([this, folders = context_.journalFolders] {
    const auto lost = paint::CanvasJournal::lostCanvases(folders);
    if (lost.empty()) return;
    QMetaObject::invokeMethod(
        this, [this, newest = lost.front()] { offer(newest); }, Qt::QueuedConnection);
  });
}

void PaintWorkspace::offer(const paint::LostCanvas& lost) {
  notices_->showNotice("lost",
                       tr("The canvas of %1 is still here.").arg(QLocale().toString(lost.time, QLocale::ShortFormat)),
                       {{tr("Bring it back"), [this, lost] { bringBack(lost); }},
                        {tr("Forget it"), [lost] { paint::CanvasJournal::discard(lost); }}});
}

void PaintWorkspace::bringBack(const paint::LostCanvas& lost) {
  panel_->setState(tr("bringing the canvas back…"));
  files_.start([this, lost] {
    const auto found = paint::CanvasJournal::read(lost);
    const QString problem = found ? QString() : QString::fromStdString(found.error().message);
    const paint::FoundCanvas canvas = found ? *found : paint::FoundCanvas{};
    QMetaObject::invokeMethod(
        this,
        [this, canvas, problem] {
          panel_->setState(problem);
          if (problem.isEmpty()) journal_.bringBack(canvas);
        },
        Qt::QueuedConnection);
  });
}

void PaintWorkspace::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (!urls.isEmpty() && urls.front().isLocalFile()) event->acceptProposedAction();
}

void PaintWorkspace::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  const QString path = event->mimeData()->urls().front().toLocalFile();
  if (!panel_->geometry().contains(event->position().toPoint())) return opener_.openFile(path);
  takeReference([path] {
    const auto bytes = document::readFile(path);
    return bytes ? *bytes : QByteArray();
  });
}

Workspace makePaintWorkspace(const WindowContext& context) {
  auto* page = new PaintWorkspace(context);
  Workspace made{"paint", PaintWorkspace::tr("Paint"), PaintWorkspace::tr("&Paint"), "brush", page};
  made.actions = page->actions();
  made.activate = [page] { page->view().setFocus(); };
  made.hasOwnPanel = true;
  made.undo = page->canvas().undoStack();
  return made;
}

}  // namespace heddle::ui
