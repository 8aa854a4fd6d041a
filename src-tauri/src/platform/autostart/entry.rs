//! The text of an autostart entry (Desktop Entry specification): writing one, and seeing whether
//! one starts a program. Leaves out files.

use std::path::Path;

use super::ARGUMENT;

/// What the specification wants quoted in an argument of `Exec`.
const RESERVED: &str = " \t\n\"'\\><~|&;$*?#()`";

/// The entry that starts `program` in the tray; nothing for a path that is no text.
pub(super) fn text(program: &Path) -> Option<String> {
    let exec = escaped(&quoted(program.to_str()?));
    Some(format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Name=Chela\n\
         Exec={exec} {ARGUMENT}\n\
         Terminal=false\n\
         StartupNotify=false\n"
    ))
}

/// Whether the entry is in force and starts `program`.
pub(super) fn starts(text: &str, program: &Path) -> bool {
    let off = value(text, "Hidden").as_deref() == Some("true")
        || value(text, "X-GNOME-Autostart-enabled").as_deref() == Some("false");
    let named = value(text, "Exec").and_then(|exec| first_argument(&exec));
    !off && named.is_some_and(|named| Path::new(&named) == program)
}

/// An argument as `Exec` wants it.
fn quoted(argument: &str) -> String {
    let argument = argument.replace('%', "%%");
    if !argument.contains(|c| RESERVED.contains(c)) {
        return argument;
    }
    let mut out = String::from('"');
    for c in argument.chars() {
        if "\"`$\\".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out + "\""
}

/// A value as it stands in the file: that is one more layer of escapes.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}

/// The value of `key` in the entry's own group, without its escapes.
fn value(text: &str, key: &str) -> Option<String> {
    let group = text.lines().skip_while(|line| line.trim() != "[Desktop Entry]").skip(1);
    let raw = group.take_while(|line| !line.starts_with('[')).find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim_end() == key).then(|| value.trim())
    })?;
    let mut out = String::new();
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        out.push(match c {
            '\\' => match rest.next()? {
                's' => ' ',
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            },
            c => c,
        });
    }
    Some(out)
}

/// The program that an `Exec` names, without quotes.
fn first_argument(exec: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = exec.chars();
    let mut within = false;
    while let Some(c) = rest.next() {
        match c {
            '"' => within = !within,
            '\\' if within => out.push(rest.next()?),
            ' ' if !within => break,
            c => out.push(c),
        }
    }
    (!within && !out.is_empty()).then(|| out.replace("%%", "%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_where_the_specification_wants_it() {
        let exec = |path: &str| {
            let text = text(Path::new(path)).unwrap();
            text.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap().to_owned()
        };
        assert_eq!(exec("/usr/bin/chela-desktop"), "/usr/bin/chela-desktop --hidden");
        assert_eq!(exec("/My Programs/chela"), "\"/My Programs/chela\" --hidden");
        assert_eq!(exec("/50%/chela"), "/50%%/chela --hidden");
        // Quoted for Exec, then escaped for the file.
        assert_eq!(exec("/a$b \"c\"/chela"), r#""/a\\$b \\"c\\"/chela" --hidden"#);
        assert_eq!(exec("/a\\b/chela"), r#""/a\\\\b/chela" --hidden"#);
    }

    #[test]
    fn what_is_written_starts_that_program_and_no_other() {
        for path in ["/usr/bin/chela", "/My Programs/chela", "/50% \\ $x `y` \"z\"/chela", "/a\nb"]
        {
            let written = text(Path::new(path)).unwrap();
            assert!(starts(&written, Path::new(path)), "{written}");
            assert!(!starts(&written, Path::new("/elsewhere/chela")), "{written}");
        }
    }

    #[test]
    fn an_entry_that_is_switched_off_or_stale_is_not_on() {
        let entry = |more: &str| format!("[Desktop Entry]\nExec=/opt/chela --hidden\n{more}\n");
        let on = |text: &str| starts(text, Path::new("/opt/chela"));
        assert!(on(&entry("")));
        assert!(on(&entry("X-GNOME-Autostart-enabled=true\n[Other]\nHidden=true")));
        assert!(!on(&entry("Hidden=true")));
        assert!(!on(&entry("X-GNOME-Autostart-enabled=false")));
        // As it was written before, of a path with a space: it starts something else.
        assert!(!starts(
            "[Desktop Entry]\nExec=/My Programs/chela --hidden\n",
            Path::new("/My Programs/chela")
        ));
        assert!(!on("Exec=/opt/chela\n") && !on("[Desktop Entry]\nExec=\"/opt/chela\n") && !on(""));
    }
}
