// PaintRunner: makes a run of the canvas, one at a time: packs its picture and masks, queues the graph, and brings each
// result back as a variant. Used by the Paint workspace. Thread rule: the window's thread; pictures are packed and
// compared in a thread of its own.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <optional>

#include "paint/canvas.h"
#include "paint/paint_graph.h"
#include "session/job.h"

namespace heddle::ui {

struct WindowContext;

class PaintRunner final : public QObject {
  Q_OBJECT
 public:
  PaintRunner(const WindowContext& context, paint::Canvas& canvas, QObject* parent = nullptr);
  ~PaintRunner() override;

  // `settings` without picture, masks and seed. With `replaces` a run on its way makes room for this one.
  void run(const paint::RepaintSettings& settings, bool replaces = false);
  void cancel();
  [[nodiscard]] bool isRunning() const { return isPacking_ || job_.has_value(); }

 Q_SIGNALS:
  void said(const QString& text);  // the state of the run; empty: nothing to say
  void runningChanged(bool running);

 private:
  struct Packed {
    QString hash;
    QByteArray bytes;
  };
  struct Pack {
    paint::CanvasState state;
    QImage image;                                // of all layers
    Packed whole, mask, scaleMask, controlMask;  // without bytes: there is none
  };
  static Packed packed(const QImage& image);
  static Packed packedMask(const paint::CanvasState& state, paint::MaskPurpose purpose);
  static Pack packOf(const paint::CanvasState& state, const Pack& before);
  void start(const Pack& pack);
  QString put(const Packed& packed);
  [[nodiscard]] QString idleText() const;
  void onResult(const session::JobResult& result);
  void onJobChanged(session::JobId id);

  const WindowContext& context_;
  paint::Canvas& canvas_;
  std::optional<session::JobId> job_;
  paint::RepaintSettings settings_;             // of the newest run
  std::optional<paint::RepaintSettings> next_;  // to be run when what is packed has been started
  Pack pack_;                                   // of the newest run
  quint64 opened_ = 0, packs_ = 0;              // how many so far: what belongs to an earlier one is dropped
  std::uint64_t seed_ = 0;
  bool isPacking_ = false;
  QThreadPool pool_;
};

}  // namespace heddle::ui
