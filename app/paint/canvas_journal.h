// CanvasJournal: keeps every step of a canvas in a file as soon as it is done, so that a crash costs the stroke in hand
// alone, and offers the canvas again at the next start. One folder for each canvas, held by a lock while
// its program runs. Used by the Paint workspace. Thread rule: the window's thread; large steps are written by a worker,
// and what comes after them waits its turn there. lostCanvases and read are for any thread.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "paint/canvas.h"
#include "paint/canvas_log.h"

class QLockFile;

namespace heddle::paint {

// A canvas that another program left behind.
struct LostCanvas {
  QString folder;
  QDateTime time;
};
struct FoundCanvas {
  QString folder;
  CanvasLog log;
};

class CanvasJournal final : public QObject {
  Q_OBJECT
 public:
  // `folders`: where to keep journals; the next is tried where one fails.
  CanvasJournal(Canvas& canvas, QStringList folders, QObject* parent = nullptr);
  // What was painted stays for the next program; a canvas without a stroke leaves nothing.
  ~CanvasJournal() override;

  void waitForWriting() { pool_.waitForDone(); }

  // The newest first; without those whose program still runs. All but the newest few are removed.
  static std::vector<LostCanvas> lostCanvases(const QStringList& folders);
  static Result<FoundCanvas> read(const LostCanvas& lost);
  static void discard(const LostCanvas& lost);
  // The canvas as it was, with its undo stack; the journal continues in its folder.
  void bringBack(const FoundCanvas& found);

 Q_SIGNALS:
  void failed(const QString& message);

 private:
  struct Place;

  void onStep(CanvasStep step, const QString& text);
  void keep(CanvasStep step, const QString& text, const CanvasState& before, const CanvasState& after);
  Result<void> startAnew();
  void say(const QString& problem);

  Canvas& canvas_;
  QStringList folders_;
  std::shared_ptr<Place> place_;
  CanvasState last_;  // what the file's reader has
  bool isReplaying_ = false, isFailing_ = false;
  QThreadPool pool_;
};

}  // namespace heddle::paint
