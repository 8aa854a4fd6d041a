//! Two homes on one machine, with the same profile name in each.

use chela_rig::openclaw::{send_turn, write_config};
use chela_rig::ports::Lease;
use chela_rig::standin::Sent;
use chela_rig::{Gateway, Result, credential};

use crate::world::{World, chela_in, odd_config};

#[test]
fn each_serves_its_own_secret() -> Result<()> {
    let world = World::new()?;
    let other = world.session.another_home("other")?;
    let port = Lease::new()?;
    write_config(&other, &odd_config(port.port(), &world.standin.base_url()))?;
    let (mine, theirs) = (credential::setup_token(), credential::setup_token());
    world.standin.accept(&mine);
    world.standin.accept(&theirs);
    world.connect(&["--setup-token", "--profile", "anthropic:work"], &mine)?;
    let arguments = ["connect", "--setup-token", "--profile", "anthropic:work", "--json"];
    chela_in(&other, &arguments, &theirs)?.success()?;
    assert_eq!(world.entries()?, 2);

    let _mine = world.gateway()?;
    let log = world.session.log("gateway-other");
    let _theirs = Gateway::start(&world.openclaw, &other, port.port(), &log)?;
    let served = || world.standin.turns().pop().and_then(|turn| turn.credential());
    assert!(world.turn()?.ok);
    assert_eq!(served(), Some(Sent::Bearer(mine)));
    assert!(send_turn(&world.openclaw, &other, "main", "Are you there?")?.ok);
    assert_eq!(served(), Some(Sent::Bearer(theirs)));
    Ok(())
}
