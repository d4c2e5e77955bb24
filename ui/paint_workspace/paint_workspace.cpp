#include "paint_workspace/paint_workspace.h"

#include <QAction>
#include <QButtonGroup>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "document/document_images.h"
#include "image/read_image.h"
#include "image/write_image.h"
#include "inpaint/composite.h"
#include "inpaint/mask_edit.h"
#include "paint/paint_graph.h"
#include "paint_workspace/paint_panel.h"
#include "session/engine_event.h"
#include "support/icons.h"
#include "support/theme.h"
#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

QByteArray pngOf(const image::Image& image) {
  const auto bytes = image::encode_png(image);
  return bytes ? QByteArray(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size()))
               : QByteArray();
}

image::Image maskImage(const paint::TiledMask& mask) {
  const QImage grey = mask.image(mask.rect());
  std::vector<std::uint8_t> values;
  values.reserve(static_cast<std::size_t>(grey.width()) * static_cast<std::size_t>(grey.height()));
  for (int y = 0; y < grey.height(); ++y)
    values.insert(values.end(), grey.constScanLine(y), grey.constScanLine(y) + grey.width());
  return {grey.width(), grey.height(), 1, std::move(values)};
}

// Where the node inpaint.prepare pastes, computed here again: the badge trusts no one.
qint64 changedOutside(const QImage& before, const QImage& after, const paint::TiledMask& mask, int grow, int feather) {
  image::Image edge = inpaint::at_least(maskImage(mask), 128);
  edge = grow >= 0 ? inpaint::grown(edge, grow) : inpaint::shrunk(edge, -grow);
  return inpaint::count_changes(session::fromQImage(before), session::fromQImage(after),
                                inpaint::feathered(edge, feather))
      .outside_changed;
}

}  // namespace

PaintWorkspace::PaintWorkspace(const WindowContext& context, QWidget* parent)
    : QWidget(parent), context_(context), view_(new CanvasView(canvas_, this)), panel_(new PaintPanel(this)) {
  setAcceptDrops(true);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  auto* bar = new QWidget;
  auto* column = new QVBoxLayout(bar);
  column->setContentsMargins(scaled(6), scaled(8), scaled(6), scaled(8));
  column->setSpacing(scaled(4));
  makeTools(*column);
  auto* centre = new QVBoxLayout;
  centre->setSpacing(0);
  centre->addWidget(view_, 1);
  centre->addWidget(makeVariantBar());
  auto* scroll = new QScrollArea(this);  // a low window has no room for all tools
  scroll->setWidget(bar);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFixedWidth(scaled(44));
  row->addWidget(scroll);
  row->addLayout(centre, 1);
  row->addWidget(panel_);
  connectPanel();
  files_.setMaxThreadCount(1);
  refresh();
}

PaintWorkspace::~PaintWorkspace() { files_.waitForDone(); }

// The picture keeps most of the room; the variant bar becomes two rows where it is narrow.
void PaintWorkspace::resizeEvent(QResizeEvent* event) {
  panel_->setFixedWidth(std::clamp(width() * 42 / 100, scaled(150), scaled(284)));
  const bool isNarrow = width() - panel_->width() < scaled(420);
  variantRows_->setContentsMargins(scaled(isNarrow ? 4 : 12), scaled(6), scaled(isNarrow ? 4 : 12), scaled(6));
  variantRows_->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  QWidget::resizeEvent(event);
}

QSize PaintWorkspace::minimumSizeHint() const { return {scaled(240), scaled(96)}; }

QAction* PaintWorkspace::addAction(const QString& id, const QString& text, const QString& icon,
                                   const QKeySequence& keys, std::function<void()> act) {
  auto* action = new QAction(ui::icon(icon), text, this);
  action->setObjectName("paint." + id);
  action->setShortcut(keys);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  connect(action, &QAction::triggered, this, std::move(act));
  QWidget::addAction(action);
  actions_.push_back(action);
  return action;
}

void PaintWorkspace::addTool(PaintTool tool, const QString& id, const QString& text, const QString& icon,
                             const QKeySequence& keys) {
  QAction* action = addAction(id, text, icon, keys, [this, tool] { view_->setTool(tool); });
  action->setCheckable(true);
  auto* button = new QToolButton(this);
  button->setDefaultAction(action);
  button->setProperty("kind", "quiet");
  button->setAccessibleName(text);
  button->setToolTip(QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
  button->setIconSize({scaled(20), scaled(20)});
  tools_->addButton(button, static_cast<int>(tool));
  connect(action, &QAction::triggered, this, [this] {
    for (QAbstractButton* each : tools_->buttons()) {
      auto* made = qobject_cast<QToolButton*>(each);
      made->defaultAction()->setChecked(tools_->id(each) == static_cast<int>(view_->tool()));
    }
  });
}

void PaintWorkspace::makeTools(QVBoxLayout& column) {
  tools_ = new QButtonGroup(this);
  tools_->setExclusive(false);
  addTool(PaintTool::brush, "brush", tr("Brush"), "brush", Qt::Key_B);
  addTool(PaintTool::eraser, "eraser", tr("Eraser"), "eraser", Qt::Key_E);
  addTool(PaintTool::fill, "fill", tr("Fill"), "fill", Qt::Key_G);
  addTool(PaintTool::lasso, "lasso", tr("Lasso"), "lasso", Qt::Key_L);
  addTool(PaintTool::rectangle, "rectangle", tr("Rectangle"), "rectangle", Qt::Key_M);
  addTool(PaintTool::ellipse, "ellipse", tr("Ellipse"), "ellipse", Qt::Key_O);
  addTool(PaintTool::hand, "hand", tr("Hand"), "hand", Qt::Key_H);
  addTool(PaintTool::zoom, "zoom", tr("Zoom"), "zoom_in", Qt::Key_Z);
  for (QAbstractButton* button : tools_->buttons()) column.addWidget(button);
  tools_->button(static_cast<int>(PaintTool::brush))->setChecked(true);
  column.addStretch(1);
  // Undo by keys and menu is the window's, which acts on this stack while the page is shown.
  QAction* back = canvas_.undoStack()->createUndoAction(this, tr("Undo"));
  back->setObjectName("paint.undo");
  back->setIcon(icon("undo"));
  QAction* again = canvas_.undoStack()->createRedoAction(this, tr("Redo"));
  again->setObjectName("paint.redo");
  again->setIcon(icon("redo"));
  QAction* open = addAction("open", tr("Open a picture to paint on…"), "open", {}, [this] { pickImage(); });
  QAction* result = addAction("result", tr("Paint on the newest result"), "picture", {}, [this] { paintOnResult(); });
  QAction* fit = addAction("fit", tr("Fit the canvas"), "fit", Qt::Key_F, [this] { view_->fit(); });
  for (QAction* action : {back, again, fit, open, result}) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setProperty("kind", "quiet");
    button->setAccessibleName(action->text());
    button->setIconSize({scaled(20), scaled(20)});
    column.addWidget(button);
  }
}

QWidget* PaintWorkspace::makeVariantBar() {
  variantBar_ = new QWidget(this);
  variantRows_ = new QBoxLayout(QBoxLayout::LeftToRight, variantBar_);
  variantRows_->setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(6));
  badge_ = new QLabel(variantBar_);
  badge_->setObjectName("paintBadge");
  badge_->setProperty("tone", "faint");
  back_ = new QToolButton(variantBar_);
  back_->setArrowType(Qt::LeftArrow);
  back_->setAccessibleName(tr("Variant before"));
  next_ = new QToolButton(variantBar_);
  next_->setArrowType(Qt::RightArrow);
  next_->setAccessibleName(tr("Next variant"));
  place_ = new QLabel(variantBar_);
  keep_ = new QPushButton(tr("Keep"), variantBar_);
  discard_ = new QPushButton(tr("Discard"), variantBar_);
  auto* choice = new QHBoxLayout;
  auto* decision = new QHBoxLayout;
  variantRows_->addWidget(badge_);
  variantRows_->addStretch(1);
  variantRows_->addLayout(choice);
  variantRows_->addLayout(decision);
  for (QWidget* widget : std::initializer_list<QWidget*>{back_, place_, next_}) choice->addWidget(widget);
  for (QWidget* widget : std::initializer_list<QWidget*>{keep_, discard_}) decision->addWidget(widget);
  connect(back_, &QToolButton::clicked, this, [this] { canvas_.show(canvas_.shown() - 1); });
  connect(next_, &QToolButton::clicked, this, [this] { canvas_.show(canvas_.shown() + 1); });
  connect(keep_, &QPushButton::clicked, &canvas_, &paint::Canvas::keepVariant);
  connect(discard_, &QPushButton::clicked, &canvas_, &paint::Canvas::discardVariants);
  return variantBar_;
}

void PaintWorkspace::connectPanel() {
  connect(panel_, &PaintPanel::brushChanged, this, [this] { view_->setBrush(panel_->brush()); });
  connect(view_, &CanvasView::brushResized, panel_, &PaintPanel::setBrushSize);
  connect(panel_, &PaintPanel::referenceRequested, this, &PaintWorkspace::pickReference);
  connect(panel_, &PaintPanel::runRequested, this, &PaintWorkspace::run);
  connect(panel_, &PaintPanel::cancelRequested, this, [this] {
    if (job_) context_.queue.cancel(*job_);
  });
  view_->setBrush(panel_->brush());
  for (const auto signal : {&paint::Canvas::opened, &paint::Canvas::imageChanged, &paint::Canvas::variantsChanged})
    connect(&canvas_, signal, this, &PaintWorkspace::refresh);
  connect(&canvas_, &paint::Canvas::maskChanged, this, &PaintWorkspace::refresh);
  connect(&context_.queue, &session::JobQueue::resultArrived, this, &PaintWorkspace::onResult);
  connect(&context_.queue, &session::JobQueue::jobChanged, this, &PaintWorkspace::onJobChanged);
  connect(&context_.queue, &session::JobQueue::jobEnded, this, &PaintWorkspace::onJobChanged);
  connect(&context_.results, &session::ResultStore::imageLoaded, this,
          [this](session::ResultId id, const QImage& image) {
            if (wanted_ == id && !image.isNull()) openImage(image, tr("result"));
            if (wanted_ == id) wanted_.reset();
          });
}

void PaintWorkspace::openImage(const QImage& image, const QString& name) {
  if (job_) context_.queue.cancel(*job_);
  job_.reset();
  panel_->setRunning(false);
  panel_->setState({});
  canvas_.open(image, name);
}

void PaintWorkspace::openBytes(const QByteArray& bytes, const QString& name) {
  files_.start([this, bytes, name] {
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    auto read = image::decode_image({first, static_cast<std::size_t>(bytes.size())}, name.toStdString());
    const QString problem = read ? QString() : QString::fromStdString(read.error().message);
    const QImage image = read ? session::toQImage(*read) : QImage();
    QMetaObject::invokeMethod(
        this, [this, image, name, problem] { image.isNull() ? panel_->setState(problem) : openImage(image, name); },
        Qt::QueuedConnection);
  });
}

void PaintWorkspace::pickImage() {
  if (!context_.editors.pickFile) return;
  context_.editors.pickFile("image", [this](const QString& path) {
    if (const auto hash = document::DocumentImages::hashIn(path))
      openBytes(context_.file.images().bytes(*hash), tr("picture"));
  });
}

void PaintWorkspace::pickReference() {
  if (!context_.editors.pickFile) return;
  context_.editors.pickFile("image", [this](const QString& path) {
    const auto hash = document::DocumentImages::hashIn(path);
    if (!hash) return;
    files_.start([this, path, bytes = context_.file.images().bytes(*hash)] {
      const QImage image = QImage::fromData(bytes);
      QMetaObject::invokeMethod(
          this, [this, path, image] { panel_->setReference(path, image); }, Qt::QueuedConnection);
    });
  });
}

void PaintWorkspace::paintOnResult() {
  if (context_.results.all().empty()) return panel_->setState(tr("There is no result yet."));
  openResult(context_.results.all().back().id);
}

void PaintWorkspace::openResult(session::ResultId id) {
  Q_EMIT shown();
  if (const QImage image = context_.results.image(id); !image.isNull()) return openImage(image, tr("result"));
  wanted_ = id;
  context_.results.load(id);
}

// The pictures are packed in the other thread; the job follows when they are.
void PaintWorkspace::run() {
  if (canvas_.image().isNull() || job_) return;
  if (canvas_.mask().isBlack()) return panel_->setState(tr("Paint what shall change first."));
  panel_->setState(tr("packing the picture…"));
  panel_->setRunnable(false);
  running_ = panel_->settings();
  runningMask_ = canvas_.mask();
  files_.start([this, image = canvas_.image(), mask = runningMask_] {
    const QByteArray packed = pngOf(session::fromQImage(image)), packedMask = pngOf(maskImage(mask));
    QMetaObject::invokeMethod(
        this, [this, packed, packedMask] { start(packed, packedMask); }, Qt::QueuedConnection);
  });
}

void PaintWorkspace::start(const QByteArray& image, const QByteArray& mask) {
  document::DocumentImages& images = context_.file.images();
  running_.image = document::DocumentImages::pathOf(images.add(image));
  running_.mask = document::DocumentImages::pathOf(images.add(mask));
  running_.seed = ++seed_;
  session::RunRequest request;
  request.graph = std::make_shared<const graph::Graph>(paint::repaintGraph(context_.document.graph(), running_));
  request.title = tr("Paint, seed %1").arg(running_.seed);
  panel_->setState({});
  job_ = context_.queue.add(std::move(request));
  panel_->setRunning(true);
  refresh();
}

void PaintWorkspace::onResult(const session::JobResult& result) {
  if (job_ != result.job || result.image.size() != canvas_.image().size()) return;
  const QString label = tr("seed %1").arg(running_.seed);
  files_.start([this, before = canvas_.image(), after = result.image, mask = runningMask_, settings = running_, label] {
    const qint64 changed = changedOutside(before, after, mask, settings.grow, settings.feather);
    QMetaObject::invokeMethod(
        this,
        [this, before, after, label, changed] {
          if (canvas_.image().cacheKey() == before.cacheKey()) canvas_.addVariant({after, label, changed});
        },
        Qt::QueuedConnection);
  });
}

void PaintWorkspace::onJobChanged(session::JobId id) {
  if (job_ != id) return;
  const session::Job* job = context_.queue.find(id);
  if (job == nullptr) return;
  if (!session::isOver(job->state)) return panel_->setState(job->text);
  panel_->setState(job->state == session::JobState::finished ? QString() : job->text);
  job_.reset();
  panel_->setRunning(false);
  refresh();
}

void PaintWorkspace::refresh() {
  const auto count = static_cast<int>(canvas_.variants().size());
  const int shown = canvas_.shown();
  panel_->setRunnable(!canvas_.image().isNull());
  variantBar_->setVisible(count > 0);
  back_->setEnabled(shown >= 0);
  next_->setEnabled(shown + 1 < count);
  keep_->setEnabled(shown >= 0);
  if (shown < 0) {
    place_->setText(tr("original"));
    return badge_->clear();
  }
  const paint::Variant& variant = canvas_.variants()[static_cast<std::size_t>(shown)];
  place_->setText(tr("%1 of %2 · %3").arg(shown + 1).arg(count).arg(variant.label));
  badge_->setText(variant.changedOutside == 1 ? tr("1 pixel changed outside the mask")
                                              : tr("%1 pixels changed outside the mask").arg(variant.changedOutside));
}

void PaintWorkspace::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (!urls.isEmpty() && urls.front().isLocalFile()) event->acceptProposedAction();
}

void PaintWorkspace::dropEvent(QDropEvent* event) {
  const QString path = event->mimeData()->urls().front().toLocalFile();
  event->acceptProposedAction();
  if (auto bytes = document::readFile(path)) return openBytes(*bytes, QFileInfo(path).fileName());
  panel_->setState(tr("%1 cannot be read.").arg(QFileInfo(path).fileName()));
}

Workspace makePaintWorkspace(const WindowContext& context) {
  auto* page = new PaintWorkspace(context);
  Workspace made{"paint", PaintWorkspace::tr("Paint"), PaintWorkspace::tr("&Paint"), "brush", page};
  made.actions = page->actions();
  made.activate = [page] { page->view().setFocus(); };
  made.undo = page->canvas().undoStack();
  return made;
}

}  // namespace heddle::ui
