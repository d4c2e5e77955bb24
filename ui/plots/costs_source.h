// TimesSource and MemorySource: how long each node of the newest run took, and how much memory the engine held. Used by
// PlotsWorkspace. Window thread only.
#pragma once

#include "document/document.h"
#include "plots/plot_source.h"
#include "session/run_costs.h"

namespace heddle::ui {

class TimesSource final : public PlotSource {
  Q_OBJECT
 public:
  TimesSource(const session::RunCosts& costs, const document::Document& document, QObject* parent = nullptr);

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString placeholder() const override;
  void addControls(QVBoxLayout& rows) override;

 private:
  void read();

  const session::RunCosts& costs_;
  const document::Document& document_;
};

class MemorySource final : public PlotSource {
  Q_OBJECT
 public:
  explicit MemorySource(const session::RunCosts& costs, QObject* parent = nullptr);

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString placeholder() const override;
  void addControls(QVBoxLayout& rows) override;
  void setShown(bool shown) override;

 private:
  void read();

  const session::RunCosts& costs_;
  bool isShown_ = false;
};

}  // namespace heddle::ui
