# shellcheck shell=bash
# The long runs of the fuzz targets. Sourced by ./dev, after setup.sh.

# fuzz [TARGET] [SECONDS|-runs=N]: libFuzzer on one target or on each, one after the other, from
# the corpus and from what earlier runs have found (in the build folder). Stops at the first
# input for which something does not hold; it is put into tests/fuzz/artifacts.
fuzz() {
  local readers=() limit=-max_total_time=60 reader
  for argument in "$@"; do
    case "$argument" in
      -runs=*) limit="$argument" ;;
      *[!0-9]*) readers=("$argument") ;;
      *) limit="-max_total_time=$argument" ;;
    esac
  done
  [ ${#readers[@]} -gt 0 ] || mapfile -t readers < <(ls tests/fuzz/corpus)
  for reader in "${readers[@]}"; do
    [ -d "tests/fuzz/corpus/$reader" ] || fail "Targets: $(ls tests/fuzz/corpus | xargs)"
  done
  setup_fuzz
  for reader in "${readers[@]}"; do
    say "Fuzzing $reader"
    local found="$fuzz_folder/found/$reader"
    mkdir -p "$found"
    logged fuzz cargo_fuzz run "$reader" "$found" "tests/fuzz/corpus/$reader" -- "$limit" \
      -max_len=4096 -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0
    echo "$reader: $(stat_of number_of_executed_units) executions, $(stat_of average_exec_per_sec) each second, nothing found."
  done
}

setup_fuzz() {
  need cargo "Install Rust 1.95 or later first."
  debian build-essential pkg-config
  cargo_tool cargo-fuzz "$fuzz_version"
  find_target
  # Apart from the other builds: the whole tree is built with libFuzzer's counters.
  fuzz_folder="$target/fuzz"
}

# Without a sanitizer, which only a nightly Rust has: Chela has no unsafe code. The profile of a
# release would take an hour to build and abort where a panic is to be told.
cargo_fuzz() {
  local command="$1"
  shift
  CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=2 CARGO_PROFILE_RELEASE_STRIP=none \
    CARGO_PROFILE_RELEASE_PANIC=unwind \
    cargo fuzz "$command" --fuzz-dir tests/fuzz --sanitizer none --features libfuzzer \
    --target-dir "$fuzz_folder" "$@"
}

stat_of() { sed -nE "s/^stat::$1: +//p" "$(log_of fuzz)" | tail -n 1; }
