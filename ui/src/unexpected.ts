import { t } from "./i18n";

/** What is said when a call fails in a way that is no notice. */
export const UNEXPECTED = {
  code: "unexpected",
  message: t("error.unexpected"),
  hint: t("error.unexpected.hint"),
};
