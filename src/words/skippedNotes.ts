/** Notes on sessions that a disconnect leaves out; none if there are none. */
import * as l10n from "@vscode/l10n";
import { countNotes } from "./format.ts";
import { plural } from "./plural.ts";

/** On session IDs that were asked for and aren't listed. */
export function notListedNotes(count: number): readonly string[] {
  return countNotes(
    count,
    () => l10n.t("1 requested session isn't listed and will be skipped."),
    (number, text) => plural("{0} requested sessions aren't listed and will be skipped.", number, text),
  );
}

/** On sessions that belong to what is disconnected, such as a host, and can't be disconnected themselves. */
export function leftOutNotes(count: number): readonly string[] {
  return countNotes(
    count,
    () => l10n.t("1 session can't be disconnected and will be skipped."),
    (number, text) => plural("{0} sessions can't be disconnected and will be skipped.", number, text),
  );
}
