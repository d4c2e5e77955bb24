// AUTOMATIC1111's `parameters` block, also written by its forks.
#include <QCoreApplication>
#include <charconv>

#include "image/parameters_block.h"
#include "import/image_import.h"

namespace heddle::import {
namespace {

template <class T>
bool read(const std::string& text, T& value) {
  T parsed{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (code != std::errc() || end != text.data() + text.size()) return false;
  value = parsed;
  return true;
}

bool readSize(const std::string& text, MadeWith& made) {
  const std::size_t cross = text.find('x');
  return cross != std::string::npos && read(text.substr(0, cross), made.width) &&
         read(text.substr(cross + 1), made.height);
}

// "Automatic" is the sampler's own schedule there: Karras of DPM++ 2M, exponential of DPM++ 2M SDE.
bool readSchedule(const std::string& text, MadeWith& made) {
  MadeWith probe;
  if (text == "Automatic") {
    if (made.sampler == "dpmpp_2m") made.schedule = "karras";
    if (made.sampler == "dpmpp_2m_sde") made.schedule = "exponential";
    return true;
  }
  if (text == "Normal") return true;
  if (text == "DDIM") {
    made.schedule = "leading";
    return true;
  }
  if (!readSampler("Euler " + text, probe)) return false;
  made.schedule = probe.schedule;
  return !probe.schedule.empty();
}

// True when the field is understood, or says nothing that changes the picture.
bool take(const std::string& key, const std::string& value, MadeWith& made) {
  if (key == "Steps") return read(value, made.steps);
  if (key == "Sampler") return readSampler(value, made);
  if (key == "Schedule type") return readSchedule(value, made);
  if (key == "CFG scale") return read(value, made.guidance);
  if (key == "Seed") return read(value, made.seed);
  if (key == "Size") return readSize(value, made);
  if (key == "Clip skip") return read(value, made.clipSkip);
  if (key == "Denoising strength") return read(value, made.strength);
  if (key == "Model") {
    made.model = value;
    return true;
  }
  return key == "Model hash" || key == "Version" || key == "Lora hashes" || key == "TI hashes" || key == "Hashes" ||
         (key == "RNG" && value == "CPU");
}

}  // namespace

MadeWith readA1111(const std::string& text, QStringList& notUnderstood) {
  const image::ParametersBlock block = image::parse_parameters(text);
  MadeWith made;
  made.prompt = block.prompt;
  made.negative = block.negative;
  for (const auto& [key, value] : block.fields) {
    if (!take(key, value, made)) {
      notUnderstood << QString::fromStdString(key + ": " + value);
    }
  }
  if (made.prompt.find("<lora:") != std::string::npos) {
    notUnderstood << QCoreApplication::translate("import", "LoRA tags in the text");
  }
  return made;
}

}  // namespace heddle::import
