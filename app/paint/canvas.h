// Canvas: the layers and masks that are painted on, their undo stack, and the variants that came back. Used by the
// Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <QUndoStack>
#include <functional>
#include <optional>
#include <vector>

#include "paint/canvas_state.h"
#include "paint/variant.h"

namespace heddle::paint {

// What happened to the undo stack, for the journal.
enum class CanvasStep : std::uint8_t { open, push, undo, redo };

class Canvas final : public QObject {
  Q_OBJECT
 public:
  explicit Canvas(QObject* parent = nullptr);

  // Another picture: undo and variants are gone.
  void open(CanvasState state, const QString& name);
  [[nodiscard]] const CanvasState& state() const { return state_; }
  [[nodiscard]] bool isEmpty() const { return state_.isEmpty(); }
  [[nodiscard]] QSize size() const { return state_.size; }
  [[nodiscard]] const QString& name() const { return name_; }
  // That of what changes. Requires: there is a picture.
  [[nodiscard]] const TiledMask& mask() const { return state_.masks.front().mask; }
  [[nodiscard]] QUndoStack* undoStack() { return &undo_; }
  // Bytes of the tiles that undo and layers hold together.
  [[nodiscard]] std::size_t tileBytes() const;

  // The layer that tools work on: a mask, or an image's colours.
  void setActive(LayerId id);
  [[nodiscard]] LayerId active() const { return active_; }
  [[nodiscard]] const MaskLayer* activeMask() const { return state_.mask(active_); }
  [[nodiscard]] const ImageLayer* activeImage() const { return state_.image(active_); }

  // Edits of the active layer between beginEdit and endEdit are one undo entry; cancelEdit takes them back.
  void beginEdit();
  void editMask(const std::function<QRect(TiledMask& mask)>& change);
  void editColours(const std::function<QRect(TiledColours& colours)>& change);
  void endEdit(const QString& text);
  void cancelEdit();
  [[nodiscard]] bool isEditing() const { return before_.has_value(); }
  // A new state as one undo entry.
  void commit(const QString& text, const CanvasState& after);
  // A state on the way, such as a layer that is dragged; within beginEdit and endEdit.
  void preview(const CanvasState& state);

  void addVariant(Variant variant);
  [[nodiscard]] const std::vector<Variant>& variants() const { return variants_; }
  // -1: the picture itself.
  void show(int variant);
  [[nodiscard]] int shown() const { return shown_; }
  [[nodiscard]] const Variant* shownVariant() const;
  // The shown variant becomes a layer above all others, as one undo entry; the variants are gone, the masks stay.
  void keepVariant();
  void discardVariants();

 Q_SIGNALS:
  void opened();                        // or another size
  void areaChanged(const QRect& area);  // of masks or layers
  void layersChanged();                 // which there are, their facts, or the active one
  void variantsChanged();               // or another one is shown
  void stepped(heddle::paint::CanvasStep step, const QString& text);

 private:
  friend class StateCommand;
  void restore(const CanvasState& state);

  CanvasState state_;
  std::optional<CanvasState> before_;  // of the edit that is under way
  LayerId active_;
  QString name_;
  QUndoStack undo_;
  std::vector<Variant> variants_;
  int shown_ = -1;
};

}  // namespace heddle::paint
