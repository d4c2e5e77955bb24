// Steps that several schedules share: rounding as the reference rounds, and levels from timesteps or Karras' sigmas.
// Used by schedules/ only. Pure functions.
#pragma once

#include <vector>

#include "diffusion/schedule.h"

namespace heddle::diffusion {

// `count` values from `first` to `last`, both included; a single value is `first`.
std::vector<double> evenly_spaced(double first, double last, int count);

// Half to even, as NumPy and LibTorch round.
double round_half_even(double value);

// Levels at timesteps. Fractional ones are interpolated linearly in sigma / alpha, as diffusers does.
std::vector<NoiseLevel> levels_at(const ScheduleRequest& request, const std::vector<double>& timesteps);

// Levels of given sigma / alpha. `whole` sets how fractional timesteps are rounded where the grid needs whole ones.
using WholeTimestep = double (*)(double t);
std::vector<NoiseLevel> levels_of_karras_sigmas(const ScheduleRequest& request,
                                                const std::vector<double>& karras_sigmas, WholeTimestep whole);

}  // namespace heddle::diffusion
