// What mends a finding: the best as a button, the others as quiet ones beside it. What Chela does
// by itself runs at once; what needs the person opens below, or leads to where they decide.

import { useSignal } from "@preact/signals";
import { isPreviewed, opens, target, wayOf } from "../diagnosis";
import type { Finding, Repair, Repaired, Step } from "../generated/view";
import { t } from "../i18n";
import type { OnProgress } from "../ipc";
import { billed } from "../matrix";
import { go, look, startPaste, startSignIn, useChela, visit } from "../state";
import { Button } from "./button";
import { Mend } from "./mend";
import { ModelPicker } from "./model-picker";
import { TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import { Prove } from "./prove";
import { RemoveDialog } from "./remove-dialog";
import { useSignIn } from "./sign-in-of";
import { useTask } from "./task";

interface Props {
  finding: Finding;
  /** Whether its best repair is the one to press first on this screen. */
  first: boolean;
  onRepaired: (repaired: Repaired) => void;
}

export function Repairs({ finding, first, onRepaired }: Props) {
  const { backend } = useChela();
  const task = useTask();
  const step = useSignal<Step | null>(null);
  const opened = useSignal<Repair | null>(null);
  const press = useRepair(finding, task.run, onRepaired, (next) => {
    step.value = next;
  });
  if (finding.repairs.length === 0) return null;
  const close = () => {
    opened.value = null;
  };
  return (
    <div class="panel-group">
      <div class="buttons">
        {finding.repairs.map((repair, index) => {
          const way = wayOf(repair);
          const panel = opens(way) && way !== "ask";
          return (
            <Button
              key={`${repair.kind} ${repair.profile ?? ""}`}
              look={index > 0 ? "quiet" : first ? "primary" : "plain"}
              busy={task.busy.value}
              expanded={panel ? opened.value === repair : undefined}
              onPress={() => {
                if (!opens(way)) press(repair);
                else opened.value = opened.value === repair ? null : repair;
              }}
            >
              {repair.label}
            </Button>
          );
        })}
      </div>
      {finding.repairs.filter(isPreviewed).map((repair) => (
        <RepairChanges
          key={`${repair.kind} ${repair.profile ?? ""}`}
          finding={finding}
          repair={repair}
        />
      ))}
      <p role="status" class="muted">
        {task.busy.value && step.value ? t(`step.${step.value}`) : ""}
      </p>
      <TaskProblem task={task} />
      {opened.value && (
        <Opened
          key={opened.value.kind}
          repair={opened.value}
          onClose={close}
          remove={async (_agents, onProgress) =>
            onRepaired(await backend.repair(finding, "remove", onProgress))
          }
        />
      )}
    </div>
  );
}

/** What a repair would do. */
export function RepairChanges({ finding, repair }: { finding: Finding; repair: Repair }) {
  const { backend } = useChela();
  const ask = () => backend.planRepair(finding, repair.kind);
  return <ShowChanges about={repair.label} ask={ask} />;
}

/** What a repair's button does that opens nothing here. */
export function useRepair(
  finding: Finding,
  run: (work: () => Promise<unknown>) => Promise<void>,
  onRepaired: (repaired: Repaired) => void,
  onStep: (step: Step) => void,
): (repair: Repair) => void {
  const chela = useChela();
  const signInOf = useSignIn();
  return (repair) => {
    switch (wayOf(repair)) {
      case "paste": {
        const signIn = signInOf(repair.profile);
        return startPaste(chela, billed(signIn?.kind ?? "unknown"), target(repair, signIn));
      }
      case "add":
        return startSignIn(chela, repair.agents);
      case "install":
        return go(chela, "found");
      case "history":
        return visit(chela, "history");
      case "config":
        return void run(() => chela.backend.openConfig());
      default:
        return void run(async () => {
          const hear: OnProgress = ({ step }) => onStep(step);
          onRepaired(await chela.backend.repair(finding, repair.kind, hear));
          void look(chela).catch(() => undefined);
        });
    }
  };
}

interface OpenedProps {
  repair: Repair;
  onClose: () => void;
  remove: (agents: string[], onProgress: OnProgress) => Promise<unknown>;
}

function Opened({ repair, onClose, remove }: OpenedProps) {
  const overview = useChela().overview.value;
  const signIn = useSignIn()(repair.profile);
  switch (wayOf(repair)) {
    case "settle":
      return (
        <div class="panel">
          <Mend action="settle-interrupted" onDone={onClose} />
        </div>
      );
    case "model":
      return overview && <div class="panel">{<ModelPicker overview={overview} />}</div>;
    case "test": {
      const tested = signIn ?? overview?.signIns.find(({ serves }) => serves);
      return tested ? (
        <div class="panel">
          <Prove signIn={tested} />
        </div>
      ) : null;
    }
    case "ask":
      return signIn ? <RemoveDialog signIn={signIn} onClose={onClose} remove={remove} /> : null;
    default:
      return null;
  }
}
