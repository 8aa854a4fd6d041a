# shellcheck shell=bash
# The app, on whatever machine this is. Sourced by ./dev, after setup.sh.

pictures="$PWD/shots"

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
  elif lacks_openclaw; then
    say "No OpenClaw was found here: starting Chela in a sandbox."
    run_in_sandbox
  else
    run_on_own_openclaw
  fi
}

# Whether there is a display: a variable may name one that is gone.
has_display() {
  [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 1
  display_answers && return
  say "No display answers (DISPLAY=${DISPLAY:-} WAYLAND_DISPLAY=${WAYLAND_DISPLAY:-}): going on without one."
  return 1
}

display_answers() {
  node -e '
    const { DISPLAY: x = "", WAYLAND_DISPLAY: wayland = "", XDG_RUNTIME_DIR: run = "" } = process.env;
    const [, host, number] = /^(.*):(\d+)(?:\.\d+)?$/.exec(x) ?? [];
    const file = `/tmp/.X11-unix/X${number}`;
    const doors = [];
    if (host && host !== "unix") doors.push({ host, port: 6000 + Number(number) });
    else if (number) doors.push({ path: file }, { path: `\0${file}` });
    if (wayland) doors.push({ path: require("path").resolve(run, wayland) });
    const knock = (door) => new Promise((opened, shut) => {
      require("net").connect(door, opened).on("error", shut).setTimeout(5000, shut);
    });
    Promise.any(doors.map(knock)).then(() => process.exit(0), () => process.exit(1))'
}

# Whether the program finds no OpenClaw at all: the same search as the app's. With one that cannot
# be used, the app is where a person is told why.
lacks_openclaw() {
  local found
  found="$("$target/debug/chela" status --json 2>/dev/null)" || true
  node -e '
    const { openclaw } = JSON.parse(process.argv[1]);
    process.exit(openclaw.problem?.code === "openclaw-missing" ? 0 : 1)' "$found" 2>/dev/null
}

run_on_own_openclaw() {
  say "Starting Chela on your own OpenClaw. Nothing is changed before you agree to it."
  "$target/debug/chela-desktop"
}

run_in_sandbox() {
  setup_session
  setup_openclaw
  build_app -p chela-rig
  "$target/debug/chela-sandbox"
}

run_without_display() {
  setup_virtual_desktop
  setup_openclaw
  build_app -p chela-rig
  "$target/debug/chela-sandbox" --drive "$pictures"
}

# The app, the program, the resolver beside them.
build_app() {
  say "Building Chela"
  cargo build --locked -p chela-desktop -p chela-cli -p chela-vault "$@" --bins
}
