// Generated from src-tauri/core/src/view.rs; do not edit.
// To renew it: CHELA_WRITE_BINDINGS=1 cargo test -p chela-core bindings

export type Tone = "ok" | "attention" | "problem" | "idle";

export type CredentialKind = "setup-token" | "api-key" | "oauth" | "claude-cli" | "unknown";

export type SecretPlace = "keychain" | "other-reference" | "plaintext" | "config" | "environment" | "claude-cli" | "unknown";

export type SignInState = "ok" | "unconfirmed" | "expiring" | "expired" | "cooldown" | "disabled" | "missing" | "other";

export type GatewayState = "running" | "stopped" | "starting" | "unclear";

export type ConfigState = "ok" | "missing" | "empty" | "broken";

export type KeychainView = "ready" | "locked" | "absent" | "failing";

export type Action = "connect" | "unlock-keychain" | "start-gateway" | "choose-model" | "install-openclaw" | "settle-interrupted" | "undo" | "open-config" | "test";

export type Step = "install" | "prepare" | "check" | "store" | "resolver" | "config" | "bind" | "order" | "reload" | "read-back" | "prove" | "clean" | "unbind" | "hand-back" | "forget";

export type StepState = "running" | "done" | "skipped" | "failed" | "put-back";

export type GatewayAction = "start" | "stop" | "restart";

export type PastedKind = "setup-token" | "api-key" | "admin-key" | "oauth-access" | "oauth-refresh" | "other-vendor" | "authorization-code" | "nothing";

export type Notice = { 
/**
 * Stable code.
 */
code: string, 
/**
 * What happened.
 */
message: string, 
/**
 * What to do.
 */
hint: string, };

export type Sentence = { 
/**
 * How bad.
 */
tone: Tone, 
/**
 * In words.
 */
text: string, 
/**
 * More words, when the line needs them.
 */
detail: string | null, 
/**
 * What mends it.
 */
action: Action | null, };

export type HomeView = { 
/**
 * Short stable name.
 */
id: string, 
/**
 * How people call it: `~/.openclaw`, or the profile's name.
 */
label: string, 
/**
 * The state folder.
 */
stateDir: string, 
/**
 * The config.
 */
configPath: string, 
/**
 * Whether it is the chosen one.
 */
chosen: boolean, };

export type OpenClawView = { 
/**
 * Its version, when it could be asked.
 */
version: string | null, 
/**
 * Where it is.
 */
path: string | null, 
/**
 * The Node that runs it.
 */
node: string | null, 
/**
 * Whether it can read a secret by reference.
 */
references: boolean, 
/**
 * Why it cannot be used.
 */
problem: Notice | null, 
/**
 * The command that installs it, to show.
 */
installCommand: string, };

export type ConfigView = { 
/**
 * Its state.
 */
state: ConfigState, 
/**
 * Why it is broken.
 */
problem: Notice | null, 
/**
 * Whether a gateway could start with it (mode and gateway sign-in are set).
 */
setUp: boolean, 
/**
 * The settings that are not of the kind that Chela expects, by path and words.
 */
issues: Array<string>, };

export type GatewayView = { 
/**
 * Its state.
 */
state: GatewayState, 
/**
 * Its port.
 */
port: number, 
/**
 * Whether a service of the user's starts it (systemd user unit, launchd).
 */
service: boolean, 
/**
 * Whether it starts before anybody logs in (linger): the keychain is locked then.
 */
beforeLogin: boolean, 
/**
 * Where it runs when that is not here, or why Chela does not touch it.
 */
elsewhere: Notice | null, };

export type ModelView = { 
/**
 * `provider/model`, when the config names one.
 */
primary: string | null, 
/**
 * How people call it (`Opus 4.6`).
 */
name: string | null, 
/**
 * What is tried when it fails.
 */
fallbacks: Array<string>, };

export type SignInView = { 
/**
 * The auth profile, or the name of the place when it is none.
 */
profile: string, 
/**
 * What the person calls it, when they gave it a name.
 */
label: string | null, 
/**
 * The agents that have it.
 */
agents: Array<string>, 
/**
 * What it is.
 */
kind: CredentialKind, 
/**
 * Where its secret is.
 */
place: SecretPlace, 
/**
 * Which file, variable or reference that is, when it is known.
 */
placeDetail: string | null, 
/**
 * Its masked ends, when Chela knows them.
 */
masked: string | null, 
/**
 * Whether it can serve: the worst state of its agents' that matters, the default
 * agent's first.
 */
state: SignInState, 
/**
 * More about the state, in words.
 */
detail: string | null, 
/**
 * Until when the state lasts (ms since 1970).
 */
untilMs: number | null, 
/**
 * When the credential expires (ms since 1970).
 */
expiresMs: number | null, 
/**
 * Whether that is only taken to be so: a setup-token lasts a year by default, and
 * neither it nor OpenClaw says when it ends.
 */
expiryAssumed: boolean, 
/**
 * When it was used last, where OpenClaw tells (ms since 1970).
 */
lastUsedMs: number | null, 
/**
 * Whether it is the one that serves the default agent.
 */
serves: boolean, 
/**
 * Whether Chela made it.
 */
managed: boolean, };

export type Language = "en" | "vi" | "zh-CN";

export type LanguageView = { 
/**
 * What the person chose; none means the system's.
 */
chosen: Language | null, 
/**
 * The system's, or the one nearest to it.
 */
system: Language, 
/**
 * The one that is spoken.
 */
spoken: Language, };

export type Theme = "light" | "dark";

export type Overview = { 
/**
 * The truth in a line.
 */
sentence: Sentence, 
/**
 * All homes on this machine.
 */
homes: Array<HomeView>, 
/**
 * The program.
 */
openclaw: OpenClawView, 
/**
 * The config.
 */
config: ConfigView, 
/**
 * The keychain.
 */
keychain: KeychainView, 
/**
 * The gateway.
 */
gateway: GatewayView, 
/**
 * The default model.
 */
model: ModelView, 
/**
 * The agents, main first.
 */
agents: Array<string>, 
/**
 * The sign-ins.
 */
signIns: Array<SignInView>, 
/**
 * What would win over a new sign-in, or be billed instead of it.
 */
conflicts: Array<Notice>, 
/**
 * What went wrong or wants a look, worst first.
 */
notices: Array<Notice>, 
/**
 * The secrets that were replaced and are still to be revoked, the oldest first.
 */
revocations: Array<Revocation>, 
/**
 * Whether Claude Code is installed.
 */
claude: boolean, 
/**
 * Whether this is the sandbox; then a made-up token to paste.
 */
sandbox: string | null, 
/**
 * Whether Chela starts at login.
 */
autostart: boolean, 
/**
 * Whether the desktop reminds of sign-ins that end.
 */
notify: boolean, 
/**
 * Whether a credential on the clipboard is noticed while one is asked for.
 */
watchClipboard: boolean, 
/**
 * The language of the words.
 */
language: LanguageView, 
/**
 * The colours that the person chose; none means the system's.
 */
theme: Theme | null, 
/**
 * How large everything in the window is (percent).
 */
zoom: number, 
/**
 * Whether there is a tray to live in.
 */
tray: boolean, 
/**
 * Whether the sandbox can be opened from here.
 */
canTrySandbox: boolean, 
/**
 * When this was read (ms since 1970).
 */
readMs: number, };

export type Pasted = { 
/**
 * What it is.
 */
kind: PastedKind, 
/**
 * Whether Chela can sign in with it.
 */
usable: boolean, 
/**
 * Its characters.
 */
length: number, 
/**
 * Its masked ends.
 */
masked: string | null, 
/**
 * Whether it looks cut short.
 */
cutShort: boolean, 
/**
 * What to say about it.
 */
notice: Notice | null, };

export type ModelChoice = { 
/**
 * `anthropic/claude-…`.
 */
reference: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is good for, in a few words.
 */
note: string | null, 
/**
 * What its kind is called (`Opus`), where its name tells.
 */
family: string | null, 
/**
 * How much it can keep in view, in thousands of tokens, where that is known.
 */
context: number | null, 
/**
 * What it costs with an API key, where that is known.
 */
price: ModelPrice | null, 
/**
 * The name of the model that takes its place, where it is retired.
 */
replacedBy: string | null, 
/**
 * Whether the account has it, as far as Anthropic was asked.
 */
inAccount: boolean | null, 
/**
 * Its short name in the config (`/model opus`).
 */
alias: string | null, 
/**
 * Whether the person has marked it: the tray offers those.
 */
favourite: boolean, };

export type ModelList = { 
/**
 * The models, best first.
 */
models: Array<ModelChoice>, 
/**
 * Whether Anthropic named them just now; else the list is built in.
 */
live: boolean, 
/**
 * The date of the built-in list, `2026-11`.
 */
dated: string | null, 
/**
 * What Anthropic said of the credential when it was asked.
 */
notice: Notice | null, };

export type ConnectRequest = { 
/**
 * What the credential is.
 */
kind: CredentialKind, 
/**
 * The profile; by default `anthropic:default`, or `anthropic:api` for a key when
 * `default` holds another kind.
 */
profile: string | null, 
/**
 * The agents; by default the default agent.
 */
agents: Array<string>, 
/**
 * The default model to set.
 */
model: string | null, 
/**
 * Whether to ask Anthropic first.
 */
check: boolean, 
/**
 * Whether the person agreed that OpenClaw keeps the credential in plaintext.
 */
acceptPlaintext: boolean, };

export type DiffLine = { 
/**
 * `+`, `-`, a space, or `…` for lines left out.
 */
sign: string, 
/**
 * The line, secrets masked; of lines left out at the end, how many.
 */
text: string, 
/**
 * Its number in the new text (in the old one when removed), from 1.
 */
number: number, };

export type FileDiff = { 
/**
 * The file.
 */
path: string, 
/**
 * Whether the file is new.
 */
new: boolean, 
/**
 * Whether the file is deleted.
 */
gone: boolean, 
/**
 * The changed lines with two of context.
 */
lines: Array<DiffLine>, };

export type KeychainFate = "added" | "kept" | "updated" | "retired";

export type KeychainChange = { 
/**
 * Its name, as the system's own program for the keychain shows it.
 */
name: string, 
/**
 * The masked ends of its secret.
 */
masked: string, 
/**
 * What becomes of it.
 */
change: KeychainFate, };

export type Preview = { 
/**
 * The change of each config file.
 */
diffs: Array<FileDiff>, 
/**
 * The keychain entries.
 */
keychain: Array<KeychainChange>, 
/**
 * The commands that will run, as one would type them, without secrets. Those that only
 * read are left out, but for OpenClaw's check of the new config.
 */
commands: Array<string>, 
/**
 * The other files that will be written, by Chela or by OpenClaw.
 */
files: Array<string>, 
/**
 * Whether nothing would change.
 */
nothingToDo: boolean, 
/**
 * What else to know before one agrees, worst first.
 */
notices: Array<Notice>, };

export type Plan = { 
/**
 * The profile that it makes or replaces.
 */
profile: string, 
/**
 * The agents.
 */
agents: Array<string>, 
/**
 * The keychain entry that OpenClaw will refer to, by name; none when OpenClaw keeps the
 * credential itself.
 */
keychainEntry: string | null, 
/**
 * All that would be done.
 */
preview: Preview, };

export type Progress = { 
/**
 * Which.
 */
step: Step, 
/**
 * How it stands.
 */
state: StepState, 
/**
 * What it found, in words.
 */
detail: string | null, };

export type Connected = { 
/**
 * The profile.
 */
profile: string, 
/**
 * The agents that have it now.
 */
agents: Array<string>, 
/**
 * The default model.
 */
model: string | null, 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * Whether Anthropic confirmed the credential.
 */
confirmed: boolean, 
/**
 * The keychain entry's id, when the keychain holds the secret.
 */
keychainId: string | null, 
/**
 * What to know.
 */
notices: Array<Notice>, };

export type Disconnected = { 
/**
 * The profile.
 */
profile: string, 
/**
 * The agents that no longer have it.
 */
agents: Array<string>, 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * What to know.
 */
notices: Array<Notice>, };

export type Switched = { 
/**
 * The model before.
 */
before: string | null, 
/**
 * The model now.
 */
now: string, 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * The change in the history, for undo.
 */
change: string | null, };

export type TestTurn = { 
/**
 * Whether the intended profile and model served it.
 */
ok: boolean, 
/**
 * The answer's beginning.
 */
reply: string | null, 
/**
 * The model that served it, `provider/model`.
 */
model: string | null, 
/**
 * The profile that served it.
 */
profile: string | null, 
/**
 * How long it took (ms).
 */
tookMs: number, 
/**
 * What went wrong.
 */
problem: Notice | null, };

export type Maker = "window" | "tray" | "program" | "openclaw" | "others" | "unknown";

export type HistoryEntry = { 
/**
 * Its id.
 */
id: string, 
/**
 * When (ms since 1970).
 */
atMs: number, 
/**
 * What it was, in words.
 */
title: string, 
/**
 * Who did it.
 */
by: Maker, 
/**
 * Whether enough is known to undo it.
 */
undoable: boolean, 
/**
 * Whether it was undone.
 */
undone: boolean, 
/**
 * The entry that it undid.
 */
undoes: string | null, 
/**
 * Whether it is an operation: undoing it covers sign-ins and keychain, too.
 */
whole: boolean, 
/**
 * The settings that it changed, by path.
 */
settings: Array<string>, 
/**
 * How many comments it removed.
 */
commentsRemoved: number, 
/**
 * What it did to the config, its first lines.
 */
diffs: Array<FileDiff>, };

export type UndoPlan = { 
/**
 * The entry.
 */
id: string, 
/**
 * What it was, in words.
 */
title: string, 
/**
 * The change of each config file.
 */
diffs: Array<FileDiff>, 
/**
 * What else happens, in words.
 */
steps: Array<string>, 
/**
 * Why it cannot be undone by itself.
 */
obstacles: Array<string>, 
/**
 * What was done to the same settings since, newest first: it can be undone first.
 */
later: Array<HistoryEntry>, };

export type CommentsPlan = { 
/**
 * How many come back; 0 when there is nothing to put back.
 */
count: number, 
/**
 * Those that have no place any more, as they stood.
 */
lost: Array<string>, 
/**
 * The change of each config file.
 */
diffs: Array<FileDiff>, };

export type Undone = { 
/**
 * The entries, in the order in which they were undone.
 */
ids: Array<string>, 
/**
 * What to know.
 */
notices: Array<Notice>, };

export type History = { 
/**
 * Newest first.
 */
entries: Array<HistoryEntry>, 
/**
 * What putting back the comments would do that somebody's write has removed.
 */
comments: CommentsPlan, 
/**
 * When this was read (ms since 1970).
 */
readMs: number, };

export type CellView = { 
/**
 * The profile.
 */
profile: string, 
/**
 * Whether the agent has it only through the default agent's store.
 */
inherited: boolean, 
/**
 * Whether it can serve this agent.
 */
state: SignInState, 
/**
 * More about the state, in words.
 */
detail: string | null, 
/**
 * Until when the state lasts, or when it expires (ms since 1970).
 */
untilMs: number | null, 
/**
 * When this agent used it last, where OpenClaw tells (ms since 1970).
 */
lastUsedMs: number | null, 
/**
 * Whether it serves this agent's next turn.
 */
serves: boolean, };

export type AgentView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Whether it is the one that OpenClaw takes when none is named.
 */
default: boolean, 
/**
 * Its model: its own, or the default one.
 */
model: ModelView, 
/**
 * Whether the model is its own.
 */
ownModel: boolean, 
/**
 * The profiles in the order in which they are tried, as far as OpenClaw tells.
 */
order: Array<string>, 
/**
 * Whether that order was set for it.
 */
ownOrder: boolean, 
/**
 * Its Anthropic profiles.
 */
cells: Array<CellView>, 
/**
 * Whether nothing signs it in to Anthropic.
 */
missing: boolean, 
/**
 * Why OpenClaw could not be asked about it.
 */
problem: Notice | null, };

export type SignIns = { 
/**
 * The sign-ins, the serving one first.
 */
profiles: Array<SignInView>, 
/**
 * The agents, the default one first.
 */
agents: Array<AgentView>, 
/**
 * When OpenClaw was asked (ms since 1970); none when it was not.
 */
askedMs: number | null, };

export type RepairKind = "settle-interrupted" | "install-openclaw" | "open-config" | "undo-change" | "put-comments-back" | "move-env" | "add-cache-beta" | "remove-metadata" | "place-resolver" | "unlock-keychain" | "remove-reference" | "move-to-keychain" | "replace" | "add-sign-in" | "give-to-agents" | "put-first" | "remove" | "start-gateway" | "restart-gateway" | "reload-secrets" | "choose-model" | "release-sessions" | "test";

export type Repair = { 
/**
 * What it does.
 */
kind: RepairKind, 
/**
 * The words for the button, and for `chela doctor`.
 */
label: string, 
/**
 * Whether Chela does it by itself; else it leads to where the person decides.
 */
automatic: boolean, 
/**
 * The profile that it is about.
 */
profile: string | null, 
/**
 * The agents that it is about.
 */
agents: Array<string>, };

export type Finding = { 
/**
 * Stable code, such as `token-rejected`.
 */
code: string, 
/**
 * Unique in one diagnosis, and the same in the next one as long as it is the same
 * matter: the code and what it is about.
 */
id: string, 
/**
 * How bad.
 */
tone: Tone, 
/**
 * What is the matter, in a line.
 */
title: string, 
/**
 * What it means and what to do.
 */
meaning: string, 
/**
 * What was seen, secrets masked.
 */
evidence: Array<string>, 
/**
 * The profile that it is about.
 */
profile: string | null, 
/**
 * The agents that it is about.
 */
agents: Array<string>, 
/**
 * When it passes by itself (ms since 1970).
 */
untilMs: number | null, 
/**
 * What mends it, the best first.
 */
repairs: Array<Repair>, };

export type Diagnosis = { 
/**
 * What was found.
 */
findings: Array<Finding>, 
/**
 * What could not be looked at, and why.
 */
unseen: Array<Notice>, 
/**
 * Whether Anthropic was asked about the credentials.
 */
askedAnthropic: boolean, 
/**
 * When it was looked at (ms since 1970).
 */
readMs: number, };

export type Repaired = { 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * What was done, in words.
 */
done: string, 
/**
 * The change in the history, for undo.
 */
change: string | null, 
/**
 * What to know.
 */
notices: Array<Notice>, };

export type Recognised = { 
/**
 * The code of the case, most of them those of findings; `unknown` when it is none.
 */
code: string, 
/**
 * What it is, in a line.
 */
title: string, 
/**
 * What it means and what to do.
 */
meaning: string, 
/**
 * The finding that goes with it, when everything was looked at just now.
 */
finding: Finding | null, };

export type Checked = { 
/**
 * The profile.
 */
profile: string, 
/**
 * Whether Anthropic confirmed it (true), refused it (false), or did not say (none).
 */
confirmed: boolean | null, 
/**
 * That, in words.
 */
text: string, 
/**
 * Why it is not confirmed.
 */
problem: Notice | null, 
/**
 * When it was asked (ms since 1970).
 */
atMs: number, };

export type Expires = "default" | "never" | { "at": number };

export type AgentAfter = { 
/**
 * The agent.
 */
agent: string, 
/**
 * What its next turn is served by: a profile, or the name of another place. None when
 * nothing can, or when OpenClaw does not tell which of several it takes.
 */
next: string | null, 
/**
 * Whether nothing is left that it could sign in to Anthropic with.
 */
stranded: boolean, };

export type DisconnectPlan = { 
/**
 * The profile.
 */
profile: string, 
/**
 * The agents from which it is taken.
 */
agents: Array<string>, 
/**
 * Each agent that has it no longer then, those included that only inherit it.
 */
after: Array<AgentAfter>, 
/**
 * Whether OpenClaw keeps the only copy of the secret, so that nobody can put it back.
 */
irrevocable: boolean, 
/**
 * All that would be done; what it breaks is said in its notices.
 */
preview: Preview, };

export type Ordered = { 
/**
 * The agents whose order was meant.
 */
agents: Array<string>, 
/**
 * The profile that each of them tries first now; none for OpenClaw's own order.
 */
first: string | null, 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * What to know.
 */
notices: Array<Notice>, };

export type FallbacksChange = { "add": { 
/**
 * Which.
 */
model: string, } } | { "remove": { 
/**
 * Which.
 */
model: string, } } | { "set": { 
/**
 * Which.
 */
models: Array<string>, } };

export type FallbacksSet = { 
/**
 * The model and its fallbacks now.
 */
model: ModelView, 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * The change in the history, for undo.
 */
change: string | null, };

export type AliasSet = { 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * The change in the history, for undo.
 */
change: string | null, 
/**
 * What else was done.
 */
notices: Array<Notice>, };

export type ModelPrice = { 
/**
 * What is sent.
 */
input: number, 
/**
 * What is answered.
 */
output: number, };

export type ModelUsers = { 
/**
 * Agents whose own model it is.
 */
agents: Array<string>, 
/**
 * Sessions that keep it, by their keys.
 */
sessions: Array<string>, 
/**
 * Why the sessions could not be looked at.
 */
notice: Notice | null, };

export type BroughtAlong = { 
/**
 * The agents that use the default model now.
 */
agents: Array<string>, 
/**
 * How many sessions follow their agent again.
 */
sessions: number, 
/**
 * Why others do not.
 */
notice: Notice | null, 
/**
 * The change in the history, for undo.
 */
change: string | null, };

export type Retention = "none" | "short" | "long";

export type CacheLevel = "everything" | "model" | "agent-model" | "agent";

export type CacheReason = "setting" | "api-key-default" | "other-address" | "default";

export type CacheScope = { 
/**
 * The agent; none for all.
 */
agent: string | null, 
/**
 * `provider/model`; none for all.
 */
model: string | null, };

export type CacheSetting = { 
/**
 * For what.
 */
level: CacheLevel, 
/**
 * Where, `agents.defaults.params.cacheRetention`.
 */
path: string, 
/**
 * As it is written.
 */
written: string, 
/**
 * What it means; none when OpenClaw takes it for nothing.
 */
retention: Retention | null, 
/**
 * Whether it is `cacheControlTtl`, the older name.
 */
legacy: boolean, 
/**
 * Whether it is the one that decides.
 */
decides: boolean, };

export type CacheCosts = { 
/**
 * Reading it the first time and keeping it for five minutes.
 */
short: number, 
/**
 * Reading it the first time and keeping it for an hour.
 */
long: number, 
/**
 * Reading it again as long as it is kept.
 */
read: number, 
/**
 * The month of the list that knows it of the model, `2026-09`; else it is what is usual.
 */
dated: string | null, };

export type CacheView = { 
/**
 * The agent.
 */
agent: string, 
/**
 * `provider/model`.
 */
model: string, 
/**
 * How people call it (`Opus 4.6`).
 */
name: string, 
/**
 * What OpenClaw asks Anthropic for.
 */
retention: Retention, 
/**
 * Why.
 */
reason: CacheReason, 
/**
 * What keeping costs with the model.
 */
costs: CacheCosts, 
/**
 * Whether the config has OpenClaw sign in with a subscription alone, for which it does not
 * document caching settings.
 */
bySubscription: boolean, 
/**
 * Whether OpenClaw reads a setting for everything; else each model has its own.
 */
readsEverything: boolean, 
/**
 * All settings that are about it, the weakest first.
 */
settings: Array<CacheSetting>, };

export type CacheChanged = { 
/**
 * What counts now where it may have changed.
 */
caching: Array<CacheView>, 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * The change in the history, for undo.
 */
change: string | null, 
/**
 * What else there is to know.
 */
notices: Array<Notice>, };

export type CachePrice = { 
/**
 * As many tokens at the full price.
 */
tokens: number, 
/**
 * Millionths of a US dollar at the list price of an API key, where that is known.
 */
microdollars: number | null, };

export type CacheIf = { 
/**
 * With this for all.
 */
retention: Retention, 
/**
 * The cost.
 */
price: CachePrice, };

export type CacheHour = { 
/**
 * When the hour begins (ms since 1970).
 */
atMs: number, 
/**
 * Read from the cache.
 */
read: number, 
/**
 * Sent again, though an earlier turn had sent it.
 */
again: number, 
/**
 * Sent for the first time.
 */
new: number, };

export type CacheLeftOut = { 
/**
 * Turns of long conversations of which OpenClaw tells no more.
 */
turns: number, 
/**
 * Conversations that models of others than Anthropic answered in.
 */
mixed: number, 
/**
 * Conversations beyond the largest ones.
 */
small: number, };

export type CacheUsage = { 
/**
 * Since when.
 */
sinceMs: number, 
/**
 * How many turns are counted.
 */
turns: number, 
/**
 * Of how many conversations.
 */
conversations: number, 
/**
 * Whether that is enough to tell anything.
 */
enough: boolean, 
/**
 * What was not counted: turns, or whole conversations.
 */
leftOut: CacheLeftOut, 
/**
 * Input that was read from the cache.
 */
read: number, 
/**
 * Input that was written to it.
 */
written: number, 
/**
 * Input that it had no part in.
 */
plain: number, 
/**
 * How many turns sent again what an earlier one had sent, as it was not kept any more.
 */
misses: number, 
/**
 * What is set for all of them; none when not the same for each.
 */
retention: Retention | null, 
/**
 * What the input cost as it is set now, by what was recorded.
 */
now: CachePrice, 
/**
 * What it would have cost otherwise.
 */
others: Array<CacheIf>, 
/**
 * What would have cost clearly less than now, if anything.
 */
better: Retention | null, 
/**
 * What was sent, hour by hour, those without a turn left out.
 */
hours: Array<CacheHour>, 
/**
 * Whether a subscription signs in, for which no token is paid.
 */
bySubscription: boolean, };

export type GettingTokenAt = "starting" | "sign-in" | "refused";

export type GettingToken = { 
/**
 * How far it is.
 */
at: GettingTokenAt, 
/**
 * The address of the page to sign in on.
 */
address: string | null, 
/**
 * Whether it takes the code that the page shows.
 */
wantsCode: boolean, 
/**
 * Why it did not work, in its words.
 */
said: string | null, 
/**
 * Its screen, without what is secret.
 */
screen: string, };

export type LeaveWay = "hand-back" | "sign-out";

export type LeaveRequest = { 
/**
 * What becomes of the sign-ins.
 */
way: LeaveWay, 
/**
 * Whether the person agreed that OpenClaw keeps them in plaintext.
 */
acceptPlaintext: boolean, };

export type LeaveSignIn = { 
/**
 * The agent.
 */
agent: string, 
/**
 * The profile.
 */
profile: string, 
/**
 * Where its secret is now.
 */
place: SecretPlace, };

export type LeaveWayPlan = { 
/**
 * Why it cannot be gone.
 */
refused: Notice | null, 
/**
 * The agents that nothing would sign in to Claude any more.
 */
stranded: Array<string>, 
/**
 * The change of each config file.
 */
diffs: Array<FileDiff>, 
/**
 * The commands that will run, without secrets.
 */
commands: Array<string>, };

export type LeavePlan = { 
/**
 * What Chela keeps for the agents.
 */
signIns: Array<LeaveSignIn>, 
/**
 * The settings of the config that get their secrets back from the keychain, in plaintext,
 * whichever way is gone: the person agrees to that.
 */
settings: Array<string>, 
/**
 * The keychain entries that are removed, by name.
 */
keychainEntries: Array<string>, 
/**
 * The files of Chela's that are removed.
 */
files: Array<string>, 
/**
 * The other homes on this computer that sign in through Chela; they go on.
 */
otherHomes: Array<string>, 
/**
 * Handing the sign-ins back.
 */
handBack: LeaveWayPlan, 
/**
 * Signing out.
 */
signOut: LeaveWayPlan, };

export type Left = { 
/**
 * What became of the sign-ins.
 */
way: LeaveWay, 
/**
 * The sign-ins that were handed back, or removed.
 */
signIns: Array<LeaveSignIn>, 
/**
 * How many entries were removed from the keychain.
 */
removedEntries: number, 
/**
 * Chela's own folder. Without other homes nothing needs it any more.
 */
folder: string, 
/**
 * The other homes on this computer that sign in through Chela.
 */
otherHomes: Array<string>, 
/**
 * What to know.
 */
notices: Array<Notice>, };

export type PlaintextIn = "config" | "config-copy" | "env-file" | "service" | "profile" | "store" | "store-copy" | "model-list" | "database" | "log" | "other";

export type PlaintextRole = "in-use" | "leftover" | "unknown";

export type PlaintextRemoval = "edit" | "openclaw" | "delete" | "stays";

export type FoundPlace = { 
/**
 * What the file is.
 */
kind: PlaintextIn, 
/**
 * The file, with `~` for the home folder.
 */
file: string, 
/**
 * The line (from 1); none in a database.
 */
line: number | null, 
/**
 * What it is there: a setting, a variable, a profile. Empty where nothing tells.
 */
what: string, 
/**
 * Whether something reads it there.
 */
role: PlaintextRole, 
/**
 * Why that is so, in words.
 */
why: string, 
/**
 * Whether the default agent's next turn is sent with the one that stands here.
 */
wins: boolean, 
/**
 * Whether OpenClaw's own audit names the place, too.
 */
told: boolean, 
/**
 * The file's mode, in octal, when others than its owner may read it.
 */
modeTooOpen: string | null, 
/**
 * How it can be removed.
 */
removal: PlaintextRemoval, };

export type FoundSecret = { 
/**
 * What tells it from the others of this audit, and from nothing else: another audit gives
 * it another one. None when OpenClaw names the place and Chela did not find it there.
 */
fingerprint: string | null, 
/**
 * What it is, when its look tells.
 */
kind: PastedKind | null, 
/**
 * Its masked ends.
 */
masked: string, 
/**
 * Whether Chela keeps it in the keychain.
 */
inKeychain: boolean, 
/**
 * Where it stands: the place that wins first, then those in use.
 */
places: Array<FoundPlace>, };

export type OtherSecret = { 
/**
 * The setting, `gateway.auth.token`.
 */
setting: string, 
/**
 * What it is, in words; empty where that is not known.
 */
what: string, 
/**
 * The file.
 */
file: string, 
/**
 * The line, from 1, where it is known.
 */
line: number | null, 
/**
 * The masked ends.
 */
masked: string, 
/**
 * Why it cannot be moved to the keychain; none when it can.
 */
problem: Notice | null, };

export type AdoptedSettings = { 
/**
 * The settings that were moved.
 */
settings: Array<string>, 
/**
 * Whether anything changed.
 */
changed: boolean, 
/**
 * What to know.
 */
notices: Array<Notice>, };

export type Audit = { 
/**
 * The credentials, the one that wins first.
 */
secrets: Array<FoundSecret>, 
/**
 * The other secrets of the config for which OpenClaw accepts references.
 */
other: Array<OtherSecret>, 
/**
 * Why none of them can be told of: the installed OpenClaw does not list its settings.
 */
otherProblem: Notice | null, 
/**
 * What could not be looked at, and why.
 */
unread: Array<Notice>, 
/**
 * Whether OpenClaw could be asked which one wins.
 */
askedOpenclaw: boolean, 
/**
 * When it was looked at (ms since 1970).
 */
readMs: number, };

export type AdoptRequest = { 
/**
 * The masked ends of the credential, or its last characters. None means the one that wins,
 * or the only one.
 */
ends: string | null, 
/**
 * The files from which it is removed afterwards, with `~` for the home folder; none means all
 * in which it stands.
 */
from: Array<string> | null, 
/**
 * The profile that it becomes, when it does not serve from one already.
 */
profile: string | null, 
/**
 * The agents of that; none means those that it served so far.
 */
agents: Array<string>, 
/**
 * Whether OpenClaw may keep it in its own store, where it cannot read the keychain.
 */
acceptPlaintext: boolean, };

export type Adopted = { 
/**
 * Its masked ends.
 */
masked: string, 
/**
 * The profiles that it serves from now; none for one that served nobody.
 */
profiles: Array<string>, 
/**
 * The files that no longer hold it.
 */
files: Array<string>, 
/**
 * What still does, and why.
 */
left: Array<Notice>, 
/**
 * What else there is to know.
 */
notices: Array<Notice>, };

export type Guide = { 
/**
 * Its name in the code.
 */
id: string, 
/**
 * The task.
 */
title: string, 
/**
 * When one has it.
 */
when: string, 
/**
 * What to do, one after the other.
 */
steps: Array<string>, };

export type Word = { 
/**
 * The word.
 */
name: string, 
/**
 * In a line or two.
 */
means: string, };

export type KnownProblem = { 
/**
 * The finding's code.
 */
code: string, 
/**
 * What is found.
 */
title: string, 
/**
 * What it means, and what mends it.
 */
meaning: string, };

export type Help = { 
/**
 * How to do each task.
 */
guides: Array<Guide>, 
/**
 * What the words mean.
 */
words: Array<Word>, 
/**
 * Everything that a diagnosis can find.
 */
problems: Array<KnownProblem>, };

export type SecretUse = { 
/**
 * The profile.
 */
profile: string, 
/**
 * The agents that have it from that secret.
 */
agents: Array<string>, };

export type RotateRequest = { 
/**
 * The profile whose secret it is.
 */
profile: string, 
/**
 * What the new one is.
 */
kind: CredentialKind, 
/**
 * Whether to ask Anthropic about the new one first.
 */
check: boolean, 
/**
 * Whether the person agreed that OpenClaw keeps the new one in plaintext.
 */
acceptPlaintext: boolean, };

export type Rotatable = { 
/**
 * The profile that was named.
 */
profile: string, 
/**
 * What the secret is: a new one must be of the same kind.
 */
kind: CredentialKind, 
/**
 * Its masked ends.
 */
masked: string, 
/**
 * Everything in this home that signs in with it, the named profile first.
 */
uses: Array<SecretUse>, };

export type RotatePlan = { 
/**
 * What is replaced.
 */
secret: Rotatable, 
/**
 * The masked ends of the new secret.
 */
masked: string, 
/**
 * All that would be done.
 */
preview: Preview, };

export type Revocation = { 
/**
 * By which it is known.
 */
id: string, 
/**
 * The profiles that had it.
 */
profiles: Array<string>, 
/**
 * What it is.
 */
kind: CredentialKind, 
/**
 * Its masked ends.
 */
masked: string, 
/**
 * Since when another one serves in its place (ms since 1970).
 */
sinceMs: number, 
/**
 * The page on which that is done.
 */
page: string, 
/**
 * What to say about it.
 */
notice: Notice, };

export type Rotated = { 
/**
 * Everything that signs in with the new secret now, the named profile first.
 */
uses: Array<SecretUse>, 
/**
 * The masked ends of the new secret.
 */
masked: string, 
/**
 * The old one, which is left to the person.
 */
revoke: Revocation, 
/**
 * What to know.
 */
notices: Array<Notice>, };
