// All is well: calmly, and with what was looked at, so that one knows what that is worth.

import type { Diagnosis, Overview, SignIns } from "../generated/view";
import { count, listed, t } from "../i18n";
import { Fact } from "./fact";

interface Props {
  diagnosis: Diagnosis;
  overview: Overview;
  signIns: SignIns | null;
}

export function InOrder({ diagnosis, overview, signIns }: Props) {
  const { openclaw, gateway, keychain, agents } = overview;
  const home = overview.homes.find(({ chosen }) => chosen);
  const profiles = signIns?.profiles ?? overview.signIns;
  const model = overview.model.name ?? overview.model.primary;
  return (
    <section>
      <h2>{t("in-order.title")}</h2>
      <dl class="facts">
        <Fact term={t("found.openclaw")}>
          <p>
            {openclaw.version
              ? t("found.version", { version: openclaw.version })
              : t("found.version-unknown")}
          </p>
        </Fact>
        <Fact term={t("found.config")}>
          <p class="path">{home?.configPath}</p>
        </Fact>
        <Fact term={t("found.keychain")}>
          <p>{t(`keychain.${keychain}`)}</p>
        </Fact>
        <Fact term={t("found.gateway")}>
          <p>{t(`gateway.${gateway.state}`, { port: gateway.port })}</p>
        </Fact>
        <Fact term={t("found.sign-ins")}>
          <p>
            {listed([
              count("in-order.sign-ins", profiles.length),
              count("in-order.agents", agents.length),
            ])}
          </p>
        </Fact>
        <Fact term={t("in-order.model")}>
          <p>{model ?? t("picker.none")}</p>
        </Fact>
        <Fact term={t("in-order.anthropic")}>
          <p>{t(diagnosis.askedAnthropic ? "in-order.asked" : "in-order.not-asked")}</p>
        </Fact>
      </dl>
    </section>
  );
}
