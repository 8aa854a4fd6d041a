// One sign-in with everything that is known of it, and what can be done with it.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { SignIns, SignInView } from "../generated/view";
import { t } from "../i18n";
import { actionsFor, billed, nameOf, type SignInAction } from "../matrix";
import { look, startPaste, startRotate, useChela } from "../state";
import { Button } from "./button";
import { ExpiryForm } from "./expiry-form";
import { GiveForm } from "./give-form";
import { TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import { Prove } from "./prove";
import { RemoveDialog } from "./remove-dialog";
import { RenameForm } from "./rename-form";
import { SignInLine } from "./sign-in";
import { useTask } from "./task";

interface Props {
  signIn: SignInView;
  signIns: SignIns;
}

export function SignInRow({ signIn, signIns }: Props) {
  const open = useSignal(false);
  const actions = actionsFor(signIn, signIns);
  return (
    <>
      <SignInLine signIn={signIn} agents={signIns.agents.length} whole />
      {actions.length > 0 ? (
        <details
          class="actions"
          onToggle={(event) => {
            open.value = event.currentTarget.open;
          }}
        >
          <summary>
            {t("sign-in.actions")}
            <span class="unseen">: {nameOf(signIn)}</span>
          </summary>
          {open.value && <Actions signIn={signIn} signIns={signIns} actions={actions} />}
        </details>
      ) : (
        <p class="muted">{t("sign-in.outside")}</p>
      )}
    </>
  );
}

/** What opens below the buttons. */
const PANELS = {
  test: Test,
  rename: RenameForm,
  give: GiveForm,
  expiry: ExpiryForm,
} as const;
type Panel = keyof typeof PANELS;

/** What stands in a panel. */
export interface PanelProps extends Props {
  /** Closes it; the focus goes back to the button that opened it. */
  onClose: () => void;
}

function Actions({ signIn, signIns, actions }: Props & { actions: SignInAction[] }) {
  const chela = useChela();
  const panel = useSignal<Panel | null>(null);
  const removing = useSignal(false);
  const task = useTask();
  const root = useRef<HTMLDivElement>(null);
  const { profile, agents, kind } = signIn;
  const close = () => {
    root.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus();
    panel.value = null;
  };
  const act: Record<Exclude<SignInAction, Panel>, () => void> = {
    rotate: () => startRotate(chela, signIn),
    replace: () => startPaste(chela, billed(kind), signIn),
    "use-first": () =>
      void task.run(async () => {
        await chela.backend.useFirst(profile, agents);
        await look(chela);
      }),
    remove: () => {
      removing.value = true;
    },
  };
  const Shown = panel.value && PANELS[panel.value];
  return (
    <div class="panel-group" ref={root}>
      <div class="buttons">
        {actions.map((action) => {
          const name = t(`sign-in.${action}.what`, { name: nameOf(signIn) });
          const press = isPanel(action)
            ? () => {
                panel.value = panel.value === action ? null : action;
              }
            : act[action];
          return (
            <Button
              key={action}
              name={name}
              expanded={isPanel(action) ? panel.value === action : undefined}
              busy={action === "use-first" && task.busy.value}
              onPress={press}
            >
              {t(`sign-in.${action}`)}
            </Button>
          );
        })}
      </div>
      {actions.includes("use-first") && (
        <ShowChanges
          about={t("sign-in.use-first.what", { name: nameOf(signIn) })}
          ask={() => chela.backend.planFirst(profile, agents)}
        />
      )}
      <TaskProblem task={task} />
      {Shown && (
        <div class="panel">
          <Shown key={panel.value} signIn={signIn} signIns={signIns} onClose={close} />
        </div>
      )}
      {removing.value && (
        <RemoveDialog
          signIn={signIn}
          onClose={() => {
            removing.value = false;
          }}
        />
      )}
    </div>
  );
}

function Test({ signIn }: PanelProps) {
  return <Prove signIn={signIn} />;
}

function isPanel(action: SignInAction): action is Panel {
  return action in PANELS;
}
