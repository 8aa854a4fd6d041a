// Comments that OpenClaw has removed: what putting them back would do, and the choice.

import { useSignal } from "@preact/signals";
import type { CommentsPlan } from "../generated/view";
import { count, t } from "../i18n";
import { look, readHistory, useChela } from "../state";
import { Button } from "./button";
import { Diff } from "./diff";
import { ToneIcon } from "./icon";
import { TaskProblem } from "./notice";
import { useTask } from "./task";

export function CommentsOffer({ plan }: { plan: CommentsPlan }) {
  const chela = useChela();
  const task = useTask();
  const shown = useSignal(false);
  const decide = (work: () => Promise<unknown>) => () =>
    void task.run(async () => {
      await work();
      await readHistory(chela);
      void look(chela).catch(() => undefined);
    });
  return (
    <section class="stack" aria-labelledby="comments-offer">
      <h2 id="comments-offer" class="state attention">
        <ToneIcon tone="attention" />
        {count("comments.removed", plan.count)}
      </h2>
      <p>{t("comments.offer")}</p>
      {plan.lost.length > 0 && (
        <>
          <p>{t("comments.lost")}</p>
          <ul>
            {plan.lost.map((lost) => (
              <li key={lost}>
                <code>{lost}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown.value && plan.diffs.map((diff) => <Diff key={diff.path} diff={diff} />)}
      <div class="buttons">
        <Button
          look="primary"
          busy={task.busy.value}
          onPress={decide(() => chela.backend.putCommentsBack())}
        >
          {t("comments.put-back")}
        </Button>
        <Button
          expanded={shown.value}
          onPress={() => {
            shown.value = !shown.value;
          }}
        >
          {t("comments.show")}
        </Button>
        <Button
          look="quiet"
          busy={task.busy.value}
          onPress={decide(() => chela.backend.leaveCommentsOut())}
        >
          {t("comments.leave")}
        </Button>
      </div>
      <TaskProblem task={task} />
    </section>
  );
}
