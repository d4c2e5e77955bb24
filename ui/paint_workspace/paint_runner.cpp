#include "paint_workspace/paint_runner.h"

#include <utility>

#include "document/document_images.h"
#include "image/write_image.h"
#include "inpaint/composite.h"
#include "inpaint/mask_edit.h"
#include "session/engine_event.h"
#include "workspace/window_context.h"

namespace heddle::ui {
namespace {

image::Image greyOf(const QImage& grey) {
  std::vector<std::uint8_t> values;
  values.reserve(static_cast<std::size_t>(grey.width()) * static_cast<std::size_t>(grey.height()));
  for (int y = 0; y < grey.height(); ++y)
    values.insert(values.end(), grey.constScanLine(y), grey.constScanLine(y) + grey.width());
  return {grey.width(), grey.height(), 1, std::move(values)};
}

// Where the node inpaint.prepare pastes, computed here again: the badge trusts no one.
qint64 changedOutside(const QImage& before, const QImage& after, const paint::TiledMask& mask,
                      const paint::RepaintSettings& settings) {
  image::Image edge = greyOf(mask.image());
  if (!settings.isGrey) edge = inpaint::at_least(edge, 128);
  edge = settings.grow >= 0 ? inpaint::grown(edge, settings.grow) : inpaint::shrunk(edge, -settings.grow);
  if (settings.isGrey) edge = inpaint::at_least(edge, 1);
  return inpaint::count_changes(session::fromQImage(before), session::fromQImage(after),
                                inpaint::feathered(edge, settings.feather))
      .outside_changed;
}

bool hasSameImages(const paint::CanvasState& a, const paint::CanvasState& b) {
  if (a.size != b.size || a.images.size() != b.images.size()) return false;
  for (std::size_t i = 0; i < a.images.size(); ++i) {
    if (paint::hasOtherFacts(a.images[i], b.images[i])) return false;
    if (!a.images[i].colours.differenceTo(b.images[i].colours).isEmpty()) return false;
  }
  return true;
}

}  // namespace

PaintRunner::PaintRunner(const WindowContext& context, paint::Canvas& canvas, QObject* parent)
    : QObject(parent), context_(context), canvas_(canvas) {
  pool_.setMaxThreadCount(1);
  connect(&context_.queue, &session::JobQueue::resultArrived, this, &PaintRunner::onResult);
  connect(&context_.queue, &session::JobQueue::jobChanged, this, &PaintRunner::onJobChanged);
  connect(&context_.queue, &session::JobQueue::jobEnded, this, &PaintRunner::onJobChanged);
  connect(&canvas_, &paint::Canvas::stepped, this, [this](paint::CanvasStep step) {
    if (step != paint::CanvasStep::open) return;
    ++opened_;
    cancel();
    pack_ = {};
    Q_EMIT said({});
  });
}

PaintRunner::~PaintRunner() { pool_.waitForDone(); }

void PaintRunner::cancel() {
  next_.reset();
  isPacking_ = false;
  if (job_) context_.queue.cancel(*job_);
  job_.reset();
  Q_EMIT runningChanged(false);
}

PaintRunner::Packed PaintRunner::packed(const QImage& image) {
  const auto bytes =
      image::encode_png(image.format() == QImage::Format_Grayscale8 ? greyOf(image) : session::fromQImage(image));
  if (!bytes) return {};
  Packed made;
  made.bytes = QByteArray(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size()));
  made.hash = document::DocumentImages::hashOf(made.bytes);
  return made;
}

PaintRunner::Packed PaintRunner::packedMask(const paint::CanvasState& state, paint::MaskPurpose purpose) {
  const paint::MaskLayer* layer = state.mask(purpose);
  return layer == nullptr || !layer->isVisible ? Packed{} : packed(layer->mask.image());
}

PaintRunner::Pack PaintRunner::packOf(const paint::CanvasState& state, const Pack& before) {
  Pack made{state, {}, {}, {}, {}, {}};
  const bool isSame = hasSameImages(state, before.state) && !before.image.isNull();
  made.image = isSame ? before.image : paint::flattened(state);
  made.whole = isSame ? before.whole : packed(made.image);
  made.mask = packed(state.masks.front().mask.image());
  made.scaleMask = packedMask(state, paint::MaskPurpose::scale);
  made.controlMask = packedMask(state, paint::MaskPurpose::control);
  return made;
}

// The pictures are packed in the other thread; the job follows when they are.
void PaintRunner::run(const paint::RepaintSettings& settings, bool replaces) {
  if (canvas_.isEmpty()) return;
  if (isRunning() && !replaces) return;
  if (canvas_.mask().isZero()) return Q_EMIT said(tr("Paint what shall change first."));
  if (isPacking_) {
    next_ = settings;
    return;
  }
  isPacking_ = true;
  settings_ = settings;
  Q_EMIT said(tr("packing the picture…"));
  Q_EMIT runningChanged(true);
  pool_.start([this, state = canvas_.state(), before = pack_, number = ++packs_] {
    const Pack pack = packOf(state, before);
    QMetaObject::invokeMethod(
        this,
        [this, pack, number] {
          if (number == packs_ && isPacking_) start(pack);
        },
        Qt::QueuedConnection);
  });
}

QString PaintRunner::put(const Packed& packed) {
  if (packed.bytes.isEmpty()) return {};
  context_.file.images().put(packed.hash, packed.bytes);
  return document::DocumentImages::pathOf(packed.hash);
}

void PaintRunner::start(const Pack& pack) {
  isPacking_ = false;
  if (const auto next = std::exchange(next_, std::nullopt)) return run(*next, true);
  if (job_) context_.queue.cancel(*std::exchange(job_, std::nullopt));
  pack_ = pack;
  settings_.image = put(pack.whole);
  settings_.mask = put(pack.mask);
  settings_.scaleMask = put(pack.scaleMask);
  settings_.controlMask = put(pack.controlMask);
  settings_.seed = ++seed_;
  session::RunRequest request;
  request.graph = std::make_shared<const graph::Graph>(paint::repaintGraph(context_.document.graph(), settings_));
  request.title = tr("Paint, seed %1").arg(settings_.seed);
  Q_EMIT said(idleText());
  job_ = context_.queue.add(std::move(request));
  Q_EMIT runningChanged(true);
}

// What of the settings has no effect in this run.
QString PaintRunner::idleText() const {
  if (settings_.followsStructure && !paint::hasStructure(context_.document.graph()))
    return tr("There is no structure to follow: the graph has no ControlNet with a map before it.");
  if (!settings_.controlMask.isEmpty() && !settings_.followsStructure)
    return tr("The mask of the structure has no effect while the structure is not followed.");
  if (!settings_.scaleMask.isEmpty() && settings_.reference.isEmpty())
    return tr("The mask of λ has no effect without a reference.");
  return {};
}

void PaintRunner::onResult(const session::JobResult& result) {
  if (job_ != result.job || result.image.size() != pack_.image.size()) return;
  const QString label = tr("seed %1").arg(settings_.seed);
  pool_.start([this, pack = pack_, result = result.image, settings = settings_, label, opened = opened_] {
    const QImage after = result.convertToFormat(pack.image.format());
    paint::Variant made = paint::variantOf(pack.image, after, label);
    made.changedOutside = changedOutside(pack.image, after, pack.state.masks.front().mask, settings);
    QMetaObject::invokeMethod(
        this,
        [this, made, opened] {
          if (opened == opened_ && canvas_.size() == made.patch.size()) canvas_.addVariant(made);
        },
        Qt::QueuedConnection);
  });
}

void PaintRunner::onJobChanged(session::JobId id) {
  if (job_ != id) return;
  const session::Job* job = context_.queue.find(id);
  if (job == nullptr) return;
  if (!session::isOver(job->state)) return Q_EMIT said(job->text);
  Q_EMIT said(job->state == session::JobState::finished ? QString() : job->text);
  job_.reset();
  Q_EMIT runningChanged(false);
}

}  // namespace heddle::ui
