//! The program `chela` against the real OpenClaw, keyring and gateway. What is proven each time is
//! what a user would see: Claude answers through the intended secret, the config keeps its
//! comments, and the secret is nowhere but in the keychain.

mod adopting;
mod adopting_killed;
mod audit;
mod caching;
mod configs;
mod connecting;
mod dialects;
mod doctor;
mod dry_run;
mod homes;
mod interruptions;
mod leaving;
mod memory;
mod models;
mod other_secrets;
mod refusals;
mod rotating;
mod setup_token;
mod sign_in_faults;
mod sign_ins;
mod undoing;
mod updating;
mod usage;
mod world;
mod writers;
