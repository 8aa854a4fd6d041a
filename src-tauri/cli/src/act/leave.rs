//! What `chela leave …` does.

use chela_core::Result;
use chela_core::setup::{self, Context};
use chela_core::view::LeaveRequest;

use super::answer;
use crate::args::Leave;
use crate::output::{Answer, Output};
use crate::render;
use crate::waiting::{wait, wait_or_put_back};

pub(super) fn leave(context: &Context, wanted: &Leave, output: &Output<'_>) -> Result<Answer> {
    match wanted.way() {
        Some(way) if !wanted.dry_run => {
            let request = LeaveRequest { way, accept_plaintext: wanted.accept_plaintext };
            let report = output.report();
            let left = wait_or_put_back(setup::leave(context, &request, &report))??;
            answer(render::left(&left), &left)
        }
        way => {
            let plan = wait(setup::plan_leave(context))??;
            answer(render::leave_plan(&plan, way), &plan)
        }
    }
}
