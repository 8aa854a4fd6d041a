//! A program in a pseudo-terminal, and what its screen shows.

use std::io;
use std::num::NonZeroU16;
use std::path::Path;

use pty_process::{OwnedReadPty, OwnedWritePty, Size};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Child;
use zeroize::Zeroizing;

/// As wide as no line is, so that nothing is wrapped.
const ROWS: NonZeroU16 = NonZeroU16::new(60).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(1000).unwrap();
/// Input between these is a paste, in which the program looks for no keys.
const PASTE: [&[u8]; 2] = [b"\x1b[200~", b"\x1b[201~"];
const ENTER: &[u8] = b"\r";

/// The program and its terminal. It is killed when this is dropped.
pub(super) struct Terminal {
    _child: Child,
    output: OwnedReadPty,
    input: OwnedWritePty,
    screen: vt100::Parser,
}

impl Terminal {
    /// Starts a program with these variables and no others.
    pub(super) fn start(
        program: &Path,
        arguments: &[&str],
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> pty_process::Result<Self> {
        let (pty, pts) = pty_process::open()?;
        pty.resize(Size::new(ROWS.get(), COLUMNS.get()))?;
        let child = pty_process::Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(variables)
            .kill_on_drop(true)
            .spawn(pts)?;
        let (output, input) = pty.into_split();
        Ok(Self { _child: child, output, input, screen: vt100::Parser::new(ROWS, COLUMNS, 0) })
    }

    /// Waits until it prints something, and reads that; `false` when nothing will come any more.
    pub(super) async fn read(&mut self) -> bool {
        let mut bytes = Zeroizing::new([0; 4096]);
        // The other end of a closed terminal is an error on Linux, and the end elsewhere.
        let count = self.output.read(bytes.as_mut_slice()).await.unwrap_or(0);
        self.screen.process(&bytes[..count]);
        count > 0
    }

    /// What is on the screen.
    pub(super) fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.screen.screen().contents())
    }

    /// Types a line.
    pub(super) async fn type_line(&mut self, line: &str) -> io::Result<()> {
        let is_paste = self.screen.screen().bracketed_paste();
        let [begin, end]: [&[u8]; 2] = if is_paste { PASTE } else { [b"", b""] };
        if !line.is_empty() {
            self.input.write_all(&Zeroizing::new([begin, line.as_bytes(), end].concat())).await?;
        }
        self.input.write_all(ENTER).await
    }
}

impl Drop for Terminal {
    /// Writes over what stands on the screen: a token may.
    fn drop(&mut self) {
        let blank = vec![b' '; usize::from(ROWS.get()) * usize::from(COLUMNS.get())];
        self.screen.process(b"\x1b[?1049l\x1b[r\x1b[H");
        self.screen.process(&blank);
    }
}
