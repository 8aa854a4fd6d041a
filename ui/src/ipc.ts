// The one seam between the page and the backend: every command that the page may call, and the
// only file that knows Tauri. No secret comes back through it; a typed one goes out once, in
// `pasteText`.

import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type {
  Connected,
  ConnectRequest,
  Disconnected,
  GatewayAction,
  ModelList,
  Overview,
  Pasted,
  Plan,
  Progress,
  Switched,
  TestTurn,
} from "./generated/view";

/** The pages that the backend agrees to open in the browser. It knows their addresses. */
export type Page = "api-keys" | "plans" | "openclaw-install" | "node";

/** Called for each step of an operation. */
export type OnProgress = (progress: Progress) => void;

/** What the page asks for. Every call rejects with a `Notice`. */
export interface Backend {
  overview(thorough: boolean): Promise<Overview>;
  chooseHome(id: string): Promise<Overview>;
  chooseOpenclaw(path: string): Promise<Overview>;
  pasteClipboard(): Promise<Pasted>;
  pasteText(text: string): Promise<Pasted>;
  forgetPasted(): Promise<void>;
  clearClipboard(): Promise<void>;
  models(): Promise<ModelList>;
  plan(request: ConnectRequest): Promise<Plan>;
  connect(request: ConnectRequest, onProgress: OnProgress): Promise<Connected>;
  cancel(): Promise<void>;
  disconnect(profile: string, agents: string[], onProgress: OnProgress): Promise<Disconnected>;
  switchModel(model: string): Promise<Switched>;
  undo(change: string): Promise<void>;
  settle(finish: boolean, onProgress: OnProgress): Promise<void>;
  gateway(action: GatewayAction): Promise<void>;
  gatewayLog(lines: number): Promise<string[]>;
  testTurn(profile: string | null, model: string | null): Promise<TestTurn>;
  unlockKeychain(): Promise<void>;
  installOpenclaw(onLine: (line: string) => void): Promise<void>;
  startSandbox(): Promise<void>;
  setAutostart(on: boolean): Promise<void>;
  openUrl(url: Page): Promise<void>;
  copyText(text: string): Promise<void>;
  openConfig(): Promise<void>;
  close(): Promise<void>;
  /** Calls `listener` when anybody changed something; resolves to what stops it. */
  onChanged(listener: () => void): Promise<() => void>;
  /** Calls `listener` with the screen that somebody asked for elsewhere, as the tray does. */
  onScreen(listener: (screen: string) => void): Promise<() => void>;
}

function channel<T>(listener: (message: T) => void): Channel<T> {
  const channel = new Channel<T>();
  channel.onmessage = listener;
  return channel;
}

/** The backend of the app's window. */
export const tauri: Backend = {
  overview: (thorough) => invoke("overview", { thorough }),
  chooseHome: (id) => invoke("choose_home", { id }),
  chooseOpenclaw: (path) => invoke("choose_openclaw", { path }),
  pasteClipboard: () => invoke("paste_clipboard"),
  pasteText: (text) => invoke("paste_text", { text }),
  forgetPasted: () => invoke("forget_pasted"),
  clearClipboard: () => invoke("clear_clipboard"),
  models: () => invoke("models"),
  plan: (request) => invoke("plan", { request }),
  connect: (request, onProgress) => invoke("connect", { request, onProgress: channel(onProgress) }),
  cancel: () => invoke("cancel"),
  disconnect: (profile, agents, onProgress) =>
    invoke("disconnect", { profile, agents, onProgress: channel(onProgress) }),
  switchModel: (model) => invoke("switch_model", { model }),
  undo: (change) => invoke("undo", { change }),
  settle: (finish, onProgress) => invoke("settle", { finish, onProgress: channel(onProgress) }),
  gateway: (action) => invoke("gateway", { action }),
  gatewayLog: (lines) => invoke("gateway_log", { lines }),
  testTurn: (profile, model) => invoke("test_turn", { profile, model }),
  unlockKeychain: () => invoke("unlock_keychain"),
  installOpenclaw: (onLine) => invoke("install_openclaw", { onLine: channel(onLine) }),
  startSandbox: () => invoke("start_sandbox"),
  setAutostart: (on) => invoke("set_autostart", { on }),
  openUrl: (url) => invoke("open_url", { url }),
  copyText: (text) => invoke("copy_text", { text }),
  openConfig: () => invoke("open_config"),
  close: () => invoke("close"),
  onChanged: (listener) => listen("changed", listener),
  onScreen: (listener) => listen<string>("screen", (event) => listener(event.payload)),
};
