// What is set once: which home, whether Chela starts at login, where OpenClaw is.

import { Button } from "../components/button";
import { Checkbox } from "../components/checkbox";
import { HomeChoice } from "../components/home-choice";
import { LanguageChoice } from "../components/language-choice";
import { TaskProblem } from "../components/notice";
import { PathField } from "../components/path-field";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import { ThemeChoice } from "../components/theme-choice";
import { ZoomChoice } from "../components/zoom-choice";
import { t } from "../i18n";
import { go, look, useChela } from "../state";

export function Settings() {
  const chela = useChela();
  const overview = chela.overview.value;
  const autostart = useTask();
  const notify = useTask();
  const clipboard = useTask();
  const config = useTask();
  const close = useTask();
  if (!overview) return null;
  const home = overview.homes.find((candidate) => candidate.chosen);
  const setAutostart = (on: boolean) =>
    autostart.run(async () => {
      await chela.backend.setAutostart(on);
      await look(chela);
    });
  const setNotify = (on: boolean) =>
    notify.run(async () => {
      await chela.backend.setNotify(on);
      await look(chela);
    });
  const setWatchClipboard = (on: boolean) =>
    clipboard.run(async () => {
      await chela.backend.setWatchClipboard(on);
      await look(chela);
    });
  return (
    <Screen title={t("settings.title")}>
      <section>
        <h2>{t("settings.home")}</h2>
        <p class="path">{home?.configPath}</p>
        <HomeChoice overview={overview} />
        <div class="buttons">
          <Button onPress={() => config.run(() => chela.backend.openConfig())}>
            {t("action.open-config")}
          </Button>
        </div>
        <TaskProblem task={config} />
      </section>
      <section class="stack">
        <h2>{t("settings.look")}</h2>
        <LanguageChoice language={overview.language} />
        <ThemeChoice theme={overview.theme} />
        <ZoomChoice />
      </section>
      <section>
        <h2>{t("settings.login")}</h2>
        <Checkbox
          label={t("options.autostart")}
          note={t("options.autostart.note")}
          checked={overview.autostart}
          onChange={setAutostart}
        />
        <TaskProblem task={autostart} />
      </section>
      <section>
        <h2>{t("settings.notify")}</h2>
        <Checkbox
          label={t("settings.notify.label")}
          note={t("settings.notify.note")}
          checked={overview.notify}
          onChange={setNotify}
        />
        <TaskProblem task={notify} />
      </section>
      <section>
        <h2>{t("settings.clipboard")}</h2>
        <Checkbox
          label={t("settings.clipboard.label")}
          note={t("settings.clipboard.note")}
          checked={overview.watchClipboard}
          onChange={setWatchClipboard}
        />
        <TaskProblem task={clipboard} />
      </section>
      <section>
        <h2>{t("settings.openclaw")}</h2>
        <PathField />
      </section>
      <section>
        <h2>{t("settings.window")}</h2>
        <p class="muted">{t(overview.tray ? "settings.tray" : "settings.no-tray")}</p>
        <div class="buttons">
          <Button onPress={() => close.run(() => chela.backend.close())}>
            {t("settings.close")}
          </Button>
        </div>
        <TaskProblem task={close} />
      </section>
      <section>
        <h2>{t("settings.leave")}</h2>
        <p class="muted">{t("settings.leave.note")}</p>
        <div class="buttons">
          <Button onPress={() => go(chela, "leave")}>{t("settings.leave.open")}</Button>
        </div>
      </section>
    </Screen>
  );
}
