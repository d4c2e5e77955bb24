// ModelFamilies: for which model family the files are made that the document's nodes name, as the engine told; and
// where a ControlNet, an adapter or the like of one family is wired to a model of another. Asks for a file that it does
// not know yet. Used by the window: its library fills it, its wires and its runs ask it. Thread rule: the window's
// thread.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <set>
#include <vector>

#include "graph/graph.h"
#include "graph/node_catalog.h"

namespace heddle::document {

// A part of another family than the model that it is wired to.
struct FamilyConflict {
  graph::NodeId reader, part;  // the node that takes both, such as a sampler; the node that names the part's file
  QString message;             // says which file is needed
};

class ModelFamilies final : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // `file` is what a node's parameter says: a path, or "bobbin". `family`: "sd1", "sd2", "sdxl", "bobbin"; empty or
  // "unknown" where nothing is known of it.
  void add(const QString& file, const QString& family);
  // Empty where it is not known; then it is asked for, once.
  QString find(const QString& file);
  // Asks again for what is not known: another engine may answer.
  void askAgain();

  // Of files whose family is known.
  [[nodiscard]] std::vector<FamilyConflict> conflicts(const graph::Graph& graph, const graph::NodeCatalog& catalog);
  // The message of a conflict that is in `after` and not in `before`; empty where there is none. A wire's rule.
  [[nodiscard]] QString newConflict(const graph::Graph& before, const graph::Graph& after,
                                    const graph::NodeCatalog& catalog);

 Q_SIGNALS:
  void asked(const QString& file);

 private:
  QString message(const QString& file, const QString& family, const QString& model, const QString& needed,
                  const QString& kind, const QString& usualNames) const;

  std::map<QString, QString> known_;
  std::set<QString> asked_;
};

}  // namespace heddle::document
