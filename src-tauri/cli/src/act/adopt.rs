//! What `chela adopt …` does.

use chela_core::Result;
use chela_core::setup::{self, Context};

use super::answer;
use crate::args::{Adopt, AdoptCommand, AdoptSetting};
use crate::output::{Answer, Output};
use crate::waiting::{wait, wait_or_put_back};
use crate::{dry_run, render};

pub(super) fn adopt(context: &Context, wanted: &Adopt, output: &Output<'_>) -> Result<Answer> {
    match &wanted.command {
        AdoptCommand::Setting(wanted) => setting(context, wanted, output),
    }
}

fn setting(context: &Context, wanted: &AdoptSetting, output: &Output<'_>) -> Result<Answer> {
    let settings = (!wanted.all).then_some(wanted.settings.as_slice());
    if wanted.dry_run {
        return dry_run::previewed(wait(setup::plan_adopt_settings(context, settings))??);
    }
    let report = output.report();
    let moving = setup::adopt_settings(context, settings, &report);
    let done = wait_or_put_back(moving)??;
    answer(render::adopted_settings(&done), &done)
}
