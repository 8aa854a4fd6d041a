// The files in which a credential stands, to be ticked: OpenClaw's, then those that other programs
// may use too, each with what would become of it.

import { everything, howOf, type PlaintextFile, suggested } from "../adopting";
import { sentences, t } from "../i18n";
import { Button } from "./button";
import { Checkbox } from "./checkbox";

interface Props {
  files: readonly PlaintextFile[];
  ticked: readonly string[];
  onTick: (ticked: string[]) => void;
}

export function PlaintextFiles({ files, ticked, onTick }: Props) {
  const all = everything(files);
  const whole = ticked.length === all.length;
  const stays = files.filter(({ group }) => group === "stays");
  return (
    <>
      {(["own", "shared"] as const).map((group) => (
        <Group
          key={group}
          name={group}
          files={files.filter((file) => file.group === group)}
          ticked={ticked}
          onTick={(file, on) =>
            onTick(all.filter((other) => (other === file ? on : ticked.includes(other))))
          }
        />
      ))}
      {stays.length > 0 && (
        <section>
          <h2>{t("adopt.stays")}</h2>
          <p class="muted">{t("adopt.stays.note")}</p>
          <ul class="plain">
            {stays.map(({ file }) => (
              <li key={file} class="path">
                {file}
              </li>
            ))}
          </ul>
        </section>
      )}
      {all.length > 0 && (
        <div class="age">
          <p class="muted" role="status">
            {sentences(
              t("adopt.ticked", { count: ticked.length, all: all.length }),
              ...(whole ? [t("adopt.everything")] : []),
              ...(ticked.length === 0 ? [t("adopt.nothing")] : []),
            )}
          </p>
          <Button look="quiet" onPress={() => onTick(whole ? suggested(files) : all)}>
            {t(whole ? "adopt.tick.suggested" : "adopt.tick.everything")}
          </Button>
        </div>
      )}
    </>
  );
}

interface GroupProps {
  name: "own" | "shared";
  files: readonly PlaintextFile[];
  ticked: readonly string[];
  onTick: (file: string, on: boolean) => void;
}

function Group({ name, files, ticked, onTick }: GroupProps) {
  if (files.length === 0) return null;
  return (
    <fieldset class="question files">
      <legend>
        <h2>{t(`adopt.${name}`)}</h2>
      </legend>
      <p class="muted">{t(`adopt.${name}.note`)}</p>
      {files.map((file) => (
        <Checkbox
          key={file.file}
          label={file.file}
          note={
            <>
              <span class="how">{t(howOf(file))}</span> {file.why}
            </>
          }
          checked={ticked.includes(file.file)}
          onChange={(on) => onTick(file.file, on)}
        />
      ))}
    </fieldset>
  );
}
