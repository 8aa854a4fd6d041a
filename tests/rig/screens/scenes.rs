//! The ways to every screen of the page, in the catalogue's keys: the same in each language.

/// What is pressed, in parts that several ways have in common.
type Way = &'static [&'static [&'static str]];

/// A screen in some state, and how a person gets there.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    /// What its picture is called.
    pub name: &'static str,
    /// Which pretended backend it is shown with: a page's address after the `?`.
    pub address: &'static str,
    /// The keys of what is pressed, one after the other. Of a text with a placeholder the beginning
    /// counts.
    pub presses: Way,
    /// The key of a text that is shown in the end.
    pub shows: &'static str,
}

const fn scene(
    name: &'static str,
    address: &'static str,
    presses: Way,
    shows: &'static str,
) -> Scene {
    Scene { name, address, presses, shows }
}

const PASTE: &[&str] = &["button.get-started", "kind-screen.plan"];
const CREDIT: &[&str] = &["button.get-started", "kind-screen.credit"];
const PASTED: &[&str] = &["paste.button"];
const SIGN_IN: &[&str] = &["place-name.sign-ins", "sign-in.actions"];
const AUDIT: &[&str] = &["place-name.status", "audit.open"];
const ADOPT: &[&str] = &["adopt.open.keychain", "button.review"];
const ADOPTED: Way = &[AUDIT, ADOPT, &["adopt.go"]];
const CONNECTED: Way = &[PASTE, PASTED, &["button.review", "button.connect"]];

/// All of them, in the order of a person's way.
pub const SCENES: &[Scene] = &[
    scene("found", "fake=fresh", &[], "found.title"),
    scene("found-no-keychain", "fake=absent", &[], "keychain.absent"),
    scene("found-broken", "fake=broken", &[], "found.title"),
    scene("found-old", "fake=old", &[], "found.no-references"),
    scene("found-overruled", "fake=overruled", &[], "found.conflicts"),
    scene("found-container", "fake=container", &[], "found.title"),
    scene("missing", "fake=missing", &[], "missing.title"),
    scene("kind", "fake=fresh", &[&["button.get-started"]], "kind-screen.title"),
    scene(
        "kind-neither",
        "fake=fresh",
        &[&["button.get-started", "kind-screen.neither"]],
        "kind-screen.neither.free",
    ),
    scene("paste", "fake=fresh", &[PASTE], "paste.title.setup-token"),
    scene("paste-by-hand", "fake=fresh", &[PASTE, &["source.by-hand"]], "source.copy"),
    scene("paste-claude", "fake=unset", &[PASTE], "source.get"),
    scene("paste-key", "fake=fresh", &[CREDIT], "paste.title.api-key"),
    scene(
        "paste-cut-short",
        "fake=fresh&paste=cut-short",
        &[PASTE, &["paste.button"]],
        "paste.title.setup-token",
    ),
    scene("model", "fake=fresh", &[PASTE, PASTED], "model.title"),
    scene("review", "fake=fresh", &[PASTE, PASTED, &["button.review"]], "review.title"),
    scene("progress-stuck", "fake=fresh&end=stuck", CONNECTED, "progress.title"),
    scene("progress-refused", "fake=fresh&end=refused", CONNECTED, "progress.failed"),
    scene("progress-left", "fake=fresh&end=left", CONNECTED, "progress.left.hint"),
    scene("done", "fake=fresh", CONNECTED, "done.title"),
    scene("home", "fake=ready", &[], "home.title"),
    scene("home-locked", "fake=locked", &[], "home.title"),
    scene("home-many", "fake=many", &[], "home.title"),
    scene("models", "fake=ready", &[&["home.models"]], "models.title"),
    scene("caching", "fake=ready", &[&["home.caching"]], "caching.title"),
    scene("sign-ins", "fake=ready", &[SIGN_IN], "sign-in.rotate"),
    scene("sign-ins-team", "fake=team&ill", &[&["place-name.sign-ins"]], "sign-ins.title"),
    scene("status", "fake=ready", &[&["place-name.status"]], "status.title"),
    scene("status-ill", "fake=team&ill", &[&["place-name.status"]], "status.title"),
    scene("history-empty", "fake=ready", &[&["place-name.history"]], "history.empty"),
    scene(
        "history",
        "fake=ready&past",
        &[&["place-name.history", "history.show"]],
        "history.title",
    ),
    scene("settings", "fake=ready", &[&["settings.title"]], "settings.look"),
    scene("help", "fake=ready", &[&["help.title"]], "help.how"),
    scene("audit-clean", "fake=ready", &[AUDIT], "audit.title"),
    scene("audit", "fake=ready&plaintext", &[AUDIT], "adopt.open.keychain"),
    scene(
        "adopt",
        "fake=ready&plaintext",
        &[AUDIT, &["adopt.open.keychain"]],
        "adopt.title.keychain",
    ),
    scene("adopt-review", "fake=ready&plaintext", &[AUDIT, ADOPT], "adopt.go"),
    scene("adopt-stuck", "fake=ready&plaintext&moving=stuck", ADOPTED, "adopt.progress"),
    scene("adopt-failed", "fake=ready&plaintext&moving=not-without", ADOPTED, "adopt.failed.half"),
    scene("adopt-done", "fake=ready&plaintext", ADOPTED, "adopt.done.files"),
    scene("rotate", "fake=ready", &[SIGN_IN, &["sign-in.rotate.what"], PASTED], "rotate.title"),
    scene("leave", "fake=ready", &[&["settings.title", "settings.leave.open"]], "leave.title"),
];
