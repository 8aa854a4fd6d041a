//! A session bus that starts no services by itself: what is not there stays away.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::child::{Child, Environment, Output, command};

#[derive(Debug)]
pub(super) struct Bus {
    address: String,
    _daemon: Child,
}

impl Bus {
    /// Starts one that listens where a login session's does, `$XDG_RUNTIME_DIR/bus`.
    pub(super) fn start(root: &Path, environment: &Environment) -> Result<Self> {
        let config = root.join("bus.conf");
        fs::write(&config, config_text(&root.join("run/bus")))?;
        let mut command = command("dbus-daemon", environment);
        command.args(["--nofork", "--nopidfile", "--print-address=1", "--config-file"]);
        command.arg(&config);
        let log = root.join("log/bus.log");
        let mut daemon = Child::start("dbus-daemon", &mut command, &log, Output::Piped)?;
        // It prints the address when it listens.
        let address = daemon.first_line()?;
        Ok(Self { address, _daemon: daemon })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

/// The usual session bus without a folder of services that it would start on demand.
fn config_text(socket: &Path) -> String {
    format!(
        r#"<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        socket.display()
    )
}
