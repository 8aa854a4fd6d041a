//! Every screen of the page, in the engine of the app's window and over a pretended backend: to look
//! at all of them at once, and to check each as an assistive technology finds it. What the real app
//! does is the matter of the tests of the window.

mod scenes;
mod sheet;
mod words;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub use scenes::{SCENES, Scene};
pub use sheet::sheet;
pub use words::Words;

use crate::runtime::{block_on, runtime};
use crate::{Session, Window, wait};

/// The browser that comes with the library that the app uses.
const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/// How long one step of a way may take.
const LIMIT: Duration = Duration::from_secs(30);

/// Presses the control with these words and answers whether it could be pressed.
const PRESS: &str = r"
    const words = arguments[0];
    const called = (one) => (one.getAttribute('aria-label') ?? one.textContent).trim();
    const can = (one) => one.checkVisibility() && !one.disabled && one.ariaDisabled !== 'true';
    const all = [...document.querySelectorAll('button, summary, label')].filter(can);
    const found = all.find((one) => called(one) === words)
        ?? all.find((one) => called(one).startsWith(words));
    found?.click();
    return found !== undefined;";

/// Whether these words are shown, and nothing is being read any more.
const SHOWS: &str = r"
    const all = [...document.querySelectorAll('h1, h2, h3, p, button, summary, dt, dd, li')];
    const shown = all.some((one) => one.textContent.includes(arguments[0]));
    return shown && !document.querySelector('.age [aria-busy=true]');";

/// Calls back when the page is drawn as it is now.
const DRAWN: &str = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](true)));";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Its name in those of pictures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of GTK that has WebKit prefer these colours.
    fn of_gtk(self) -> &'static str {
        match self {
            Self::Light => "Adwaita",
            Self::Dark => "Adwaita:dark",
        }
    }
}

/// A browser with the page.
#[derive(Debug)]
pub struct Stage {
    window: Window,
    address: String,
    _session: Session,
}

impl Stage {
    /// Shows the page that was built for this (`npm run build:pretended`), in these colours.
    ///
    /// # Errors
    /// When there is no such page, or no window comes.
    pub fn open(theme: Theme) -> Result<Self> {
        let mut session = Session::virtual_desktop()?;
        session.set("GTK_THEME", theme.of_gtk());
        let address = serve(page()?)?;
        let window = Window::open(&session, Path::new(BROWSER), &["--automation"])?;
        Ok(Self { window, address, _session: session })
    }

    /// Makes the window so wide and high (CSS pixels).
    ///
    /// # Errors
    /// When it does not answer.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.window.resize(width, height)
    }

    /// Goes to a screen, as a person does.
    ///
    /// # Errors
    /// With what is shown instead of the next control on the way.
    pub fn show(&self, scene: &Scene, words: &Words) -> Result<()> {
        let Scene { name, address, presses, shows } = scene;
        let tag = words.tag;
        self.window.go(&format!("{}/?{address}&speed=fast&language={tag}", self.address))?;
        for key in presses.iter().copied().flatten() {
            let called = words.beginning(key)?;
            self.until(PRESS, called).with_context(|| format!("{name} in {tag}: {called:?}"))?;
        }
        let called = words.beginning(shows)?;
        self.until(SHOWS, called).with_context(|| format!("{name} in {tag}: {called:?}"))
    }

    fn until(&self, script: &str, words: &str) -> Result<()> {
        let is_so = || self.run(script, &[json!(words)]).is_ok_and(|answer| answer == true);
        wait::until(LIMIT, "the next step", is_so).with_context(|| {
            format!("the window shows:\n{}", self.window.text().unwrap_or_default())
        })
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When it fails.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.window.run(script, arguments)
    }

    /// Runs a script that calls its last argument when it is done.
    ///
    /// # Errors
    /// When it fails.
    pub fn run_async(&self, script: &str) -> Result<Value> {
        self.window.run_async(script)
    }

    /// Saves a picture of the whole screen, also of what one would have to scroll to.
    ///
    /// # Errors
    /// When the window does not answer or the file cannot be written.
    pub fn picture(&self, width: u32, least: u32, file: &Path) -> Result<()> {
        let mut height = least;
        // What a screen asks for when it appears may come meanwhile, and make it longer.
        for _ in 0..3 {
            self.run_async(DRAWN)?;
            let more =
                self.run("return document.documentElement.scrollHeight - innerHeight", &[])?;
            match more.as_u64().and_then(|more| u32::try_from(more).ok()) {
                None | Some(0) => break,
                Some(more) => height += more,
            }
            self.resize(width, height)?;
        }
        self.run_async(DRAWN)?;
        self.window.picture(file)?;
        self.resize(width, least)
    }
}

/// Where the page was built.
fn page() -> Result<PathBuf> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist-pretended");
    ensure!(page.join("index.html").is_file(), "the page is not built: npm run build:pretended");
    Ok(page)
}

/// Serves the files of a folder on loopback; answers the address.
fn serve(folder: PathBuf) -> Result<String> {
    let listener = block_on(async { Ok(tokio::net::TcpListener::bind("127.0.0.1:0").await?) })?;
    let address = format!("http://{}", listener.local_addr()?);
    let router = Router::new().fallback(file).with_state(folder);
    runtime()?.spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn file(State(folder): State<PathBuf>, uri: Uri) -> Response {
    let name = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        _ => "application/octet-stream",
    };
    match std::fs::read(folder.join(name)) {
        Ok(bytes) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
