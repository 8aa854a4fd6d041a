//! Each target with the inputs of its folder in `corpus/`, and some thousands that are made of
//! them. The same at each run; `./dev fuzz` goes on from here with libFuzzer.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::path::{Path, PathBuf};

use chela_fuzz::mutate::Mutator;

/// How many inputs are made for each target.
const MADE: usize = 3000;

macro_rules! targets {
    ($($name:ident)+) => {
        const TARGETS: &[&str] = &[$(stringify!($name)),+];

        $(#[test]
        fn $name() {
            holds(stringify!($name), chela_fuzz::$name::check);
        })+
    };
}

targets! { auth_profiles document history journal paste protocol reconcile redact status undo }

fn holds(target: &str, check: fn(&[u8])) {
    let inputs = inputs(&corpus().join(target));
    assert!(!inputs.is_empty());
    let mut mutator = Mutator::new(0);
    for input in &inputs {
        shown_if_it_fails(input, check);
    }
    for _ in 0..MADE {
        shown_if_it_fails(&mutator.mutated(&inputs), check);
    }
}

#[test]
fn each_folder_of_the_corpus_has_a_target() {
    let mut found: Vec<String> = std::fs::read_dir(corpus())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, TARGETS);
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The files of a folder, always in the same order.
fn inputs(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

fn shown_if_it_fails(input: &[u8], check: fn(&[u8])) {
    struct Input<'b>(&'b [u8]);
    impl Drop for Input<'_> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("the input: \"{}\"", self.0.escape_ascii());
            }
        }
    }
    let shown = Input(input);
    check(shown.0);
}
