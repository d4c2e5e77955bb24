// Canvas: the picture that is painted on, the mask of what is made new, its undo stack, and the variants that came
// back. Used by the Paint workspace. Thread rule: the window's thread.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <QUndoStack>
#include <functional>
#include <vector>

#include "paint/tiled_mask.h"

namespace heddle::paint {

// One result for the masked part.
struct Variant {
  QImage image;               // of the picture's size
  QString label;              // its seed
  qint64 changedOutside = 0;  // pixels where the feathered mask is black and that differ
};

class Canvas final : public QObject {
  Q_OBJECT
 public:
  explicit Canvas(QObject* parent = nullptr);

  // Another picture: the mask is black, undo and variants are gone.
  void open(const QImage& image, const QString& name);
  [[nodiscard]] const QImage& image() const { return image_; }
  [[nodiscard]] const QString& name() const { return name_; }
  [[nodiscard]] const TiledMask& mask() const { return mask_; }
  [[nodiscard]] QUndoStack* undoStack() { return &undo_; }
  // Bytes of the tiles that undo and mask hold together.
  [[nodiscard]] std::size_t maskBytes() const;

  // Edits between beginEdit and endEdit are one undo entry; cancelEdit takes them back.
  void beginEdit();
  void edit(const std::function<QRect(TiledMask& mask)>& change);
  void endEdit(const QString& text);
  void cancelEdit();
  [[nodiscard]] bool isEditing() const { return isEditing_; }

  void addVariant(Variant variant);
  [[nodiscard]] const std::vector<Variant>& variants() const { return variants_; }
  // -1: the picture itself.
  void show(int variant);
  [[nodiscard]] int shown() const { return shown_; }
  [[nodiscard]] const QImage& shownImage() const;
  // The shown variant becomes the picture, as one undo entry; the variants are gone, the mask stays.
  void keepVariant();
  void discardVariants();

 Q_SIGNALS:
  void opened();
  void maskChanged(const QRect& area);
  void imageChanged();  // another one is shown
  void variantsChanged();

 private:
  friend class MaskCommand;
  friend class ImageCommand;
  void setMask(const TiledMask& mask);
  void setImage(const QImage& image);

  QImage image_;
  QString name_;
  TiledMask mask_, before_;
  QUndoStack undo_;
  std::vector<Variant> variants_;
  int shown_ = -1;
  bool isEditing_ = false;
};

}  // namespace heddle::paint
