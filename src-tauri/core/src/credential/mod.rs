//! Credentials on their way: read from what was pasted, put into the keychain, bound to a
//! profile by reference.

pub mod auth_profiles;
pub mod binding;
pub mod paste;
pub mod profile;
pub mod resolver;
