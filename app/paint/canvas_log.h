// The form in which a canvas's steps lie in a file: one record after another, each with its length and a checksum, so
// that a cut or damaged end costs the records there and no others. A record holds what its step changed: layers' facts,
// and the tiles that differ. Used by the canvas's journal. Thread rule: pure functions.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <vector>

#include "paint/canvas.h"

namespace heddle::paint {

struct LoggedStep {
  CanvasStep kind = CanvasStep::open;
  QString text;
  CanvasState state;  // after it, of open and push
};

// `before`: the state before the step, which the record's reader has too.
[[nodiscard]] QByteArray recordOf(CanvasStep kind, const QString& text, const CanvasState& before,
                                  const CanvasState& after);
// About how many bytes the record will have; cheap.
[[nodiscard]] std::size_t recordBytes(const CanvasState& before, const CanvasState& after);

struct CanvasLog {
  std::vector<LoggedStep> steps;  // the first is open; empty where not even that is whole
  qint64 bytes = 0;               // of the whole records
};
[[nodiscard]] CanvasLog readLog(QByteArrayView bytes);

}  // namespace heddle::paint
