//! Tells Tauri where this project keeps its capabilities, and says in words when the page has
//! not been built: the app carries it inside.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=ui/dist");
    if !Path::new("ui/dist/index.html").is_file() {
        println!(
            "cargo::error=The page is not built yet. Run: npm --prefix ui ci && npm --prefix ui run build"
        );
        return;
    }
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/*.json");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
