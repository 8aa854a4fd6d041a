# shellcheck shell=bash
# Checks and tests. Sourced by ./dev, after setup.sh.

# Those that are ignored, but for what writes a golden file.
long_tests='not test(/record_/)'

# Every check, and every test but the long ones. Ends at the first that is not green, and with a count.
test_everything() {
  setup_everything
  build_page
  build_pretended_page
  lint
  build_programs
  test_page
  say "Tests in Rust, with the real OpenClaw, keyring, window and tray"
  logged rust cargo nextest run --locked --workspace
  logged docs cargo test --locked --quiet --workspace --doc
  say "All green: $(count_rust) tests in Rust, $(count_page) tests of the page. $advisories"
  echo "The long tests are left out: ./dev long"
}

# The tests that `test` leaves out because each takes minutes.
test_long() {
  setup_everything
  build_page
  build_programs
  say "The long tests in Rust, with the real OpenClaw"
  cargo nextest run --locked -p chela-rig --run-ignored only -E "$long_tests"
}

# Logic only: no keyring, no window, no OpenClaw.
test_fast() {
  setup_build
  setup_nextest
  test_page
  say "Tests of the logic in Rust"
  logged rust cargo nextest run --locked -p chela-core -p chela-vault -p chela-cli --lib --bins
  say "Green: $(count_rust) tests in Rust, $(count_page) tests of the page."
}

lint_alone() {
  setup_build
  setup_lint
  # Clippy reads the app, which carries the built page.
  build_page
  lint
}

lint() {
  say "Formatting, clippy"
  cargo fmt --all --check
  cargo clippy --locked --workspace --all-targets -- -D warnings
  say "Licences, sources, duplicates, advisories of the dependencies"
  cargo deny --locked check bans licenses sources
  check_advisories
  say "The page's types and style"
  (cd ui && npm run --silent typecheck && npm run --silent lint)
}

# The database of advisories comes from the network. Where it cannot be reached the rest goes
# on, and the last line says that this was not checked.
check_advisories() {
  advisories="The dependencies have no known advisories."
  if cargo deny --locked fetch db >"$(log_of advisories)" 2>&1; then
    cargo deny --locked check --disable-fetch advisories
  else
    advisories="NOT checked: advisories (their database could not be reached)."
    echo "$advisories"
  fi
}

build_everything() {
  setup_build
  build_page
  build_programs
}

build_page() {
  say "The page"
  (cd ui && npm run --silent build)
}

# The same page over a backend that only pretends, to show and check every screen.
build_pretended_page() {
  (cd ui && npm run --silent build:pretended)
}

build_programs() {
  say "The app and its programs"
  cargo build --locked --workspace --bins
}

test_page() {
  say "Tests of the page"
  (cd ui && npm test --silent -- --reporter=default --reporter=json \
    --outputFile.json="$(log_of page)")
}

# A picture of every screen in every language, in both themes and two sizes.
screens() {
  local folder="${1:-$pictures/screens}"
  setup_build
  setup_virtual_desktop
  build_page
  build_pretended_page
  say "Pictures of every screen"
  cargo run --locked -p chela-rig --bin chela-screens -- "$folder" "${@:2}"
}

# The pictures of the documentation: of the real app, on its way from nothing to Claude's answer.
document_pictures() {
  setup_everything
  build_page
  build_programs
  local taken
  taken="$(mktemp -d)"
  CHELA_TEST_PICTURES="$taken" cargo nextest run --locked -p chela-rig -E 'test(/^first_run::it_/)'
  mkdir -p docs/pictures
  for name in 5-review 7-answer 8-home; do
    cp "$taken/first-run/$name.png" "docs/pictures/${name#*-}.png"
  done
  rm -r "$taken"
}

bench() {
  setup_build
  setup_session
  setup_openclaw
  say "Building the programs as they are released"
  cargo build --locked --release -p chela-cli -p chela-vault -p chela-rig --bins
  "$target/release/chela-bench"
  say "The config's functions of text, at one, two and four times a size"
  cargo run --locked --release -p chela-core --example scale
}

# Kills and I/O errors at every step of every operation, and five writers at the same time.
faults() {
  setup_build
  setup_faults
  setup_openclaw
  setup_older_openclaws
  say "Building the programs as they are released"
  cargo build --locked --release -p chela-cli -p chela-vault -p chela-rig --bins
  "$target/release/chela-faults" "$@"
}

# Runs a command and keeps what it prints, to be counted.
logged() {
  local log
  log="$(log_of "$1")"
  shift
  "$@" 2>&1 | tee "$log"
}

log_of() {
  mkdir -p "$target/dev"
  echo "$target/dev/$1.log"
}

count_rust() { sed -nE 's/.*Summary .* ([0-9]+) passed.*/\1/p' "$(log_of rust)" | tail -n 1; }
count_page() { node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).numPassedTests' "$(log_of page)"; }
