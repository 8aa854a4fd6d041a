//! Made-up credentials: of the real length and alphabet, different in each run, and nobody's.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The length of the real ones.
const LENGTH: usize = 108;

/// A made-up Claude setup-token.
pub fn setup_token() -> String {
    filled("sk-ant-oat01-")
}

/// A made-up Anthropic API key.
pub fn api_key() -> String {
    filled("sk-ant-api03-")
}

/// `prefix` filled up with characters that occur in no other credential, so that a search of
/// the disk for it finds only its own traces.
fn filled(prefix: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut state = (now as u64) ^ (u64::from(std::process::id()) << 40) ^ (count << 20);
    let mut text = format!("{prefix}MadeUp-");
    while text.len() < LENGTH - 2 {
        // A linear congruential generator (Knuth's MMIX constants): nothing here is secret.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push(char::from(ALPHABET[(state >> 58) as usize]));
    }
    text.push_str("AA");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_look_real_and_differ() {
        let (one, other) = (setup_token(), setup_token());
        assert_ne!(one, other);
        assert_eq!(one.len(), 108);
        assert!(one.starts_with("sk-ant-oat01-") && one.ends_with("AA"));
        assert!(api_key().starts_with("sk-ant-api03-"));
    }
}
