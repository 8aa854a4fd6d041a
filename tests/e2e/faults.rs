//! A few faults at each operation, and a few writers at the same time: the short form of what
//! `./dev faults` does for hours.

use std::cell::RefCell;

use chela_rig::faults::{self, Counts, Plan};
use chela_rig::{Context, Result, together};

/// As many kills, and as many I/O errors, in each operation.
const FEW: usize = 5;
/// Any would do; with the same one a failure can be looked at again.
const SEED: u64 = 20_261_129;
/// How many changes the five writers make.
const CHANGES: usize = 200;

fn few(name: &str) -> Result<Counts> {
    faults::is_possible()?;
    let operation = faults::all().into_iter().find(|one| one.name == name).context("unknown")?;
    let plan = Plan { kills: FEW, errors: FEW, seed: SEED, real: false };
    let said = RefCell::new(String::new());
    let counts = faults::make(operation, plan, &|line| said.borrow_mut().push_str(line))?;
    assert_eq!(counts.failures, 0, "{counts}\n{}", said.borrow());
    Ok(counts)
}

macro_rules! operations {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() -> Result<()> {
            println!("{}", few($name)?);
            Ok(())
        })*

        #[test]
        fn none_is_left_out() {
            let names: Vec<&str> = faults::all().iter().map(|operation| operation.name).collect();
            assert_eq!(names, [$($name),*]);
        }
    };
}

operations! {
    connect: "connect",
    connect_anew: "connect anew",
    disconnect: "disconnect",
    order: "order",
    first: "first",
    give: "give",
    rotate: "rotate",
    model: "model",
    fallbacks: "fallbacks",
    cache: "cache",
    undo: "undo",
    undo_a_connect: "undo a connect",
    undo_a_disconnect: "undo a disconnect",
    move_to_keychain: "move to keychain",
    adopt: "adopt",
    comments: "comments",
    repair: "repair",
    adopt_settings: "adopt settings",
    undo_of_adopted_settings: "undo of adopted settings",
    leave_handing_back: "leave: hand back",
    leave_signing_out: "leave: sign out",
    finish: "settle: finish",
    take_back: "settle: take back",
}

#[test]
fn five_writers_at_the_same_time() -> Result<()> {
    let tally = together::write(CHANGES, false)?;
    println!("{tally}");
    assert_eq!(tally.lost, Vec::<String>::new());
    Ok(())
}
