//! The program `chela` against the real OpenClaw, keyring and gateway. What is proven each time is
//! what a user would see: Claude answers through the intended secret, the config keeps its
//! comments, and the secret is nowhere but in the keychain.

mod connecting;
mod homes;
mod refusals;
mod world;
