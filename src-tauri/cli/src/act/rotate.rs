//! `chela rotate`.

use chela_core::Result;
use chela_core::credential::paste;
use chela_core::setup::{self, Context};
use chela_core::view::RotateRequest;
use serde_json::json;

use super::answer;
use crate::args::Rotate;
use crate::output::{Answer, Output};
use crate::waiting::{wait, wait_or_put_back};
use crate::{dry_run, render, secret_input};

pub(super) fn rotate(
    context: &Context,
    wanted: &Rotate,
    output: &mut Output<'_>,
) -> Result<Answer> {
    let profile = setup::profile_called(context, &wanted.profile);
    if wanted.revoked {
        let left = setup::revoked(context, &profile)?;
        return answer(render::revoked(&profile, &left), &json!({ "revocations": left }));
    }
    // Before anybody is asked for a secret: is there one to replace, and of what kind?
    let old = wait(setup::rotatable(context, &profile))??;
    let text = secret_input::read(old.kind)?;
    let reading = paste::read(&text);
    let warning = reading.warning.clone();
    let (kind, secret) = reading.credential()?;
    let request = RotateRequest {
        profile,
        kind,
        check: !wanted.no_check,
        accept_plaintext: wanted.accept_plaintext,
    };
    if let Some(warning) = &warning {
        output.aside(warning);
    }
    if wanted.dry_run {
        let plan = wait(setup::plan_rotate(context, &request, &secret))??;
        return dry_run::rotate(plan, warning);
    }
    let report = output.report();
    let mut done = wait_or_put_back(setup::rotate(context, &request, &secret, &report))??;
    if output.json {
        done.notices.extend(warning);
    }
    answer(render::rotated(&done), &done)
}
