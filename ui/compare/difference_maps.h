// DifferenceMaps: heat maps of how images differ from one of them, as CIEDE2000 on one scale, made by a worker. Used by
// CompareWorkspace. Thread rule: the window's thread; the newest request takes the place of one that waits.
#pragma once

#include <QImage>
#include <QObject>
#include <optional>
#include <vector>

namespace heddle::ui {

struct DifferenceMap {
  QImage image;     // null: there was nothing to compare
  double mean = 0;  // CIEDE2000
};

class DifferenceMaps final : public QObject {
  Q_OBJECT
 public:
  explicit DifferenceMaps(QObject* parent = nullptr) : QObject(parent) {}

  // Images may be null; one of another size is scaled to the chosen one's.
  void make(std::vector<QImage> images, int chosen);

 Q_SIGNALS:
  // `end`: of the scale, in CIEDE2000.
  void made(const std::vector<heddle::ui::DifferenceMap>& maps, int chosen, double end);

 private:
  struct Request {
    std::vector<QImage> images;
    int chosen = 0;
  };
  void begin(Request request);

  bool isBusy_ = false;
  std::optional<Request> waiting_;
};

}  // namespace heddle::ui
