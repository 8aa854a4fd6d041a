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
  const zoom = zoomOf(chela);
  // What stands in the settings file may be another one.
  const choices = [...new Set([...ZOOMS, zoom])].sort((a, b) => a - b);
  return (
    <>
      <Select
        label={t("settings.zoom")}
        value={`${zoom}`}
        options={choices.map((value) => ({ value: `${value}`, label: percent(value) }))}
        onPick={(value) => task.run(() => zoomTo(chela, Number(value)))}
      />
      <TaskProblem task={task} />
    </>
  );
}
