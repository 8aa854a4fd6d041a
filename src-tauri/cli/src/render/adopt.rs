//! What was moved into the keychain, as text.

use chela_core::text::say;
use chela_core::view::Adopted;

use super::notice;

pub(crate) fn adopted(done: &Adopted) -> String {
    let profiles = done.profiles.join(", ");
    let mut out = match done.profiles.is_empty() {
        true => say("program.adopted.removed", &[("masked", &done.masked)]),
        false => say("program.adopted.moved", &[("masked", &done.masked), ("profiles", &profiles)]),
    };
    out += "\n";
    if !done.files.is_empty() {
        out += &format!("{}\n", say("program.adopted.files", &[]));
        out.extend(done.files.iter().map(|file| format!("  {file}\n")));
    }
    out.extend(done.left.iter().chain(&done.notices).map(notice));
    out
}
