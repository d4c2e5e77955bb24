#!/usr/bin/env bash
# Trains the full world's set, part after part, in the order that README.md names. A part that is done is left out, one
# that was stopped goes on: run it again after any stop.
#   resources/recipes/train_bobbin.sh [STAGE...]    all stages, or those named
# The model comes to stand in build/train/bobbin_full. From the environment: HEDDLE (the program), THREADS (of one run),
# TOGETHER (how many runs at once, where they do not wait for each other; default 1), OPTIONS (of every run, such as
# OPTIONS="--set train.device=cuda").
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
cd "$root"
program=${HEDDLE:-build/release/bin/heddle}
folder=build/train
together=${TOGETHER:-1}
model=$folder/bobbin_full

# Stage, recipe, and the folder that it exports into. Stages of one line of `order` do not wait for each other.
order=(
  "vae clip attribute_judge judge"
  "vae_tiny unet_128"
  "unet"
  "ip_adapter ip_adapter_plus simple_adapter style_ink style_pastel style_neon"
)
recipe_of() { case $1 in judge | attribute_judge) echo "bobbin_$1" ;; *) echo "bobbin_full_$1" ;; esac; }
export_of() { case $1 in unet_128) echo "$folder/bobbin_full_128" ;; judge | attribute_judge) echo "$model/judge" ;; *) echo "$model" ;; esac; }

train_stage() {
  local recipe run
  recipe=$(recipe_of "$1")
  run=$folder/$recipe
  [ -e "$run/exported" ] && return 0
  mkdir -p "$run"
  "$program" train "resources/recipes/$recipe.toml" --run-folder "$run" --export "$(export_of "$1")" \
    ${THREADS:+--threads "$THREADS"} ${OPTIONS:-} >> "$run/progress.log" 2>&1 || { echo "$1 stopped; $run/progress.log says why" >&2; return 1; }
  touch "$run/exported"
  echo "$1 done"
}

for line in "${order[@]}"; do
  for stage in $line; do
    if [ $# -gt 0 ] && [[ " $* " != *" $stage "* ]]; then continue; fi
    while [ "$(jobs -rp | wc -l)" -ge "$together" ]; do wait -n; done
    train_stage "$stage" &
  done
  while [ -n "$(jobs -p)" ]; do wait -n || exit 1; done
done
