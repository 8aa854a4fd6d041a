//! Two homes of one user, with the same profile name in each: one keychain, one folder of Chela's,
//! one resolver.

use chela_rig::openclaw::write_config;
use chela_rig::ports::Lease;
use chela_rig::standin::Sent;
use chela_rig::{Context, Result, credential, drive};
use serde_json::Value;

use crate::world::{World, local_turn, odd_config};

/// The ids of the homes, the one without a name first.
fn homes(world: &World) -> Result<Vec<String>> {
    let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
    let homes = status["homes"].as_array().context("no homes")?;
    Ok(homes.iter().filter_map(|home| home["id"].as_str().map(str::to_owned)).collect())
}

/// What `chela --home ID status` says: the chosen home's config, and how its one sign-in ends.
fn told(world: &World, home: &str) -> Result<(String, String)> {
    let status = world.chela(&["--home", home, "status", "--json"], "")?.success()?.json()?;
    let of = |list: &str, so: &dyn Fn(&Value) -> bool, field: &str| {
        let found = status[list].as_array()?.iter().find(|one| so(one))?;
        Some(found[field].as_str()?.to_owned())
    };
    let config = of("homes", &|home| home["chosen"] == true, "configPath");
    let masked = of("signIns", &|sign_in| sign_in["serves"] == true, "masked");
    Ok((config.context("no home")?, masked.with_context(|| status.to_string())?))
}

#[test]
fn each_serves_its_own_secret() -> Result<()> {
    let world = World::new()?;
    let other = world.session.of_profile("work");
    let port = Lease::new()?;
    let config = write_config(&other, &odd_config(port.port(), &world.standin.base_url()))?;
    let (mine, theirs) = (credential::setup_token(), credential::setup_token());
    world.standin.accept(&mine);
    world.standin.accept(&theirs);
    let ids = homes(&world)?;
    assert_eq!(ids.len(), 2, "{ids:?}");
    for (home, token) in ids.iter().zip([&mine, &theirs]) {
        let arguments = ["--home", home, "connect", "--setup-token", "--json"];
        world.chela(&arguments, token)?.success()?;
    }
    assert_eq!(world.entries()?, 2);
    assert_eq!(told(&world, &ids[0])?, (shown(&world.config), drive::ends(&mine)));
    assert_eq!(told(&world, &ids[1])?, (shown(&config), drive::ends(&theirs)));

    world.local_turn("main")?.success()?;
    assert_eq!(world.served(), Some(Sent::Bearer(mine)));
    local_turn(&world.openclaw, &other, "main")?.success()?;
    assert_eq!(world.served(), Some(Sent::Bearer(theirs)));
    Ok(())
}

fn shown(path: &std::path::Path) -> String {
    path.display().to_string()
}
