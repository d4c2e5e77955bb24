// AddMenu: the searched list of nodes that opens at the pointer. Used by GraphView. Thread rule: window's thread.
#pragma once

#include <QFrame>
#include <QLineEdit>
#include <QListWidget>
#include <QStringList>
#include <optional>

#include "graph/node_catalog.h"
#include "support/theme.h"

namespace heddle::ui {

// The wire that the new node should take: only nodes that can are listed.
struct AddFilter {
  graph::PortType type;
  bool fromOutput = true;
};

bool matches(const graph::NodeSpec& spec, const AddFilter& filter);

class AddMenu final : public QFrame {
  Q_OBJECT
 public:
  AddMenu(const graph::NodeCatalog& catalog, const Theme& theme, QStringList recent, std::optional<AddFilter> filter,
          QWidget* parent);

 Q_SIGNALS:
  void typeChosen(const QString& type);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  int rankOf(const QListWidgetItem& item, const QString& typed) const;  // negative: hidden
  void fill(const QString& typed);
  void choose();

  const graph::NodeCatalog& catalog_;
  QStringList recent_;
  std::optional<AddFilter> filter_;
  QLineEdit* search_;
  QListWidget* list_;
};

}  // namespace heddle::ui
