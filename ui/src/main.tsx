import { render } from "preact";
import { App } from "./app";
import { languageOf, speak } from "./i18n";
import { type Backend, tauri } from "./ipc";
import { createChela } from "./state";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/layout.css";
import "./styles/content.css";
import "./styles/usage.css";
import "./styles/places.css";

const asked = new URLSearchParams(globalThis.location.search);

/** Whether this is a page to look at in a browser: while developing, or built to show all screens. */
const pretends = import.meta.env.DEV || import.meta.env.MODE === "pretended";

/** The app's backend; in a browser one that only pretends. */
async function backend(): Promise<Backend> {
  if (pretends && !("__TAURI_INTERNALS__" in globalThis)) {
    const { pretend } = await import("./fake");
    return pretend(asked);
  }
  return tauri;
}

await speak(languageOf(asked.get("language")));
const root = document.getElementById("app");
if (root) render(<App chela={createChela(await backend())} />, root);
