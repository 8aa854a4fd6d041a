//! A stand-in for Claude Code's `claude setup-token`, beyond the point where the real one needs a
//! person with a browser: it prints what 2.1.197 prints, takes a code, and prints a token that a test
//! has made up.

use std::fs;
use std::io::{Read, Write, stderr, stdin, stdout};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use rustix::termios::{OptionalActions, tcgetattr, tcgetwinsize, tcsetattr};
use serde::{Deserialize, Serialize};

use crate::{Session, programs};

/// The code that the page would show.
pub const CODE: &str = "MadeUpCodeOfThePage4Chela#MadeUpState";
/// The page to sign in on.
pub const ADDRESS: &str = "https://claude.com/cai/oauth/authorize?code=true&client_id=made-up\
    &response_type=code&redirect_uri=https%3A%2F%2Fplatform.claude.com%2Foauth%2Fcode%2Fcallback\
    &scope=user%3Ainference&code_challenge=made-up&code_challenge_method=S256&state=made-up";
/// By this file it knows what to do. It reads it once and removes it, as a token stands in it.
const ORDERS: &str = ".claude-stand-in.json";

/// What it does.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Orders {
    /// The token that it makes.
    pub token: String,
    /// It breaks lines itself, at so many characters.
    pub width: Option<usize>,
    /// It ends before it has asked for anything, with these words.
    pub ends: Option<String>,
    /// It asks this question first, which no version is known to ask.
    pub asks: Option<String>,
}

/// Puts it where its own installer does in a session's home.
///
/// # Errors
/// When it is not built or cannot be put there.
pub fn install(session: &Session, orders: &Orders) -> Result<()> {
    let folder = session.home().join(".local/bin");
    fs::create_dir_all(&folder)?;
    symlink(programs::claude()?, folder.join("claude"))?;
    order(session, orders)
}

/// Tells it what to do the next time.
///
/// # Errors
/// When the file cannot be written.
pub fn order(session: &Session, orders: &Orders) -> Result<()> {
    Ok(fs::write(session.home().join(ORDERS), serde_json::to_string(orders)?)?)
}

/// The program.
pub fn main() -> ExitCode {
    match play() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn play() -> Result<ExitCode> {
    ensure!(std::env::args().skip(1).eq(["setup-token"]), "only setup-token is played");
    let file = PathBuf::from(std::env::var_os("HOME").context("no HOME")?).join(ORDERS);
    let orders: Orders = serde_json::from_slice(&fs::read(&file)?)?;
    fs::remove_file(file)?;
    let columns = usize::from(tcgetwinsize(stdin())?.ws_col);
    let width = orders.width.map_or(columns, |width| width.min(columns)).max(1);
    // The keys come one by one, and are not shown.
    let mut terminal = tcgetattr(stdin())?;
    terminal.make_raw();
    tcsetattr(stdin(), OptionalActions::Now, &terminal)?;

    print("\x1b[?2004h\x1b[38;5;174mWelcome to Claude Code\x1b[39m v2.1.197\n\n")?;
    if let Some(words) = &orders.ends {
        print(&format!("{words}\n"))?;
        return Ok(ExitCode::from(3));
    }
    if let Some(question) = &orders.asks {
        print(&format!("{question} > "))?;
        line()?;
    }
    print("\n · Opening browser to sign in…\n")?;
    loop {
        print("\x1b[2J\x1b[H Browser didn't open? Use the url below to sign in (c to copy)\n\n")?;
        print(&format!("{}\n\n\n Paste code here if prompted > \n", broken(ADDRESS, width)))?;
        if line()? == CODE {
            break;
        }
        print(
            "\x1b[2J\x1b[H OAuth error: Invalid code. Please make sure the full code was copied\n",
        )?;
        print("\n Press \x1b[1mEnter\x1b[22m to retry.\n")?;
        line()?;
    }
    print(
        "\x1b[2J\x1b[H\x1b[32m✓ Long-lived authentication token created successfully!\x1b[39m\n\n",
    )?;
    print("Your OAuth token (valid for 1 year):\n\n")?;
    // In two pieces, as a terminal may hand it out.
    let token = broken(&orders.token, width);
    let (first, second) = token.split_at(token.len() / 2);
    print(&format!("\x1b[33m{first}"))?;
    print(&format!(
        "{second}\x1b[39m\n\nStore this token securely. You won't be able to see it again.\n"
    ))?;
    print("\nUse this token by setting: export CLAUDE_CODE_OAUTH_TOKEN=<token>\n")?;
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<()> {
    let mut out = stdout();
    out.write_all(text.replace('\n', "\r\n").as_bytes())?;
    Ok(out.flush()?)
}

/// What is typed up to Enter, without the marks around what was pasted.
fn line() -> Result<String> {
    let mut typed = Vec::new();
    for byte in stdin().lock().bytes() {
        match byte? {
            b'\r' | b'\n' => break,
            byte => typed.push(byte),
        }
    }
    Ok(String::from_utf8(typed)?.replace("\x1b[200~", "").replace("\x1b[201~", ""))
}

fn broken(text: &str, width: usize) -> String {
    let parts: Vec<_> = text.as_bytes().chunks(width).map(String::from_utf8_lossy).collect();
    parts.join("\n")
}
