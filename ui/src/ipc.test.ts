import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, expect, test } from "vitest";
import { FLAT_ENV as FINDING } from "./fake/health";
import type { AdoptRequest, ConnectRequest } from "./generated/view";
import { type Backend, tauri } from "./ipc";

afterEach(clearMocks);

const REQUEST: ConnectRequest = {
  kind: "setup-token",
  profile: null,
  agents: [],
  model: null,
  check: true,
  acceptPlaintext: false,
};

const ADOPT: AdoptRequest = {
  ends: "made…up",
  from: ["~/.bashrc"],
  profile: null,
  agents: [],
  acceptPlaintext: false,
};

const CASES: [(backend: Backend) => Promise<unknown>, string, object][] = [
  [(b) => b.overview(true), "overview", { thorough: true }],
  [(b) => b.chooseHome("work"), "choose_home", { id: "work" }],
  [(b) => b.chooseOpenclaw("/opt/oc"), "choose_openclaw", { path: "/opt/oc" }],
  [(b) => b.pasteClipboard(), "paste_clipboard", {}],
  [(b) => b.pasteText("made up"), "paste_text", { text: "made up" }],
  [(b) => b.forgetPasted(), "forget_pasted", {}],
  [(b) => b.clearClipboard(), "clear_clipboard", {}],
  [(b) => b.models(), "models", {}],
  [(b) => b.plan(REQUEST), "plan", { request: REQUEST }],
  [(b) => b.cancel(), "cancel", {}],
  [(b) => b.switchModel("a/b", null), "switch_model", { model: "a/b", agent: null }],
  [(b) => b.signIns(true), "sign_ins", { thorough: true }],
  [(b) => b.setLabel("p", null), "set_label", { profile: "p", label: null }],
  [(b) => b.setExpiry("p", 5), "set_expiry", { profile: "p", ms: 5 }],
  [(b) => b.useFirst("p", ["mail"]), "use_first", { profile: "p", agents: ["mail"] }],
  [(b) => b.planRemove("p", ["mail"]), "plan_remove", { profile: "p", agents: ["mail"] }],
  [(b) => b.planLeave(), "plan_leave", {}],
  [(b) => b.checkProfile("p"), "check_profile", { profile: "p" }],
  [(b) => b.diagnose(true), "diagnose", { askAnthropic: true }],
  [(b) => b.recognise("401"), "recognise", { text: "401" }],
  [(b) => b.report(), "report", {}],
  [(b) => b.setNotify(false), "set_notify", { on: false }],
  [(b) => b.setLanguage("vi"), "set_language", { language: "vi" }],
  [(b) => b.setTheme("dark"), "set_theme", { theme: "dark" }],
  [(b) => b.setZoom(150), "set_zoom", { percent: 150 }],
  [(b) => b.history(), "history", {}],
  [(b) => b.planUndo("7", true), "plan_undo", { entry: "7", withLater: true }],
  [(b) => b.putCommentsBack(), "put_comments_back", {}],
  [(b) => b.leaveCommentsOut(), "leave_comments_out", {}],
  [(b) => b.gateway("restart"), "gateway", { action: "restart" }],
  [(b) => b.gatewayLog(40), "gateway_log", { lines: 40 }],
  [
    (b) => b.testTurn("p", "m", ["mail"]),
    "test_turn",
    { profile: "p", model: "m", agents: ["mail"] },
  ],
  [(b) => b.testProfile("p", ["mail"]), "test_profile", { profile: "p", agents: ["mail"] }],
  [(b) => b.unlockKeychain(), "unlock_keychain", {}],
  [(b) => b.startSandbox(), "start_sandbox", {}],
  [(b) => b.setAutostart(false), "set_autostart", { on: false }],
  [(b) => b.openUrl("api-keys"), "open_url", { url: "api-keys" }],
  [(b) => b.help(), "help", {}],
  [(b) => b.openProblemPage("expired"), "open_problem_page", { code: "expired" }],
  [(b) => b.copyText("claude setup-token"), "copy_text", { text: "claude setup-token" }],
  [(b) => b.openConfig(), "open_config", {}],
  [(b) => b.audit(), "audit", {}],
  [(b) => b.planAdopt(ADOPT), "plan_adopt", { request: ADOPT }],
  [(b) => b.planAdoptSettings(["a.b"]), "plan_adopt_settings", { settings: ["a.b"] }],
  [(b) => b.peekClipboard(), "peek_clipboard", {}],
  [(b) => b.setWatchClipboard(false), "set_watch_clipboard", { on: false }],
  [(b) => b.pasteCode(), "paste_code", {}],
  [(b) => b.typeLine("yes"), "type_line", { line: "yes" }],
  [(b) => b.openSignIn(), "open_sign_in", {}],
  [(b) => b.stopGettingToken(), "stop_getting_token", {}],
  [(b) => b.showConfig(), "show_config", {}],
  [(b) => b.close(), "close", {}],
];

test.each(CASES)("%s calls %s", async (call, command, args) => {
  const calls: unknown[] = [];
  mockIPC((name, given) => {
    calls.push([name, given]);
  });
  await call(tauri);
  expect(calls).toEqual([[command, args]]);
});

const CHANNELS: [
  (backend: Backend, hear: (message: unknown) => void) => Promise<unknown>,
  string,
][] = [
  [(b, hear) => b.connect(REQUEST, hear), "connect"],
  [(b, hear) => b.disconnect("p", ["main"], hear), "disconnect"],
  [(b, hear) => b.settle(true, hear), "settle"],
  [(b, hear) => b.undo("7", false, hear), "undo"],
  [(b, hear) => b.give("p", ["mail"], hear), "give"],
  [(b, hear) => b.leave({ way: "sign-out", acceptPlaintext: false }, hear), "leave"],
  [(b, hear) => b.adopt(ADOPT, hear), "adopt"],
  [(b, hear) => b.adoptSettings(["a.b"], hear), "adopt_settings"],
  [(b, hear) => b.repair(FINDING, "move-env", hear), "repair"],
  [(b, hear) => b.installOpenclaw(hear), "install_openclaw"],
  [(b, hear) => b.getToken(hear), "get_token"],
];

test.each(CHANNELS)("%s hears what %s tells", async (call, command) => {
  const heard: unknown[] = [];
  mockIPC((name, given) => {
    expect(name).toBe(command);
    const args = given as Record<string, { onmessage: (message: unknown) => void }>;
    (args.onProgress ?? args.onLine ?? args.onChange)?.onmessage("told");
  });
  await call(tauri, (message) => heard.push(message));
  expect(heard).toEqual(["told"]);
});

test("a rejection reaches the caller as it is", async () => {
  const notice = { code: "busy", message: "Busy.", hint: "Wait.", params: {} };
  mockIPC(() => {
    throw notice;
  });
  await expect(tauri.models()).rejects.toBe(notice);
});
