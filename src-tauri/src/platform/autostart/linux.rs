//! Linux: the file `Chela.desktop` in the user's autostart folder (XDG Autostart specification).

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chela_core::{Code, Environment, Error, Result};
use tauri::{AppHandle, Manager};

use super::entry;
use crate::process;
use crate::session::Session;

/// Whether the desktop starts this very program at login.
pub(crate) fn is_on(app: &AppHandle) -> bool {
    let starts = |file: PathBuf| {
        let text = std::fs::read_to_string(file).ok()?;
        Some(entry::starts(&text, &program(app).ok()?))
    };
    file(&app.state::<Session>().environment).ok().and_then(starts).unwrap_or(false)
}

/// Makes it so, or no longer. An entry for a Chela that stood elsewhere is replaced.
///
/// # Errors
/// `autostart-failed`.
pub(crate) fn set(app: &AppHandle, on: bool) -> Result<()> {
    let file = file(&app.state::<Session>().environment)?;
    if on { write(&file, &program(app)?) } else { remove(&file) }
}

/// What is to be started: the image where Chela runs from one, which is mounted elsewhere each time.
fn program(app: &AppHandle) -> Result<PathBuf> {
    match app.env().appimage {
        Some(image) => Ok(image.into()),
        None => process::program().cloned().map_err(failed),
    }
}

fn file(environment: &Environment) -> Result<PathBuf> {
    let named = environment.get("XDG_CONFIG_HOME").map(PathBuf::from);
    let folder = named
        .filter(|folder| folder.is_absolute())
        .or_else(|| environment.home().map(|home| home.join(".config")))
        .ok_or_else(|| failed("HOME"))?;
    Ok(folder.join("autostart").join("Chela.desktop"))
}

fn write(file: &Path, program: &Path) -> Result<()> {
    let text = entry::text(program).ok_or_else(|| failed(program.display()))?;
    let folder = file.parent().unwrap_or(file);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(file, text))
        .map_err(|error| failed(Error::io(file.display(), "written", &error)))
}

fn remove(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(failed(Error::io(file.display(), "removed", &error)))
        }
        _ => Ok(()),
    }
}

fn failed(detail: impl ToString) -> Error {
    // The text of the code ends the sentence, in Chinese with a stop of its own.
    let detail = detail.to_string();
    Error::new(Code::AutostartFailed).with("detail", detail.trim_end_matches(['.', '。']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_the_desktops_and_what_is_written_can_be_removed_twice() {
        let root = std::env::temp_dir().join(format!("chela-autostart-{}", std::process::id()));
        let at = |pairs: &[(&str, &str)]| {
            file(&pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
        };
        let home = root.display().to_string();
        let path = at(&[("HOME", &home)]).unwrap();
        assert_eq!(path, root.join(".config/autostart/Chela.desktop"));
        // A relative one does not count.
        assert_eq!(at(&[("HOME", &home), ("XDG_CONFIG_HOME", "x")]).unwrap(), path);
        let named = at(&[("HOME", &home), ("XDG_CONFIG_HOME", "/c")]).unwrap();
        assert_eq!(named, Path::new("/c/autostart/Chela.desktop"));
        assert_eq!(at(&[]).unwrap_err().code, Code::AutostartFailed);

        let program = Path::new("/opt/My Programs/chela-desktop");
        write(&path, program).unwrap();
        assert!(entry::starts(&std::fs::read_to_string(&path).unwrap(), program));
        remove(&path).unwrap();
        remove(&path).unwrap();
        assert!(!path.exists());
        let _ = std::fs::remove_dir_all(root);
    }
}
