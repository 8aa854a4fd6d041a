# shellcheck shell=bash
# The long runs of the fuzz targets. Sourced by ./dev, after setup.sh.

# fuzz [TARGET] [SECONDS|-runs=N]: libFuzzer on one target or on each, one after the other, from
# the corpus and from what earlier runs have found (in the build folder). Stops at the first
# input for which something does not hold; it is put into tests/fuzz/artifacts.
fuzz() {
  local targets=() limit=-max_total_time=60 target
  for argument in "$@"; do
    case "$argument" in
      -runs=*) limit="$argument" ;;
      *[!0-9]*) targets=("$argument") ;;
      *) limit="-max_total_time=$argument" ;;
    esac
  done
  [ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls tests/fuzz/corpus)
  for target in "${targets[@]}"; do
    [ -d "tests/fuzz/corpus/$target" ] || fail "Targets: $(ls tests/fuzz/corpus | xargs)"
  done
  setup_fuzz
  for target in "${targets[@]}"; do
    say "Fuzzing $target"
    local found="$fuzz_folder/found/$target"
    mkdir -p "$found"
    logged fuzz cargo_fuzz run "$target" "$found" "tests/fuzz/corpus/$target" -- "$limit" \
      -max_len=4096 -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0
    echo "$target: $(stat_of number_of_executed_units) executions, $(stat_of average_exec_per_sec) each second, nothing found."
  done
}

setup_fuzz() {
  need cargo "Install Rust 1.95 or later first."
  debian build-essential pkg-config
  cargo_tool cargo-fuzz "$fuzz_version"
  # Apart from the other builds: the whole tree is built with libFuzzer's counters.
  fuzz_folder="$PWD/target/fuzz"
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
