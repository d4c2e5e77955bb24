// ResultController: shows results in the viewer, alone or compared, and does what the film strip requests. Used by the
// main window. Window thread only.
#pragma once

#include <QObject>
#include <optional>

#include "session/result_store.h"

namespace heddle::ui {

struct WindowContext;
class ActionTable;
class FileController;
class FilmStrip;
class GraphWorkspace;
class ImageController;
class NoticeBar;
class StepController;

class ResultController final : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    GraphWorkspace& workspace;
    FilmStrip& film;
    StepController& steps;
    FileController& files;
    ImageController& images;
    NoticeBar& notices;
  };
  ResultController(const WindowContext& context, const Parts& parts);

  void addFileActions(ActionTable& actions);
  void addViewActions(ActionTable& actions);
  void show(session::ResultId id);
  void restoreGraph(session::ResultId id);

 private:
  void connectFilm();
  void onResult(const session::JobResult& result);
  void onImageLoaded(session::ResultId id, const QImage& image);
  void compare(session::ResultId id);
  // False: it is being read, and comes by onImageLoaded.
  bool isLoaded(session::ResultId id, bool toCompare);
  void showImage(const session::StoredResult& result, const QImage& image);
  void compareWith(const session::StoredResult& result, const QImage& image);

  const WindowContext& context_;
  Parts parts_;
  std::optional<session::ResultId> loading_;  // to be shown when its image is read
  bool isToCompare_ = false;                  // the one that is loading
};

}  // namespace heddle::ui
