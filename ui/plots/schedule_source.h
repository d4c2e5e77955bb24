// ScheduleSource: the noise at each step of samplers and schedules, asked of the engine. Curves that were kept stay
// beside the one that is chosen. Used by PlotsWorkspace. Window thread only.
#pragma once

#include <map>

#include "document/document.h"
#include "plots/plot_source.h"
#include "session/engine_client.h"

class QComboBox;

namespace heddle::ui {

class ScheduleSource final : public PlotSource {
  Q_OBJECT
 public:
  ScheduleSource(const document::Document& document, session::EngineClient& engine, QObject* parent = nullptr);

  [[nodiscard]] QString title() const override;
  [[nodiscard]] QString placeholder() const override;
  void addControls(QVBoxLayout& rows) override;
  void setShown(bool shown) override;
  // What the engine says of a sampler and a schedule; also for screenshots.
  void take(const protocol::ScheduleLevels& asked, const protocol::NoiseLevels& levels);

 private:
  struct Named {
    QString name;
    protocol::NoiseLevels levels;
  };
  void ask();
  void keep();
  void plot(const QString& text = {});

  const document::Document& document_;
  session::EngineClient& engine_;
  QComboBox *sampler_ = nullptr, *schedule_ = nullptr, *quantity_ = nullptr;
  ValueSlider* steps_ = nullptr;
  Named chosen_;
  std::vector<Named> kept_;
  int asked_ = 0;
};

}  // namespace heddle::ui
