# shellcheck shell=bash
# The app, on whatever machine this is. Sourced by ./dev, after setup.sh.

pictures="$PWD/shots"
built="${CARGO_TARGET_DIR:-target}/debug"

start_app() {
  local sandbox=no
  case "${1:-}" in
    "") ;;
    --sandbox) sandbox=yes ;;
    *) fail "Usage: ./dev run [--sandbox]" ;;
  esac
  setup_build
  build_page
  if ! has_display; then
    run_without_display
    return
  fi
  build_app
  if [ "$sandbox" = yes ]; then
    run_in_sandbox
  elif ! has_openclaw; then
    say "No OpenClaw was found here: starting Chela in a sandbox."
    run_in_sandbox
  else
    run_on_own_openclaw
  fi
}

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

# Whether the program finds an OpenClaw that it can use: the same search as the app's.
has_openclaw() {
  "$built/chela" status --json 2>/dev/null | node -e '
    const { openclaw } = JSON.parse(require("fs").readFileSync(0, "utf8"));
    process.exit(openclaw.path && !openclaw.problem ? 0 : 1)' 2>/dev/null
}

run_on_own_openclaw() {
  say "Starting Chela on your own OpenClaw. Nothing is changed before you agree to it."
  "$built/chela-desktop"
}

run_in_sandbox() {
  setup_session
  setup_openclaw
  build_app -p chela-rig
  "$built/chela-sandbox"
}

run_without_display() {
  setup_virtual_desktop
  setup_openclaw
  build_app -p chela-rig
  "$built/chela-sandbox" --drive "$pictures"
}

# The app, the program, the resolver beside them.
build_app() {
  say "Building Chela"
  cargo build --locked -p chela-desktop -p chela-cli -p chela-vault "$@" --bins
}
