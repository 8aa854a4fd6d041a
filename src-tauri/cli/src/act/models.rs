//! `chela model …`.

use chela_core::setup::{self, Context};
use chela_core::view::FallbacksChange;
use chela_core::{Code, Result, models};
use serde_json::json;

use super::{answer, check_in_background};
use crate::args::{Fallbacks, FallbacksCommand, Model, ModelCommand};
use crate::output::Answer;
use crate::waiting::wait;
use crate::{dry_run, render};

pub(crate) fn model(context: &Context, wanted: Model) -> Result<Answer> {
    match wanted.command {
        None => {
            let model = setup::model(context, wanted.of.agent.as_deref())?;
            answer(render::model(&model), &model)
        }
        Some(ModelCommand::List(of)) => {
            // A config that is broken is no reason to list nothing.
            let current = match setup::model(context, of.agent.as_deref()) {
                Err(error) if error.code != Code::AgentUnknown => None,
                model => model?.primary,
            };
            let list = wait(setup::models(context, None))?;
            answer(render::model_list(&list, current.as_deref()), &list)
        }
        Some(ModelCommand::Set { model, of, dry_run }) => {
            set_model(context, &model, of.agent.as_deref(), dry_run)
        }
        Some(ModelCommand::Fallbacks(wanted)) => fallbacks(context, wanted),
        Some(ModelCommand::Alias { model, name, dry_run: true, .. }) => {
            dry_run::previewed(wait(setup::plan_alias(context, &model, name.as_deref()))??)
        }
        Some(ModelCommand::Alias { model, name, .. }) => {
            let done = wait(setup::set_alias(context, &model, name.as_deref()))??;
            if done.changed {
                check_in_background(context);
            }
            answer(render::alias_set(&done), &done)
        }
        Some(ModelCommand::Users { model }) => {
            let users = wait(setup::model_users(context, &model))??;
            answer(render::model_users(&users), &users)
        }
        Some(ModelCommand::BringAlong { model, dry_run: true }) => {
            dry_run::previewed(wait(setup::plan_bring_along(context, &model))??)
        }
        Some(ModelCommand::BringAlong { model, .. }) => {
            let done = wait(setup::bring_along(context, &model))??;
            if done.change.is_some() {
                check_in_background(context);
            }
            answer(render::brought_along(&done), &done)
        }
    }
}

fn fallbacks(context: &Context, wanted: Fallbacks) -> Result<Answer> {
    let agent = wanted.agent.as_deref();
    let change = match wanted.command {
        None => {
            let model = setup::model(context, agent)?;
            return answer(render::fallbacks(&model), &json!({ "fallbacks": model.fallbacks }));
        }
        Some(FallbacksCommand::Add { model }) => FallbacksChange::Add { model },
        Some(FallbacksCommand::Remove { model }) => FallbacksChange::Remove { model },
        Some(FallbacksCommand::Set { models }) => FallbacksChange::Set { models },
    };
    if wanted.dry_run {
        return dry_run::previewed(setup::plan_set_fallbacks(context, &change, agent)?);
    }
    let done = setup::set_fallbacks(context, &change, agent)?;
    if done.changed {
        check_in_background(context);
    }
    answer(render::fallbacks_set(&done), &done)
}

pub(super) fn set_model(
    context: &Context,
    model: &str,
    agent: Option<&str>,
    dry_run: bool,
) -> Result<Answer> {
    let model = models::reference(model)?;
    if dry_run {
        return dry_run::previewed(setup::plan_switch_model(context, &model, agent)?);
    }
    let switched = setup::switch_model(context, &model, agent)?;
    if switched.changed {
        check_in_background(context);
    }
    answer(render::switched(&switched), &switched)
}
