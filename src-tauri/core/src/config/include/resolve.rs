//! Takes in what is included, within the bounds that OpenClaw 2026.9.6 sets: ten levels, 2 MB
//! a file, paths under 4096 characters, no circle, nothing outside the allowed folders (also
//! not through a symlink), no second hard link, no `__proto__`.

use std::path::{Component, Path as FsPath, PathBuf};

use serde_json::{Map, Value};

use super::merge::merge;
use super::{File, Files, Read, unreadable};
use crate::config::document::{Document, Path};
use crate::text::say;
use crate::{Code, Error, Result};

pub(super) const KEY: &str = "$include";
const MAX_LEVELS: usize = 10;
const MAX_BYTES: u64 = 2 * 1024 * 1024;
const MAX_PATH: usize = 4096;
/// Bounds of our own, which no config of a person meets: inclusions in all, and nesting of the
/// whole, over which this recurses.
const MAX_INCLUSIONS: usize = 1000;
const MAX_DEPTH: usize = 400;

/// Where the content of a file stands in the merged value.
#[derive(Debug, Clone)]
pub(super) struct Mount {
    pub(super) file: usize,
    pub(super) at: Path,
}

/// An allowed folder, as it is named and where it really is.
struct Root {
    named: PathBuf,
    real: PathBuf,
}

pub(super) struct Resolver<'r, 'f> {
    files: Vec<File>,
    mounts: Vec<Mount>,
    roots: Vec<Root>,
    read: &'r mut Read<'f>,
}

/// The files from the main one to the one at work.
#[derive(Clone, Copy)]
struct Chain<'c> {
    file: usize,
    outer: Option<&'c Chain<'c>>,
}

impl Chain<'_> {
    fn holds(&self, file: usize) -> bool {
        self.file == file || self.outer.is_some_and(|outer| outer.holds(file))
    }

    fn levels(&self) -> usize {
        self.outer.map_or(0, |outer| outer.levels() + 1)
    }
}

impl<'r, 'f> Resolver<'r, 'f> {
    /// `files` are known already, the main one first.
    pub(super) fn new(files: Vec<File>, roots: &[PathBuf], read: &'r mut Read<'f>) -> Self {
        let own = files[0].path.parent().map(FsPath::to_owned).into_iter();
        let extra = roots.iter().filter(|root| root.is_absolute()).map(|root| normal(root));
        let roots = own
            .chain(extra)
            .map(|named| Root {
                real: named.canonicalize().unwrap_or_else(|_| named.clone()),
                named,
            })
            .collect();
        Self { files, mounts: Vec::new(), roots, read }
    }

    pub(super) fn finish(mut self) -> Result<Files> {
        self.mounts.push(Mount { file: 0, at: Path::default() });
        let main = self.files[0].document.value();
        let value = self.value(&main, Chain { file: 0, outer: None }, &Path::default())?;
        Ok(Files { files: self.files, mounts: self.mounts, value })
    }

    fn value(&mut self, value: &Value, chain: Chain<'_>, at: &Path) -> Result<Value> {
        if at.0.len() > MAX_DEPTH {
            return Err(self.refused(chain, "?", "include.too-deep"));
        }
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.value(item, chain, &at.join(index)))
                .collect::<Result<_>>()
                .map(Value::Array),
            Value::Object(members) => match members.get(KEY) {
                Some(names) => self.including(names, members, chain, at),
                None => self.members(members, chain, at).map(Value::Object),
            },
            plain => Ok(plain.clone()),
        }
    }

    fn members(
        &mut self,
        members: &Map<String, Value>,
        chain: Chain<'_>,
        at: &Path,
    ) -> Result<Map<String, Value>> {
        members
            .iter()
            .filter(|(name, _)| *name != KEY)
            .map(|(name, value)| {
                Ok((name.clone(), self.value(value, chain, &at.join(name.clone()))?))
            })
            .collect()
    }

    fn including(
        &mut self,
        names: &Value,
        members: &Map<String, Value>,
        chain: Chain<'_>,
        at: &Path,
    ) -> Result<Value> {
        let wrong = "include.no-path";
        let included = match names {
            Value::String(name) => self.included(name, chain, at)?,
            Value::Array(names) => {
                let mut merged = Value::Object(Map::new());
                for name in names {
                    let Some(name) = name.as_str() else {
                        return Err(self.refused(chain, KEY, wrong));
                    };
                    merged = merge(merged, self.included(name, chain, at)?);
                }
                merged
            }
            _ => return Err(self.refused(chain, KEY, wrong)),
        };
        if members.len() == 1 {
            return Ok(included);
        }
        if !included.is_object() {
            let name = names.as_str().unwrap_or(KEY);
            return Err(self.refused(chain, name, "include.no-object"));
        }
        Ok(merge(included, Value::Object(self.members(members, chain, at)?)))
    }

    fn included(&mut self, name: &str, chain: Chain<'_>, at: &Path) -> Result<Value> {
        let path = self.resolved(name, chain)?;
        let known = self.files.iter().position(|file| file.path == path);
        if known.is_some_and(|file| chain.holds(file)) {
            return Err(self.refused(chain, name, "include.circle"));
        }
        if chain.levels() >= MAX_LEVELS {
            return Err(self.refused(chain, name, "include.too-many-levels"));
        }
        if self.mounts.len() > MAX_INCLUSIONS {
            return Err(self.refused(chain, name, "include.too-many"));
        }
        let file = match known {
            Some(file) => file,
            None => self.fetch(name, path, chain)?,
        };
        self.mounts.push(Mount { file, at: at.clone() });
        let value = self.files[file].document.value();
        self.value(&value, Chain { file, outer: Some(&chain) }, at)
    }

    fn resolved(&self, name: &str, chain: Chain<'_>) -> Result<PathBuf> {
        if name.contains('\0') {
            return Err(self.refused(chain, "?", "include.null-byte"));
        }
        let folder = self.files[chain.file].path.parent().unwrap_or(FsPath::new("/"));
        let path = normal(&folder.join(name));
        if name.len() >= MAX_PATH || path.as_os_str().len() >= MAX_PATH {
            return Err(self.refused(chain, "?", "include.long-path"));
        }
        Ok(path)
    }

    fn fetch(&mut self, name: &str, path: PathBuf, chain: Chain<'_>) -> Result<usize> {
        let refused = |key: &str| Err(self.refused(chain, name, key));
        let outside = "include.outside";
        let inside = |path: &FsPath, root: &Root| path.starts_with(&root.named);
        let Some(index) = self.roots.iter().position(|root| inside(&path, root)) else {
            return refused(outside);
        };
        let mut foreign = index > 0;
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return refused("include.missing");
            }
            Err(_) => return refused("include.not-found"),
        };
        match self.roots.iter().position(|root| real.starts_with(&root.real)) {
            Some(index) => foreign |= index > 0,
            None => return refused(outside),
        }
        match path.metadata() {
            Ok(data) if !data.is_file() => return refused("include.no-file"),
            Ok(data) if data.len() > MAX_BYTES => return refused("include.too-large"),
            Ok(data) if has_second_name(&data) => {
                return refused("include.hard-link");
            }
            _ => {}
        }
        let text = (self.read)(&path).map_err(|error| unreadable(&path, &error))?;
        let document =
            Document::parse(&text).map_err(|error| error.with("path", path.display()))?;
        if document.is_blank() {
            return Err(self.refused(chain, name, "include.empty"));
        }
        self.files.push(File { path, real, document, exists: true, foreign });
        Ok(self.files.len() - 1)
    }

    /// `key` is that of what is wrong with the file, in the catalogue.
    fn refused(&self, chain: Chain<'_>, include: &str, key: &str) -> Error {
        Error::new(Code::ConfigInclude)
            .with("path", self.files[chain.file].path.display())
            .with("include", include)
            .with("detail", say(key, &[]))
    }
}

#[cfg(unix)]
fn has_second_name(data: &std::fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(data) > 1
}

#[cfg(not(unix))]
fn has_second_name(_data: &std::fs::Metadata) -> bool {
    false
}

/// A path without `.` and `..`, by its letters alone.
fn normal(path: &FsPath) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
