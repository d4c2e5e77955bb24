#!/usr/bin/env bash
# Trains the full world's set, part after part; it wants a GPU. A part that is done is left out, one that was stopped goes
# on: run it again after any stop.
#   resources/recipes/full_world/train.sh [STAGE...]    all stages, or those named
# The model comes to stand in build/train/bobbin_full. From the environment: HEDDLE (the program), THREADS (of one run),
# TOGETHER (how many runs at once, where they do not wait for each other; default 1), OPTIONS (of every run, such as
# OPTIONS="--set train.device=cuda").
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.." && pwd -P)
cd "$root"
program=${HEDDLE:-build/release/bin/heddle}
folder=build/train
together=${TOGETHER:-1}
model=$folder/bobbin_full

# Stages in the order in which they are begun, each with those that it stands on.
stages=(vae clip attribute_judge judge vae_decoder unet_128 unet vae_tiny
        ip_adapter ip_adapter_plus simple_adapter style_ink style_pastel style_neon)
needs_of() {
  case $1 in
    vae | clip | attribute_judge | judge) ;;
    vae_decoder) echo vae ;;
    vae_tiny) echo vae_decoder ;;
    unet_128) echo vae clip ;;
    unet) echo unet_128 ;;
    *) echo unet ;;
  esac
}
recipe_of() { case $1 in judge | attribute_judge) echo "bobbin_$1" ;; *) echo "full_world/bobbin_full_$1" ;; esac; }
export_of() {
  case $1 in
    judge | attribute_judge) echo "$model/judge" ;;
    unet_128) echo "${model}_128" ;;
    vae_decoder) echo "${model}_decoder" ;;  # beside the VAE whose latents the others are cached for, until all are done
    *) echo "$model" ;;
  esac
}

run_of() { basename "$(recipe_of "$1")"; }

is_done() { [ -e "$folder/$(run_of "$1")/exported" ]; }
may_begin() {
  local need
  for need in $(needs_of "$1"); do is_done "$need" || return 1; done
}
train_stage() {
  local recipe run
  recipe=$(recipe_of "$1")
  run=$folder/$(run_of "$1")
  mkdir -p "$run"
  "$program" train "resources/recipes/$recipe.toml" --run-folder "$run" --export "$(export_of "$1")" \
    ${THREADS:+--threads "$THREADS"} ${OPTIONS:-} >> "$run/progress.log" 2>&1 || { echo "$1 stopped; $run/progress.log says why" >&2; return 1; }
  touch "$run/exported"
  echo "$1 done"
}

waiting=()
for stage in "${stages[@]}"; do
  if [ $# -gt 0 ] && [[ " $* " != *" $stage "* ]]; then continue; fi
  is_done "$stage" || waiting+=("$stage")
done
while true; do
  later=()
  for stage in "${waiting[@]}"; do
    if [ "$(jobs -rp | wc -l)" -lt "$together" ] && may_begin "$stage"; then train_stage "$stage" & else later+=("$stage"); fi
  done
  waiting=("${later[@]}")
  [ -n "$(jobs -p)" ] || break
  wait -n || exit 1
done
if [ ${#waiting[@]} -gt 0 ]; then echo "not begun, since what they stand on is not done: ${waiting[*]}" >&2; exit 1; fi
for stage in "${stages[@]}"; do is_done "$stage" || exit 0; done
cp -r "${model}_decoder/vae/." "$model/vae/"
