//! Chela killed in the middle of a move out of plaintext: the gateway goes on serving, before
//! anybody settles what was interrupted, and after that.

use std::time::Duration;

use chela_rig::openclaw::is_healthy;
use chela_rig::standin::Sent;
use chela_rig::{Gateway, Result, credential, wait};

use crate::audit::{sign_in, write};
use crate::interruptions::{at_work_until, settle};
use crate::world::World;

const VERSION: &str = "2026.9.6";
const WHOLE: [&str; 3] = ["adopt", "--everywhere", "--json"];
/// Until a gateway that was stopped answers again: the command for which that was done ends first.
const LIMIT: Duration = Duration::from_secs(240);

/// A gateway that runs with a key in plaintext, which stands in a file besides.
struct Running {
    world: World,
    key: String,
    _gateway: Gateway,
}

impl Running {
    fn new() -> Result<Self> {
        let world = World::new()?;
        let key = credential::api_key();
        world.standin.accept(&key);
        sign_in(&world, VERSION, &key)?;
        write(&world, ".bashrc", &format!("# mine\nexport ANTHROPIC_API_KEY={key}\n"))?;
        let gateway = world.gateway()?;
        world.serves(&gateway, &Sent::ApiKey(key.clone()))?;
        Ok(Self { world, key, _gateway: gateway })
    }

    /// Killed as soon as the journal names `step`.
    fn killed_at(&self, step: &str) -> Result<()> {
        at_work_until(&self.world, &WHOLE, "", step)?.kill()?;
        self.serves_on()
    }

    /// Killed while OpenClaw clears its database out, for which the gateway was stopped.
    fn killed_without_gateway(&self) -> Result<()> {
        let mut chela = at_work_until(&self.world, &WHOLE, "", "paused")?;
        let port = self.world.port.port();
        let stopped = || !is_healthy(port) || chela.ended().is_some();
        wait::until(LIMIT, "a gateway that is stopped", stopped)?;
        assert!(chela.ended().is_none(), "it came to its end: {}", chela.log());
        chela.kill()?;
        self.serves_on()
    }

    /// Without anybody's doing, and after what was interrupted is settled.
    fn serves_on(&self) -> Result<()> {
        self.serves()?;
        settle(&self.world, "--take-back")?.success()?;
        self.serves()
    }

    fn serves(&self) -> Result<()> {
        let answers = || self.world.answers().is_ok();
        wait::until(LIMIT, "a gateway that answers", answers)?;
        assert_eq!(self.world.served(), Some(Sent::ApiKey(self.key.clone())));
        Ok(())
    }
}

#[test]
fn while_the_gateway_is_stopped() -> Result<()> {
    Running::new()?.killed_without_gateway()
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn at_each_step() -> Result<()> {
    let running = Running::new()?;
    for step in ["stored", "edited", "bound", "reloaded"] {
        running.killed_at(step)?;
    }
    // It is in the keychain from here on; what is left is the plaintext.
    running.world.chela(&["adopt", "--keep"], "")?.success()?;
    running.killed_at("edited")?;
    running.world.chela(&WHOLE, "")?.success()?;
    running.serves()?;
    assert_eq!(running.world.files_with(&running.key)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}
