//! The one type that holds a secret.

use zeroize::Zeroizing;

/// A credential. It has no `Display`, its `Debug` shows nothing, and it is zeroed on drop.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over `text`.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself. Every use of it can be found by searching for this name.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The secret as people may see it: its kind's prefix, three characters, and its end
    /// (`sk-ant-oat01-Zk3…mAA`). A short one is masked whole.
    pub fn masked(&self) -> String {
        let text: Vec<char> = self.0.chars().collect();
        if text.len() < 32 {
            return "…".to_owned();
        }
        let head: String = text[..16].iter().collect();
        let tail: String = text[text.len() - 3..].iter().collect();
        format!("{head}…{tail}")
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    /// Compares without stopping at the first difference.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_and_mask_do_not_show_it() {
        let secret = Secret::new(format!("sk-ant-oat01-{}mAA", "Zk3x".repeat(23)));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.masked(), "sk-ant-oat01-Zk3…mAA");
        assert_eq!(Secret::new("short".into()).masked(), "…");
    }
}
