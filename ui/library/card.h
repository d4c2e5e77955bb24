// Card: the library's texts and search data of one model or starter, computed once when it arrives, so that painting,
// sorting and searching thousands of them is cheap. Used by the library's model and panel. Pure functions.
#pragma once

#include <QByteArray>
#include <QString>

#include "document/starters.h"
#include "protocol/library.h"

namespace heddle::ui {

// In the order in which the library shows them.
enum class Section { models, adapters, encoders, vaes, loras, controls, embeddings, starters, unreadable };
inline constexpr int kSections = 9;
[[nodiscard]] QString sectionTitle(Section section);

// The node that a card becomes: a type and the parameter that takes its file. Empty where Heddle has no such node yet.
struct CardNode {
  QString type;
  QString param;
};
[[nodiscard]] CardNode nodeFor(const QString& kind);

struct Card {
  Section section = Section::unreadable;
  QString key;  // the path, or "starter:ID"
  QString title;
  QString subtitle;  // "SD 1.5 · 4.3 GB", or the problem
  QString details;   // for the selected card: path, problem, remedy
  QString iconName;  // the icon where there is no picture
  QString sought;    // lower case: what a search looks through
  QString path;      // of a model
  QString value;     // what the node's parameter says
  QString starter;   // its id
  CardNode node;
  bool hasImage = false;
  bool isBroken = false;
};

[[nodiscard]] Card cardOf(const protocol::LibraryEntry& entry);
[[nodiscard]] Card cardOf(const document::Starter& starter);

// "SD 1.5", "SD 2", "SDXL", "Bobbin", "unknown"; empty for what has no family.
[[nodiscard]] QString familyBadge(const QString& family);

// A dragged card's data, which the graph view accepts: {"type": "model.load", "params": {"model": "…"}}.
inline constexpr char kCardMime[] = "application/x-heddle-node";
[[nodiscard]] QByteArray nodeMimeData(const Card& card);

// By section, then by title in natural order.
[[nodiscard]] bool comesBefore(const Card& a, const Card& b);

}  // namespace heddle::ui
