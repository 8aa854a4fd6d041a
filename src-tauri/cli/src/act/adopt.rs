//! What `chela adopt …` does.

use std::path::Path;

use chela_core::Result;
use chela_core::setup::{self, Context};
use chela_core::view::AdoptRequest;

use super::answer;
use crate::args::{Adopt, AdoptCommand, AdoptCredential, AdoptSetting};
use crate::output::{Answer, Output};
use crate::waiting::{wait, wait_or_put_back};
use crate::{dry_run, render};

pub(super) fn adopt(context: &Context, wanted: Adopt, output: &Output<'_>) -> Result<Answer> {
    match wanted.command {
        Some(AdoptCommand::Setting(wanted)) => setting(context, &wanted, output),
        None => credential(context, wanted.credential, output),
    }
}

fn credential(context: &Context, wanted: AdoptCredential, output: &Output<'_>) -> Result<Answer> {
    let from = (!wanted.everywhere).then(|| wanted.from.iter().map(|file| whole(file)).collect());
    let request = AdoptRequest {
        ends: wanted.ends,
        from,
        profile: wanted.profile,
        agents: wanted.agents,
        accept_plaintext: wanted.accept_plaintext,
    };
    if wanted.dry_run {
        return dry_run::previewed(wait(setup::plan_adopt(context, &request))??);
    }
    let report = output.report();
    let done = wait_or_put_back(setup::adopt(context, &request, &report))??;
    answer(render::adopted(&done), &done)
}

/// A file as it is named from anywhere.
fn whole(file: &str) -> String {
    if file.starts_with("~/") {
        return file.to_owned();
    }
    let path = std::path::absolute(file).unwrap_or_else(|_| Path::new(file).to_owned());
    path.display().to_string()
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
