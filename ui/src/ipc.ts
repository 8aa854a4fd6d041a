// The one seam between the page and the backend: every command that the page may call, and the
// only file that knows Tauri. No secret comes back through it; a typed one goes out once, in
// `pasteText`.

import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type {
  Adopted,
  AdoptedSettings,
  AdoptRequest,
  AliasSet,
  Audit,
  BroughtAlong,
  CacheChanged,
  CacheScope,
  CacheUsage,
  CacheView,
  Checked,
  Connected,
  ConnectRequest,
  Diagnosis,
  Disconnected,
  DisconnectPlan,
  FallbacksSet,
  Finding,
  GatewayAction,
  GettingToken,
  Help,
  History,
  Language,
  LeavePlan,
  LeaveRequest,
  Left,
  ModelList,
  ModelUsers,
  Overview,
  Pasted,
  Plan,
  Preview,
  Progress,
  Recognised,
  Repaired,
  RepairKind,
  Retention,
  Rotated,
  RotatePlan,
  RotateRequest,
  SignIns,
  Switched,
  TestTurn,
  Theme,
  Undone,
  UndoPlan,
} from "./generated/view";

/** The pages that the backend agrees to open in the browser. It knows their addresses. */
export type Page = "api-keys" | "claude-logins" | "plans" | "openclaw-install" | "node";

/** Called for each step of an operation. */
export type OnProgress = (progress: Progress) => void;

/** What the page asks for. Every call rejects with a `Notice`. */
export interface Backend {
  overview(thorough: boolean): Promise<Overview>;
  chooseHome(id: string): Promise<Overview>;
  chooseOpenclaw(path: string): Promise<Overview>;
  pasteClipboard(): Promise<Pasted>;
  /** A usable credential that is on the clipboard and was not pasted yet; it is not held. */
  peekClipboard(): Promise<Pasted | null>;
  setWatchClipboard(on: boolean): Promise<void>;
  pasteText(text: string): Promise<Pasted>;
  forgetPasted(): Promise<void>;
  clearClipboard(): Promise<void>;
  /** Has Claude Code make a token, which the backend holds then. */
  getToken(onChange: (shown: GettingToken) => void): Promise<Pasted>;
  /** Types the code on the clipboard into Claude Code. */
  pasteCode(): Promise<void>;
  /** Types a line into Claude Code. */
  typeLine(line: string): Promise<void>;
  /** Opens the page that Claude Code wants to be signed in on. */
  openSignIn(): Promise<void>;
  stopGettingToken(): Promise<void>;
  models(): Promise<ModelList>;
  /** The models that the account has: Anthropic is asked with a sign-in of Chela's. */
  modelsOfAccount(): Promise<ModelList>;
  /** Marks a model for the tray, or takes the mark away. */
  setFavourite(model: string, marked: boolean): Promise<void>;
  /** Who still uses a model; takes seconds. */
  modelUsers(model: string): Promise<ModelUsers>;
  /** Gives them the default model. */
  bringAlong(model: string): Promise<BroughtAlong>;
  planBringAlong(model: string): Promise<Preview>;
  /** What is tried when the default model fails, in this order. */
  setFallbacks(models: string[]): Promise<FallbacksSet>;
  planFallbacks(models: string[]): Promise<Preview>;
  /** Gives a model a short name; `null` takes it away. */
  setAlias(model: string, alias: string | null): Promise<AliasSet>;
  planAlias(model: string, alias: string | null): Promise<Preview>;
  plan(request: ConnectRequest): Promise<Plan>;
  connect(request: ConnectRequest, onProgress: OnProgress): Promise<Connected>;
  cancel(): Promise<void>;
  disconnect(profile: string, agents: string[], onProgress: OnProgress): Promise<Disconnected>;
  /** Sets the default model, or the own one of `agent`. */
  switchModel(model: string, agent: string | null): Promise<Switched>;
  /** What counts for each agent and each model that it answers with. */
  caching(): Promise<CacheView[]>;
  /** What keeping was worth in the last days; takes up to a minute. */
  cacheUsage(): Promise<CacheUsage>;
  /** `null` takes the setting away. */
  planCache(scope: CacheScope, retention: Retention | null): Promise<Preview>;
  setCache(scope: CacheScope, retention: Retention | null): Promise<CacheChanged>;
  /** Moves the older settings to their newer name. */
  planMigrateCache(): Promise<Preview>;
  migrateCache(): Promise<CacheChanged>;
  /** What was done, and what others did to the configuration. */
  history(): Promise<History>;
  planUndo(entry: string, withLater: boolean): Promise<UndoPlan>;
  /** `withLater` undoes first what was done to the same settings since. */
  undo(entry: string, withLater?: boolean, onProgress?: OnProgress): Promise<Undone>;
  /** Answers with the change, for undo; `null` when there was nothing to put back. */
  putCommentsBack(): Promise<string | null>;
  leaveCommentsOut(): Promise<void>;
  settle(finish: boolean, onProgress: OnProgress): Promise<void>;
  gateway(action: GatewayAction): Promise<void>;
  gatewayLog(lines: number): Promise<string[]>;
  /** Asks one of `agents`, those that have the sign-in. */
  testTurn(profile: string | null, model: string | null, agents: string[]): Promise<TestTurn>;
  /** Asks one of `agents` through exactly this profile. */
  testProfile(profile: string, agents: string[]): Promise<TestTurn>;
  /** Quick from what is known already; `thorough` asks OpenClaw about each agent. */
  signIns(thorough: boolean): Promise<SignIns>;
  /** `null` takes the label away. */
  setLabel(profile: string, label: string | null): Promise<void>;
  /** When it ends (ms since 1970); `null` goes back to what is usual for its kind. */
  setExpiry(profile: string, ms: number | null): Promise<void>;
  useFirst(profile: string, agents: string[]): Promise<void>;
  give(profile: string, agents: string[], onProgress: OnProgress): Promise<Connected>;
  planRemove(profile: string, agents: string[]): Promise<DisconnectPlan>;
  planRotate(request: RotateRequest): Promise<RotatePlan>;
  /** Replaces a secret by the pasted one, everywhere it is used. */
  rotate(request: RotateRequest, onProgress: OnProgress): Promise<Rotated>;
  /** The person has revoked the old one. */
  setRevoked(id: string): Promise<void>;
  planLeave(): Promise<LeavePlan>;
  leave(request: LeaveRequest, onProgress: OnProgress): Promise<Left>;
  planGive(profile: string, agents: string[]): Promise<Preview>;
  planFirst(profile: string, agents: string[]): Promise<Preview>;
  planModel(model: string, agent: string | null): Promise<Preview>;
  planRepair(finding: Finding, kind: RepairKind): Promise<Preview>;
  /** Asks Anthropic; uses nothing up. */
  checkProfile(profile: string): Promise<Checked>;
  diagnose(askAnthropic: boolean): Promise<Diagnosis>;
  /** Looks for credentials in plaintext; takes some seconds. */
  audit(): Promise<Audit>;
  planAdopt(request: AdoptRequest): Promise<Preview>;
  /** Moves a credential into the keychain, and out of the files that are named. */
  adopt(request: AdoptRequest, onProgress: OnProgress): Promise<Adopted>;
  /** By their names in the audit. */
  planAdoptSettings(settings: readonly string[]): Promise<Preview>;
  adoptSettings(settings: readonly string[], onProgress: OnProgress): Promise<AdoptedSettings>;
  repair(finding: Finding, kind: RepairKind, onProgress: OnProgress): Promise<Repaired>;
  recognise(text: string): Promise<Recognised>;
  /** Copies it, and answers with what was copied: every secret in it is masked. */
  report(): Promise<string>;
  setNotify(on: boolean): Promise<void>;
  setLanguage(language: Language | null): Promise<void>;
  setTheme(theme: Theme | null): Promise<void>;
  setZoom(percent: number): Promise<void>;
  unlockKeychain(): Promise<void>;
  installOpenclaw(onLine: (line: string) => void): Promise<void>;
  startSandbox(): Promise<void>;
  setAutostart(on: boolean): Promise<void>;
  openUrl(url: Page): Promise<void>;
  help(): Promise<Help>;
  openProblemPage(code: string): Promise<void>;
  copyText(text: string): Promise<void>;
  openConfig(): Promise<void>;
  /** Shows the configuration in its folder. */
  showConfig(): Promise<void>;
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
  peekClipboard: () => invoke("peek_clipboard"),
  setWatchClipboard: (on) => invoke("set_watch_clipboard", { on }),
  pasteText: (text) => invoke("paste_text", { text }),
  forgetPasted: () => invoke("forget_pasted"),
  clearClipboard: () => invoke("clear_clipboard"),
  getToken: (onChange) => invoke("get_token", { onChange: channel(onChange) }),
  pasteCode: () => invoke("paste_code"),
  typeLine: (line) => invoke("type_line", { line }),
  openSignIn: () => invoke("open_sign_in"),
  stopGettingToken: () => invoke("stop_getting_token"),
  models: () => invoke("models"),
  plan: (request) => invoke("plan", { request }),
  connect: (request, onProgress) => invoke("connect", { request, onProgress: channel(onProgress) }),
  cancel: () => invoke("cancel"),
  disconnect: (profile, agents, onProgress) =>
    invoke("disconnect", { profile, agents, onProgress: channel(onProgress) }),
  switchModel: (model, agent) => invoke("switch_model", { model, agent }),
  modelsOfAccount: () => invoke("models_of_account"),
  setFavourite: (model, marked) => invoke("set_favourite", { model, marked }),
  modelUsers: (model) => invoke("model_users", { model }),
  bringAlong: (model) => invoke("bring_along", { model }),
  planBringAlong: (model) => invoke("plan_bring_along", { model }),
  setFallbacks: (models) => invoke("set_fallbacks", { models }),
  planFallbacks: (models) => invoke("plan_fallbacks", { models }),
  setAlias: (model, alias) => invoke("set_alias", { model, alias }),
  planAlias: (model, alias) => invoke("plan_alias", { model, alias }),
  caching: () => invoke("caching"),
  cacheUsage: () => invoke("cache_usage"),
  planCache: (scope, retention) => invoke("plan_cache", { scope, retention }),
  setCache: (scope, retention) => invoke("set_cache", { scope, retention }),
  planMigrateCache: () => invoke("plan_migrate_cache"),
  migrateCache: () => invoke("migrate_cache"),
  history: () => invoke("history"),
  planUndo: (entry, withLater) => invoke("plan_undo", { entry, withLater }),
  undo: (entry, withLater = false, onProgress = () => undefined) =>
    invoke("undo", { entry, withLater, onProgress: channel(onProgress) }),
  putCommentsBack: () => invoke("put_comments_back"),
  leaveCommentsOut: () => invoke("leave_comments_out"),
  settle: (finish, onProgress) => invoke("settle", { finish, onProgress: channel(onProgress) }),
  gateway: (action) => invoke("gateway", { action }),
  gatewayLog: (lines) => invoke("gateway_log", { lines }),
  testTurn: (profile, model, agents) => invoke("test_turn", { profile, model, agents }),
  testProfile: (profile, agents) => invoke("test_profile", { profile, agents }),
  signIns: (thorough) => invoke("sign_ins", { thorough }),
  setLabel: (profile, label) => invoke("set_label", { profile, label }),
  setExpiry: (profile, ms) => invoke("set_expiry", { profile, ms }),
  useFirst: (profile, agents) => invoke("use_first", { profile, agents }),
  give: (profile, agents, onProgress) =>
    invoke("give", { profile, agents, onProgress: channel(onProgress) }),
  planRemove: (profile, agents) => invoke("plan_remove", { profile, agents }),
  planRotate: (request) => invoke("plan_rotate", { request }),
  rotate: (request, onProgress) => invoke("rotate", { request, onProgress: channel(onProgress) }),
  setRevoked: (id) => invoke("set_revoked", { id }),
  planLeave: () => invoke("plan_leave"),
  leave: (request, onProgress) => invoke("leave", { request, onProgress: channel(onProgress) }),
  planGive: (profile, agents) => invoke("plan_give", { profile, agents }),
  planFirst: (profile, agents) => invoke("plan_first", { profile, agents }),
  planModel: (model, agent) => invoke("plan_model", { model, agent }),
  planRepair: (finding, kind) => invoke("plan_repair", { finding, kind }),
  checkProfile: (profile) => invoke("check_profile", { profile }),
  audit: () => invoke("audit"),
  planAdopt: (request) => invoke("plan_adopt", { request }),
  adopt: (request, onProgress) => invoke("adopt", { request, onProgress: channel(onProgress) }),
  planAdoptSettings: (settings) => invoke("plan_adopt_settings", { settings }),
  adoptSettings: (settings, onProgress) =>
    invoke("adopt_settings", { settings, onProgress: channel(onProgress) }),
  diagnose: (askAnthropic) => invoke("diagnose", { askAnthropic }),
  repair: (finding, kind, onProgress) =>
    invoke("repair", { finding, kind, onProgress: channel(onProgress) }),
  recognise: (text) => invoke("recognise", { text }),
  report: () => invoke("report"),
  setNotify: (on) => invoke("set_notify", { on }),
  setLanguage: (language) => invoke("set_language", { language }),
  setTheme: (theme) => invoke("set_theme", { theme }),
  setZoom: (percent) => invoke("set_zoom", { percent }),
  unlockKeychain: () => invoke("unlock_keychain"),
  installOpenclaw: (onLine) => invoke("install_openclaw", { onLine: channel(onLine) }),
  startSandbox: () => invoke("start_sandbox"),
  setAutostart: (on) => invoke("set_autostart", { on }),
  openUrl: (url) => invoke("open_url", { url }),
  help: () => invoke("help"),
  openProblemPage: (code) => invoke("open_problem_page", { code }),
  copyText: (text) => invoke("copy_text", { text }),
  openConfig: () => invoke("open_config"),
  showConfig: () => invoke("show_config"),
  close: () => invoke("close"),
  onChanged: (listener) => listen("changed", listener),
  onScreen: (listener) => listen<string>("screen", (event) => listener(event.payload)),
};
