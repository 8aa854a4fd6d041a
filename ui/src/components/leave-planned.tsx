// What Chela keeps, the two ways to leave it, and what each of them does.

import type { Signal } from "@preact/signals";
import type { LeavePlan, LeaveWay, LeaveWayPlan } from "../generated/view";
import { count, listed, t } from "../i18n";
import { Checkbox } from "./checkbox";
import { Diff } from "./diff";
import { NoticeBox } from "./notice";
import { RadioCard } from "./radio-card";

interface Props {
  plan: LeavePlan;
  way: Signal<LeaveWay | null>;
  accepted: Signal<boolean>;
  /** Whether settings may get their secrets back in plaintext. */
  back: Signal<boolean>;
}

export function LeavePlanned({ plan, way, accepted, back }: Props) {
  return (
    <>
      <section>
        <h2>{t("leave.keeps")}</h2>
        {plan.signIns.length === 0 && <p>{t("leave.none")}</p>}
        <ul class="plain">
          {plan.signIns.map(({ agent, profile, place }) => (
            <li key={`${agent} ${profile}`}>
              {t("leave.sign-in", { profile, agent, place: t(`place.${place}`) })}
            </li>
          ))}
        </ul>
      </section>
      {plan.signIns.length > 0 && <Ways plan={plan} way={way} accepted={accepted} />}
      {plan.settings.length > 0 && (
        <Checkbox
          label={t("leave.settings")}
          note={t("leave.settings.note", { settings: listed(plan.settings) })}
          checked={back.value}
          onChange={(on) => {
            back.value = on;
          }}
        />
      )}
      <section>
        <h2>{t("leave.removes")}</h2>
        <ul class="plain">
          {plan.keychainEntries.length > 0 && (
            <li>{count("leave.entries", plan.keychainEntries.length)}</li>
          )}
          {plan.otherHomes.length === 0 && <li>{t("leave.resolver")}</li>}
          <li>{t("leave.history")}</li>
        </ul>
        {plan.otherHomes.length > 0 && (
          <p class="muted">{t("leave.other-homes", { homes: listed(plan.otherHomes) })}</p>
        )}
      </section>
    </>
  );
}

function Ways({ plan, way, accepted }: Omit<Props, "back">) {
  const card = (value: LeaveWay) => ({
    group: "way",
    label: t(`leave.${value}`),
    note: t(`leave.${value}.note`),
    checked: way.value === value,
    onPick: () => {
      way.value = plan[WAYS[value]].refused ? null : value;
    },
  });
  const refused = [plan.handBack, plan.signOut].flatMap((one) => one.refused ?? []);
  return (
    <>
      <fieldset class="question">
        <legend>{t("leave.question")}</legend>
        <RadioCard {...card("hand-back")}>
          <Checkbox
            label={t("leave.hand-back.plaintext")}
            note={t("leave.hand-back.plaintext.note")}
            checked={accepted.value}
            onChange={(on) => {
              accepted.value = on;
            }}
          />
          <Details plan={plan.handBack} />
        </RadioCard>
        <RadioCard {...card("sign-out")}>
          {plan.signOut.stranded.length > 0 && (
            <NoticeBox
              notice={{
                code: "stranded",
                message: t("leave.stranded", { agents: listed(plan.signOut.stranded) }),
                hint: t("leave.stranded.hint"),
              }}
            />
          )}
          <Details plan={plan.signOut} />
        </RadioCard>
      </fieldset>
      {refused.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
    </>
  );
}

const WAYS = { "hand-back": "handBack", "sign-out": "signOut" } as const;

function Details({ plan }: { plan: LeaveWayPlan }) {
  return (
    <details>
      <summary>{t("leave.details")}</summary>
      {plan.diffs.map((diff) => (
        <Diff key={diff.path} diff={diff} />
      ))}
      <p class="muted">{t("preview.commands.note")}</p>
      <ul class="plain">
        {plan.commands.map((command) => (
          <li key={command}>
            <code>{command}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
