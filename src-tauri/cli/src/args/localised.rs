//! The command line with the words that the parser would say by itself, from the catalogue.

use clap::{Arg, ArgAction, Command};

use super::word;

/// A command and its subcommands, in the spoken language.
pub(crate) fn localised(command: Command) -> Command {
    // Makes the parser's own subcommand `help`.
    let mut command = with_flags(command);
    command.build();
    named(command)
}

/// Instead of the parser's own, which cannot be reworded.
fn with_flags(command: Command) -> Command {
    let is_root = command.get_version().is_some();
    let flag = |name: &'static str, short, action, help| {
        Arg::new(name).long(name).short(short).action(action).help(word(help))
    };
    let help = flag("help", 'h', ArgAction::Help, "program.help.help");
    let version = flag("version", 'V', ArgAction::Version, "program.help.version");
    let command = command.disable_help_flag(true).disable_version_flag(true).arg(help);
    let command = if is_root { command.arg(version) } else { command };
    command.mut_subcommands(with_flags)
}

fn named(command: Command) -> Command {
    let usage = word("program.help.usage");
    let template =
        format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}");
    let heading = |arg: Arg| {
        let options = !arg.is_positional();
        arg.help_heading(word(if options {
            "program.help.options"
        } else {
            "program.help.arguments"
        }))
    };
    let command = match command.get_name() {
        "help" => command.about(word("program.help.about")),
        _ => command,
    };
    command
        .help_template(template)
        .subcommand_help_heading(word("program.help.commands"))
        .mut_args(heading)
        .mut_subcommands(named)
}
