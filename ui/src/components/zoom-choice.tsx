// How large everything in the window is.

import { percent, t } from "../i18n";
import { useChela } from "../state";
import { ZOOMS, zoomOf, zoomTo } from "../zoom";
import { TaskProblem } from "./notice";
import { Select } from "./select";
import { useTask } from "./task";

export function ZoomChoice() {
  const chela = useChela();
  const task = useTask();
  return (
    <>
      <Select
        label={t("settings.zoom")}
        value={`${zoomOf(chela)}`}
        options={ZOOMS.map((value) => ({ value: `${value}`, label: percent(value) }))}
        onPick={(value) => task.run(() => zoomTo(chela, Number(value)))}
      />
      <TaskProblem task={task} />
    </>
  );
}
