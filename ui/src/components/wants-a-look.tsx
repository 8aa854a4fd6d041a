// On home: how many things want a look, and the one button for the worst of them where the
// sentence above has none.

import { isPreviewed, opens, pressing, wayOf } from "../diagnosis";
import type { Finding } from "../generated/view";
import { count } from "../i18n";
import { useChela, visit } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { RepairChanges, useRepair } from "./repairs";
import { useTask } from "./task";

interface Props {
  /** Whether nothing above has a button. */
  alone: boolean;
  /** Whether the worst is named above already. */
  titled: boolean;
}

export function WantsALook({ alone, titled }: Props) {
  const chela = useChela();
  const diagnosis = chela.diagnosis.shown.value;
  const all = diagnosis ? pressing(diagnosis) : [];
  const [worst] = all;
  if (!worst) return null;
  return (
    <>
      {alone && <Worst finding={worst} titled={titled} />}
      <p class="buttons">
        <Button look="quiet" onPress={() => visit(chela, "status")}>
          {count("home.look", all.length)}
        </Button>
      </p>
    </>
  );
}

function Worst({ finding, titled }: { finding: Finding; titled: boolean }) {
  const task = useTask();
  const [best] = finding.repairs;
  const press = useRepair(
    finding,
    task.run,
    () => undefined,
    () => undefined,
  );
  // What opens below a finding has its room in Status.
  const here = best && !opens(wayOf(best)) ? best : null;
  return (
    <>
      {titled ? <p class="muted">{finding.meaning}</p> : <p>{finding.title}</p>}
      {here && (
        <Button look="primary" busy={task.busy.value} onPress={() => press(here)}>
          {here.label}
        </Button>
      )}
      {here && isPreviewed(here) && <RepairChanges finding={finding} repair={here} />}
      <TaskProblem task={task} />
    </>
  );
}
