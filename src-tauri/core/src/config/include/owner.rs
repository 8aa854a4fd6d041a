//! Which file a change belongs to: the one in which the key stands, or, for a new key, the one
//! that holds the deepest of its parents. Where two could be meant nothing is guessed.

use serde_json::Value;

use super::Files;
use super::resolve::{KEY, Mount};
use crate::config::document::{Edit, Key, Path};
use crate::text::say;
use crate::{Code, Error, Result};

/// The file that an edit belongs to, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The index in [`Files::files`].
    pub file: usize,
    /// The path within that file.
    pub path: Path,
}

impl Owner {
    /// The edit as the file needs it.
    pub fn edit(&self, edit: &Edit) -> Edit {
        let path = self.path.clone();
        match edit {
            Edit::Set { value, .. } => Edit::Set { path, value: value.clone() },
            Edit::Remove { .. } => Edit::Remove { path },
            Edit::Rename { name, .. } => Edit::Rename { path, name: name.clone() },
        }
    }
}

impl Files {
    /// The file that an edit of the merged value belongs to.
    ///
    /// # Errors
    /// `config-ambiguous` (`key`, `path`) when more than one could be meant, when the key holds
    /// an included file as a whole, or when the file is included in several places;
    /// `config-include` when it lies outside the folder of the main file.
    pub fn owner(&self, edit: &Edit) -> Result<Owner> {
        let path = edit.path();
        let ambiguous = || {
            Error::new(Code::ConfigAmbiguous)
                .with("key", path)
                .with("path", self.files[0].path.display())
        };
        let within = self.mounts[1..].iter().any(|mount| mount.at.0.starts_with(&path.0));
        if within || path.0.contains(&KEY.into()) || self.joined_list(path) {
            return Err(ambiguous());
        }
        let mut best: Option<(&Mount, usize)> = None;
        let mut tied = false;
        for mount in self.mounts.iter().filter(|mount| path.0.starts_with(&mount.at.0)) {
            let Some(reach) = self.reach(mount, path) else { continue };
            match best {
                Some((_, most)) if reach < most => {}
                Some((_, most)) if reach == most => tied = true,
                _ => {
                    best = Some((mount, reach));
                    tied = false;
                }
            }
        }
        let (mount, _) = best.filter(|_| !tied).ok_or_else(ambiguous)?;
        let file = &self.files[mount.file];
        // Under another name too: by a symbolic link.
        let is_it = |other: &&Mount| self.files[other.file].real == file.real;
        if self.mounts.iter().filter(is_it).count() > 1 {
            return Err(ambiguous());
        }
        if file.foreign {
            return Err(Error::new(Code::ConfigInclude)
                .with("path", self.files[0].path.display())
                .with("include", file.path.display())
                .with("detail", say("include.foreign", &[])));
        }
        Ok(Owner { file: mount.file, path: Path(path.0[mount.at.0.len()..].to_vec()) })
    }

    /// How many steps of `path` exist in a file; nothing when it leaves the rest to the files
    /// that it includes at that point.
    fn reach(&self, mount: &Mount, path: &Path) -> Option<usize> {
        let document = &self.files[mount.file].document;
        let found = document.reach(&path.0[mount.at.0.len()..]);
        let reach = mount.at.0.len() + found;
        let last = Path(path.0[mount.at.0.len()..reach].to_vec());
        let leaves = reach < path.0.len() && document.is_only(&last, KEY);
        (!leaves).then_some(reach)
    }

    /// Whether the path counts elements of a list to which several files add.
    fn joined_list(&self, path: &Path) -> bool {
        let lists = path.0.iter().enumerate().filter(|(_, key)| matches!(key, Key::Index(_)));
        lists.into_iter().any(|(depth, _)| {
            let list = Path(path.0[..depth].to_vec());
            let holders = self.mounts.iter().filter(|mount| {
                list.0.starts_with(&mount.at.0) && {
                    let local = Path(list.0[mount.at.0.len()..].to_vec());
                    self.files[mount.file].document.get(&local).is_some_and(|v: Value| v.is_array())
                }
            });
            holders.count() > 1
        })
    }
}
