// The screen that the person is on, under the sandbox's banner where there is one.

import type { ComponentType } from "preact";
import { useWindowKeys } from "./components/keys";
import { SandboxBanner } from "./components/sandbox-banner";
import { Adopt } from "./screens/adopt";
import { AdoptDone } from "./screens/adopt-done";
import { AdoptProgress } from "./screens/adopt-progress";
import { AdoptReview } from "./screens/adopt-review";
import { Audit } from "./screens/audit";
import { Caching } from "./screens/caching";
import { Done } from "./screens/done";
import { Found } from "./screens/found";
import { GetToken } from "./screens/get-token";
import { HelpScreen } from "./screens/help";
import { History } from "./screens/history";
import { Home } from "./screens/home";
import { Kind } from "./screens/kind";
import { Leave } from "./screens/leave";
import { Looking } from "./screens/looking";
import { Model } from "./screens/model";
import { Models } from "./screens/models";
import { Paste } from "./screens/paste";
import { Progress } from "./screens/progress";
import { Review } from "./screens/review";
import { Rotate } from "./screens/rotate";
import { Settings } from "./screens/settings";
import { SignIns } from "./screens/sign-ins";
import { Status } from "./screens/status";
import { type Chela, ChelaProvider, type Screen } from "./state";

const SCREENS: Record<Screen, ComponentType> = {
  looking: Looking,
  found: Found,
  kind: Kind,
  "get-token": GetToken,
  paste: Paste,
  rotate: Rotate,
  model: Model,
  review: Review,
  progress: Progress,
  done: Done,
  home: Home,
  "sign-ins": SignIns,
  status: Status,
  history: History,
  settings: Settings,
  help: HelpScreen,
  audit: Audit,
  adopt: Adopt,
  "adopt-review": AdoptReview,
  "adopt-progress": AdoptProgress,
  "adopt-done": AdoptDone,
  caching: Caching,
  models: Models,
  leave: Leave,
};

export function App({ chela }: { chela: Chela }) {
  const name = chela.trail.value.at(-1) ?? "looking";
  const Shown = SCREENS[name];
  useWindowKeys(chela);
  return (
    <ChelaProvider value={chela}>
      <SandboxBanner />
      <Shown key={name} />
    </ChelaProvider>
  );
}
