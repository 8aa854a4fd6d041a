//! The app's real window, through WebKitWebDriver: found by role and accessible name as a screen
//! reader finds it, clicked and typed into as a person does.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::{By, Capabilities, Key, WebDriver, WebElement};

use crate::child::{Child, Output, command};
use crate::ports::Lease;
use crate::runtime::block_on;
use crate::{Session, http, wait};

/// How long a control may take to appear.
const LIMIT: Duration = Duration::from_secs(30);
/// How long one request may take: a test message waits for a whole turn elsewhere, not in one.
const REQUEST: Duration = Duration::from_secs(60);
/// After how many controls the Tab key is given up.
const STOPS: usize = 80;
/// The name of the control that has the focus, as far as it needs no computing.
const FOCUSED: &str = "const at = document.activeElement; \
                       return (at.getAttribute('aria-label') ?? at.textContent).trim()";
/// What can have a role. An element of another kind needs a `role` of its own.
const CANDIDATES: &str = "a[href], button, input, select, textarea, summary, output, dialog, \
     h1, h2, h3, h4, h5, h6, nav, main, ul, ol, progress, fieldset, [role]";

/// A driven window. Dropping it ends the app.
#[derive(Debug)]
pub struct Window {
    driver: Option<WebDriver>,
    server: Child,
    _port: Lease,
}

impl Window {
    /// Starts `program` in the session's environment and takes hold of its window.
    ///
    /// # Errors
    /// When no window comes.
    pub fn open(session: &Session, program: &Path, arguments: &[&str]) -> Result<Self> {
        let port = Lease::new()?;
        let mut environment = session.environment().clone();
        // The app is started by the driver and inherits its environment.
        environment.insert("TAURI_WEBVIEW_AUTOMATION".into(), "true".into());
        let mut server = command("WebKitWebDriver", &environment);
        server.arg(format!("--port={}", port.port()));
        let log = session.log("window");
        let server = Child::start("WebKitWebDriver", &mut server, &log, Output::Logged)?;
        let url = format!("http://127.0.0.1:{}", port.port());
        wait::until(LIMIT, "WebKitWebDriver", || {
            http::status_of(&format!("{url}/status")).is_some()
        })
        .with_context(|| server.log())?;

        let mut capabilities = Capabilities::new();
        let options = json!({ "binary": program, "args": arguments });
        capabilities.set("webkitgtk:browserOptions", options)?;
        let driver = block_on(async {
            // Loopback is never behind a proxy.
            let client = reqwest::Client::builder().no_proxy().timeout(REQUEST).build()?;
            Ok(WebDriver::builder(url.as_str(), capabilities).client(client).connect().await?)
        })
        .with_context(|| format!("no window of {}: {}", program.display(), server.log()))?;
        Ok(Self { driver: Some(driver), server, _port: port })
    }

    /// Waits until a control of this role and name is shown. A name is the accessible name, or
    /// its beginning when only one control begins so (a choice reads its description too).
    ///
    /// # Errors
    /// With what is shown instead.
    pub fn find(&self, role: &str, name: &str) -> Result<WebElement> {
        self.find_within(LIMIT, role, name)
    }

    /// The same with a limit of one's own, for what takes its time.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn find_within(&self, limit: Duration, role: &str, name: &str) -> Result<WebElement> {
        let what = format!("{role} {name:?}");
        wait::value(limit, &what, || self.look(role, name).ok().flatten())
            .with_context(|| format!("the window shows:\n{}", self.text().unwrap_or_default()))
    }

    /// Whether such a control is shown now.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn shows(&self, role: &str, name: &str) -> Result<bool> {
        Ok(self.look(role, name)?.is_some())
    }

    /// Clicks it, once it can be clicked.
    ///
    /// # Errors
    /// When it does not appear, or stays disabled.
    pub fn click(&self, role: &str, name: &str) -> Result<()> {
        let element = self.find_enabled(LIMIT, role, name)?;
        block_on(async { Ok(element.click().await?) })
            .with_context(|| format!("{role} {name:?} could not be clicked"))
    }

    /// Waits until such a control is shown that can be clicked.
    ///
    /// # Errors
    /// When it does not appear, or stays disabled.
    pub fn find_enabled(&self, limit: Duration, role: &str, name: &str) -> Result<WebElement> {
        let what = format!("{role} {name:?} to be enabled");
        wait::value(limit, &what, || {
            let element = self.look(role, name).ok().flatten()?;
            enabled(&element).ok()?.then_some(element)
        })
        .with_context(|| format!("the window shows:\n{}", self.text().unwrap_or_default()))
    }

    /// Whether a control that is shown can be clicked.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn is_enabled(&self, role: &str, name: &str) -> Result<bool> {
        enabled(&self.find(role, name)?)
    }

    /// Goes from control to control with the Tab key alone until one is reached whose name begins
    /// so, and presses Enter there.
    ///
    /// # Errors
    /// When none is reached.
    pub fn press(&self, name: &str) -> Result<()> {
        let driver = self.driver()?;
        for _ in 0..STOPS {
            let named = block_on(async {
                driver.action_chain().send_keys(Key::Tab).perform().await?;
                Ok(driver.execute(FOCUSED, Vec::new()).await?)
            })?;
            if named.json().as_str().is_some_and(|named| named.starts_with(name)) {
                return block_on(async {
                    Ok(driver.action_chain().send_keys(Key::Enter).perform().await?)
                });
            }
        }
        bail!("the Tab key does not reach {name:?} in:\n{}", self.text().unwrap_or_default())
    }

    /// Presses Ctrl and a key together.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn press_with_control(&self, key: char) -> Result<()> {
        let driver = self.driver()?;
        block_on(async {
            let keys = driver.action_chain().key_down(Key::Control).send_keys(key.to_string());
            Ok(keys.key_up(Key::Control).perform().await?)
        })
    }

    /// Types into a field, after what stands there.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn type_into(&self, role: &str, name: &str, text: &str) -> Result<()> {
        let element = self.find(role, name)?;
        block_on(async { Ok(element.send_keys(text).await?) })
    }

    /// Everything that is shown, as text.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn text(&self) -> Result<String> {
        let driver = self.driver()?;
        block_on(async { Ok(driver.find(By::Css("body")).await?.text().await?) })
    }

    /// Waits until the window's text contains `words`.
    ///
    /// # Errors
    /// With what is shown instead.
    pub fn wait_for_text(&self, words: &str, limit: Duration) -> Result<()> {
        wait::until(limit, &format!("{words:?} in the window"), || {
            self.text().is_ok_and(|text| text.contains(words))
        })
        .with_context(|| format!("the window shows:\n{}", self.text().unwrap_or_default()))
    }

    /// Makes it an icon, as its title bar's button does.
    ///
    /// # Errors
    /// When it stays as it is.
    pub fn minimize(&self) -> Result<()> {
        let driver = self.driver()?;
        block_on(async { Ok(driver.minimize_window().await?) })?;
        wait::until(LIMIT, "the window to be gone", || self.is_visible().is_ok_and(|seen| !seen))
    }

    /// Whether it is on the screen, and no icon.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn is_visible(&self) -> Result<bool> {
        let driver = self.driver()?;
        let state = block_on(async {
            Ok(driver.execute("return document.visibilityState", Vec::new()).await?)
        })?;
        Ok(state.json() == "visible")
    }

    /// Saves a picture of it.
    ///
    /// # Errors
    /// When the window does not answer or the file cannot be written.
    pub fn picture(&self, file: &Path) -> Result<()> {
        let driver = self.driver()?;
        let png = block_on(async { Ok(driver.screenshot_as_png().await?) })?;
        fs::write(file, png).with_context(|| file.display().to_string())
    }

    /// Shows a page. For the rig's own tests: the app shows its page by itself.
    ///
    /// # Errors
    /// When it cannot be shown.
    pub fn go(&self, url: &str) -> Result<()> {
        let driver = self.driver()?;
        block_on(async { Ok(driver.goto(url).await?) })
    }

    /// Makes it so wide and high (CSS pixels). For the rig's own pages.
    ///
    /// # Errors
    /// When the window does not answer.
    pub(crate) fn resize(&self, width: u32, height: u32) -> Result<()> {
        let driver = self.driver()?;
        block_on(async { Ok(driver.set_window_rect(0, 0, width, height).await?) })
    }

    /// Runs a script in the page, to ask what a person sees and nobody is told. What a person does is
    /// done by the methods above.
    ///
    /// # Errors
    /// When it fails.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        let driver = self.driver()?;
        let answer = block_on(async { Ok(driver.execute(script, arguments.to_vec()).await?) })?;
        Ok(answer.json().clone())
    }

    /// Runs a script that calls its last argument when it is done.
    ///
    /// # Errors
    /// When it fails.
    pub(crate) fn run_async(&self, script: &str) -> Result<Value> {
        let driver = self.driver()?;
        let answer = block_on(async { Ok(driver.execute_async(script, Vec::new()).await?) })?;
        Ok(answer.json().clone())
    }

    /// What the app has printed.
    pub fn log(&self) -> String {
        self.server.log()
    }

    fn look(&self, role: &str, name: &str) -> Result<Option<WebElement>> {
        let driver = self.driver()?;
        let elements = block_on(async { Ok(driver.find_all(By::Css(CANDIDATES)).await?) })?;
        let mut beginning = Vec::new();
        for element in elements {
            if self.computed(&element, "computedrole")? != role {
                continue;
            }
            let label = self.computed(&element, "computedlabel")?;
            let shown = || block_on(async { Ok(element.is_displayed().await?) });
            if label == name && shown()? {
                return Ok(Some(element));
            }
            if label.starts_with(name) && shown()? {
                beginning.push(element);
            }
        }
        match beginning.len() {
            0 | 1 => Ok(beginning.pop()),
            several => bail!("{several} controls begin with {name:?}"),
        }
    }

    /// What the engine tells a screen reader about an element; nothing about one that is hidden
    /// (WebKitGTK 2.50 answers with an error then) or has vanished meanwhile.
    fn computed(&self, element: &WebElement, what: &'static str) -> Result<String> {
        let driver = self.driver()?;
        let question = Computed { element: element.element_id().to_string(), what };
        let command = Command::ExtensionCommand(Box::new(question));
        block_on(async {
            let answer = driver.handle().cmd(command).await;
            Ok(answer.and_then(|answer| answer.value()).unwrap_or_default())
        })
    }

    fn driver(&self) -> Result<&WebDriver> {
        self.driver.as_ref().context("the window is closed")
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // The app may have gone already; its process group is ended in any case.
            let _ = block_on(async { Ok(driver.quit().await?) });
        }
        self.server.stop();
    }
}

/// A control that is busy keeps the focus: it is not disabled for the engine, and says so to a
/// screen reader only.
fn enabled(element: &WebElement) -> Result<bool> {
    block_on(async {
        let busy = element.attr("aria-disabled").await?;
        Ok(busy.as_deref() != Some("true") && element.is_enabled().await?)
    })
}

/// `GET element/{id}/computedrole` and `…/computedlabel` of the WebDriver standard.
#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl ExtensionCommand for Computed {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> Method {
        Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        format!("/element/{}/{}", self.element, self.what).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The browser that comes with the library that the app uses.
    const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
    const PAGE: &str = r#"<h1>Found</h1>
        <label><input type="radio" name="a"> A paid Claude plan <small>bills the plan</small></label>
        <label>Secret <input type="password"></label>
        <button hidden>Connect</button>
        <button disabled>Continue</button>
        <button aria-label="Paste from clipboard"
            onclick="setTimeout(() => document.querySelector('[disabled]').disabled = false, 100)">
            P</button>
        <script>document.querySelector('button[disabled]').onclick =
            () => document.querySelector('h1').textContent = 'Done'</script>"#;

    #[test]
    fn a_page_is_found_clicked_and_pictured_by_role_and_name() {
        let session = Session::virtual_desktop().unwrap();
        let page = session.root().join("page.html");
        fs::write(&page, PAGE).unwrap();
        let window = Window::open(&session, Path::new(BROWSER), &["--automation"]).unwrap();
        window.go(&format!("file://{}", page.display())).unwrap();
        window.click("radio", "A paid Claude plan").unwrap();
        window.type_into("textbox", "Secret", "hush").unwrap();
        window.click("button", "Paste from clipboard").unwrap();
        window.click("button", "Continue").unwrap();
        window.find("heading", "Done").unwrap();
        assert!(!window.shows("button", "Connect").unwrap());
        let picture = session.root().join("page.png");
        window.picture(&picture).unwrap();
        assert!(fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    }
}
