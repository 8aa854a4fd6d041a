//! `test`: whether one sign-in works, asked of Anthropic or of the running gateway.

use chela_core::Result;
use chela_core::credential::profile::profile_name;
use chela_core::setup::{self, Context};
use chela_core::text::say;
use chela_core::view::{Checked, Notice, TestTurn};

use crate::act::answer;
use crate::args::Test;
use crate::output::Answer;
use crate::render;
use crate::waiting::wait;

/// Proves the sign-in. That it does not work is an answer, and no failure of the command.
///
/// # Errors
/// `profile-unmanaged`, those of the keychain and the config.
pub(crate) fn prove(context: &Context, wanted: &Test) -> Result<Answer> {
    // What OpenClaw's own commands have named otherwise is taken as it is.
    let profile = profile_name(&wanted.profile).unwrap_or_else(|_| wanted.profile.clone());
    if wanted.turn {
        let turn = wait(setup::test_profile(context, &profile, &wanted.agents))?;
        return answer(served(&turn), &turn);
    }
    let checked = wait(setup::check_profile(context, &profile))??;
    answer(said(&checked), &checked)
}

fn served(turn: &TestTurn) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (model, profile, reply) = (text(&turn.model), text(&turn.profile), text(&turn.reply));
    let said: [(&str, &dyn ToString); 3] =
        [("model", &model), ("profile", &profile), ("reply", &reply)];
    match &turn.problem {
        Some(problem) => render::notice(problem),
        None => say("program.test.served", &said) + "\n",
    }
}

fn said(checked: &Checked) -> String {
    let problem: String =
        checked.problem.iter().map(|notice: &Notice| render::notice(notice)).collect();
    format!("{}\n{problem}", checked.text)
}
