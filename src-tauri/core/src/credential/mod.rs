//! Credentials on their way: read from what was pasted, put into the keychain, bound to a
//! profile by reference.

pub mod binding;
pub mod paste;
pub mod resolver;
