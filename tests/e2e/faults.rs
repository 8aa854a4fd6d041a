//! A few faults at each operation, and a few writers at the same time: the short form of what
//! `./dev faults` does for hours.

use chela_rig::faults::{self, Plan};
use chela_rig::{Context, Result, together};

/// As many kills, and as many I/O errors, in each operation.
const FEW: usize = 10;
/// Any would do; with the same one a failure can be looked at again.
const SEED: u64 = 20_261_129;
/// How many changes the five writers make.
const CHANGES: usize = 200;

fn few(name: &str) -> Result<()> {
    faults::is_possible()?;
    let operation = faults::all().into_iter().find(|one| one.name == name).context("unknown")?;
    let plan = Plan { kills: FEW, errors: FEW, seed: SEED, real: false };
    let counts = faults::make(operation, plan, &|said| eprintln!("{said}"))?;
    eprintln!("{counts}");
    assert_eq!(counts.failures, 0);
    Ok(())
}

macro_rules! operations {
    ($($test:ident: $name:literal,)*) => {
        $(#[test] fn $test() -> Result<()> { few($name) })*

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
    model: "model",
    undo: "undo",
    move_to_keychain: "move to keychain",
    repair: "repair",
    finish: "settle: finish",
    take_back: "settle: take back",
}

#[test]
fn five_writers_at_the_same_time() -> Result<()> {
    let tally = together::write(CHANGES, false)?;
    eprintln!("{tally}");
    assert_eq!(tally.lost, Vec::<String>::new());
    Ok(())
}
