// What can be read about Chela without a network: tasks, words, and everything that can be wrong.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../components/button";
import { TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import { TextField } from "../components/text-field";
import type { Guide, Help, KnownProblem } from "../generated/view";
import { labelled, t } from "../i18n";
import {
  type Chela,
  go,
  isPlace,
  type Screen as Shown,
  startSignIn,
  useChela,
  visit,
} from "../state";

/** Where the task of a guide is done. */
const WHERE: Record<string, Shown> = {
  model: "models",
  caching: "caching",
  wrong: "status",
  plaintext: "audit",
  replace: "sign-ins",
  agents: "sign-ins",
  undo: "history",
  leave: "leave",
};

export function HelpScreen() {
  const chela = useChela();
  const task = useTask();
  const help = useSignal<Help | null>(null);
  const wanted = useSignal("");
  const language = chela.overview.value?.language.spoken;
  useEffect(
    () =>
      void task.run(async () => {
        help.value = await chela.backend.help();
      }),
    [language],
  );
  const words = wanted.value.trim().toLowerCase().split(/\s+/);
  const isAbout = (...texts: readonly string[]) => {
    const text = texts.join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const guides = help.value?.guides.filter(({ title, when, steps }) =>
    isAbout(title, when, ...steps.map(labelled)),
  );
  const known = help.value?.words.filter(({ name, means }) => isAbout(name, means));
  const problems = help.value?.problems.filter(({ code, title, meaning }) =>
    isAbout(code, title, meaning),
  );
  const found = (guides?.length ?? 0) + (known?.length ?? 0) + (problems?.length ?? 0);
  return (
    <Screen title={t("help.title")}>
      <TextField
        label={t("help.search")}
        value={wanted.value}
        onInput={(text) => {
          wanted.value = text;
        }}
      />
      <TaskProblem task={task} />
      <p class="muted" role="status">
        {help.value && found === 0 ? t("help.none") : ""}
      </p>
      {guides && guides.length > 0 && (
        <section>
          <h2>{t("help.how")}</h2>
          {guides.map((guide) => (
            <Task key={guide.id} guide={guide} />
          ))}
        </section>
      )}
      {known && known.length > 0 && (
        <section>
          <h2>{t("help.words")}</h2>
          <dl class="words">
            {known.map(({ name, means }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{means}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {problems && problems.length > 0 && (
        <section>
          <h2>{t("help.problems")}</h2>
          <p class="muted">{t("help.examples")}</p>
          {problems.map((problem) => (
            <Problem key={problem.code} problem={problem} />
          ))}
        </section>
      )}
    </Screen>
  );
}

function Task({ guide: { id, title, when, steps } }: { guide: Guide }) {
  const chela = useChela();
  return (
    <details>
      <summary>{title}</summary>
      <div class="stack">
        <p class="muted">{when}</p>
        <ol class="stack">
          {steps.map((step) => (
            <li key={step}>{labelled(step)}</li>
          ))}
        </ol>
        <div class="buttons">
          <Button name={`${t("help.go")}: ${title}`} onPress={() => goTo(chela, id)}>
            {t("help.go")}
          </Button>
        </div>
      </div>
    </details>
  );
}

function goTo(chela: Chela, guide: string): void {
  const where = WHERE[guide];
  if (where === undefined) startSignIn(chela);
  else if (isPlace(where)) visit(chela, where);
  else go(chela, where);
}

function Problem({ problem: { code, title, meaning } }: { problem: KnownProblem }) {
  const { backend } = useChela();
  const task = useTask();
  return (
    <details>
      <summary>{title}</summary>
      <div class="stack">
        {meaning !== title && <p>{meaning}</p>}
        <p>
          <code>{code}</code>
        </p>
        <div class="buttons">
          <Button
            name={`${t("help.openclaw")}: ${title}`}
            onPress={() => task.run(() => backend.openProblemPage(code))}
          >
            {t("help.openclaw")}
          </Button>
        </div>
        <TaskProblem task={task} />
      </div>
    </details>
  );
}
