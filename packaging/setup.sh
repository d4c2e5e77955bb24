# What ./run, ./test and .ci/run share: packages, LibTorch, the CLIP vocabulary, configuring and building.
# Sourced by bash with `root` set to the checkout. Every step looks first and is silent when there is nothing to do.
# All it says goes to stderr, so that the standard output stays the program's own.

readonly kTorchWanted=2.13.0
readonly kTorchRange='torch>=2.11,<2.14'
readonly kPackages=(
  build-essential cmake ninja-build ccache mold pkg-config python3-venv
  nlohmann-json3-dev libfmt-dev libcli11-dev libexpected-dev libxxhash-dev libtomlplusplus-dev doctest-dev
  libzip-dev libpng-dev libjpeg-dev libwebp-dev libavif-dev zlib1g-dev liblcms2-dev libopencv-core-dev libopencv-imgproc-dev
  qt6-base-dev qt6-base-dev-tools qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqt6sql6-sqlite libqcustomplot-dev libgl-dev
)

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf '\033[1merror:\033[0m %s\n' "$*" >&2; exit 1; }
[ -t 2 ] || { say() { printf '==> %s\n' "$*" >&2; }; die() { printf 'error: %s\n' "$*" >&2; exit 1; }; }

# --- packages ---------------------------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "installing packages needs root, and sudo is not there. As root, run:
  apt-get update && apt-get install ${missing[*]}"
  fi
}

no_apt() {
  cat >&2 <<TEXT
error: this set-up installs packages with apt (Debian 12 and its family), and apt is not here.
Install these by your own package manager, then run again with HEDDLE_SKIP_PACKAGES=1:
  a C++20 compiler (g++ 12 or clang 14, or newer), CMake 3.25, Ninja, pkg-config, Python 3 with venv and pip,
  and the headers of: nlohmann-json 3.10, fmt 9, CLI11, tl-expected, xxHash, toml++, doctest,
  libzip, libpng, libjpeg, libwebp, libavif, zlib, LittleCMS 2, OpenCV 4 (core and imgproc),
  Qt 6.4 (Core, Gui, Widgets, PrintSupport, Svg, Sql, Test, LinguistTools), QCustomPlot 2.1.  Good to have: ccache, mold.
In Debian these are named:
  ${kPackages[*]}
TEXT
  exit 1
}

# ensure_packages NAME...: installs those that are missing; asks the network only then.
ensure_packages() {
  [ -z "${HEDDLE_SKIP_PACKAGES:-}" ] || return 0
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || no_apt
  local installed
  installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
  missing=()
  local package
  for package in "$@"; do
    [[ "$installed" == *" $package=installed "* ]] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing packages: ${missing[*]}"
  as_root apt-get update -qq >&2 || die "apt-get update failed; is there a network?"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
    die "apt-get could not install: ${missing[*]}"
}

# --- LibTorch and the vocabulary --------------------------------------------------------------------------------------

venv_python() {
  local venv=$root/build/venv
  if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "Making the environment build/venv"
    mkdir -p "$root/build"
    python3 -m venv "$venv" >&2 || die "python3 could not make build/venv; is python3-venv installed?"
  fi
  python=$venv/bin/python
}

pip_install() { "$python" -m pip install --no-deps --no-cache-dir --disable-pip-version-check --progress-bar off -q "$@" >&2; }

# The library alone: none of what the Python side of torch would pull in. The processor's build, which compiles without
# a CUDA toolkit, where the index offers it; else whatever fits.
ensure_torch() {
  [ -z "${Torch_DIR:-}" ] || return 0
  compgen -G "$root/build/venv/lib*/python3*/site-packages/torch/share/cmake/Torch/TorchConfig.cmake" >/dev/null && return 0
  venv_python
  say "Downloading LibTorch $kTorchWanted (about 200 MB)"
  pip_install "torch==$kTorchWanted+cpu" 2>/dev/null ||
    pip_install "torch==$kTorchWanted" 2>/dev/null ||
    pip_install "$kTorchRange" ||
    die "LibTorch could not be downloaded. Is there a network? Or set Torch_DIR=<torch>/share/cmake/Torch to your own (2.11 to 2.13)."
}

# CLIP's byte-pair vocabulary, out of a wheel that ships it.
ensure_vocabulary() {
  local target=$root/build/vocab/bpe_simple_vocab_16e6.txt
  [ ! -s "$target" ] || return 0
  venv_python
  say "Fetching CLIP's vocabulary (from the wheel of open_clip_torch)"
  local folder
  folder=$(mktemp -d "$root/build/vocab.XXXXXX")
  "$python" -m pip download --no-deps --no-cache-dir --disable-pip-version-check --progress-bar off -q \
      --only-binary=:all: -d "$folder" open_clip_torch >&2 &&
    "$python" - "$folder" >&2 <<'PYTHON' || { rm -rf "$folder"; die "CLIP's vocabulary could not be fetched. Is there a network?"; }
import glob, gzip, sys, zipfile
wheel, = glob.glob(sys.argv[1] + "/*.whl")
with zipfile.ZipFile(wheel) as archive:
    text = gzip.decompress(archive.read("open_clip/bpe_simple_vocab_16e6.txt.gz"))
open(sys.argv[1] + "/vocabulary", "wb").write(text)
PYTHON
  mkdir -p "$root/build/vocab"
  mv "$folder/vocabulary" "$target"
  rm -rf "$folder"
}

# The reference implementations, for the slow tests alone.
ensure_reference() {
  local folder=$root/build/reference
  if [ -x "$folder/bin/python" ] && "$folder/bin/python" -c 'import diffusers, transformers' 2>/dev/null; then return 0; fi
  say "Making the environment build/reference (torch, diffusers, transformers)"
  python3 -m venv "$folder" >&2 || die "python3 could not make build/reference; is python3-venv installed?"
  local install=("$folder/bin/python" -m pip install --no-cache-dir --disable-pip-version-check --progress-bar off -q)
  { "${install[@]}" "torch==$kTorchWanted+cpu" 2>/dev/null || "${install[@]}" "torch==$kTorchWanted"; } >&2 &&
    "${install[@]}" 'diffusers>=0.39,<0.43' 'transformers>=5,<6' safetensors accelerate pillow >&2 ||
    die "diffusers and transformers could not be installed. Is there a network?"
}

# --- building ---------------------------------------------------------------------------------------------------------

# One job a core, and 1.5 GB of memory for each: LibTorch's headers are large.
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo 2>/dev/null || echo "$cores")
  [ "$memory" -lt "$cores" ] && cores=$memory
  [ "$cores" -ge 1 ] || cores=1
  echo "$cores"
}

# configure_preset PRESET [OPTION...]: once; Ninja configures again when a CMake file changed.
configure_preset() {
  local preset=$1; shift
  [ ! -f "$root/build/$preset/build.ninja" ] || return 0
  say "Configuring build/$preset"
  (cd "$root" && cmake --preset "$preset" "$@" >"$root/build/configure-$preset.log" 2>&1) ||
    { cat "$root/build/configure-$preset.log" >&2; die "CMake could not configure build/$preset."; }
}

# build_preset PRESET [TARGET...]: configures where that was not done, then builds.
build_preset() {
  local preset=$1; shift
  local folder=$root/build/$preset
  configure_preset "$preset"
  local pending
  pending=$(ninja -C "$folder" -n "$@" 2>/dev/null | tail -n 1) || true
  [[ "$pending" != *"no work to do"* ]] || return 0
  say "Building build/$preset ${*:-(everything)}"
  ninja -C "$folder" -j "$(build_jobs)" "$@" >&2 || die "The build of build/$preset failed; see above."
}

# Everything that building needs.
ensure_tools() {
  ensure_packages "${kPackages[@]}"
  mkdir -p "$root/build"
  ensure_torch
  ensure_vocabulary
}
