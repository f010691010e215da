import * as l10n from "@vscode/l10n";
import { countNotes } from "../../words/format.ts";
import { plural } from "../../words/plural.ts";
import type { Runtime } from "../runtime.ts";

/** Says, before it's done, that the links of so many hosts are read. */
export function sayReadingLinks(hosts: number, { terminal }: Pick<Runtime, "terminal">): void {
  countNotes(
    hosts,
    () => l10n.t("Reading the links of 1 host. Azure logs it under your name."),
    (count, text) => plural("Reading the links of {0} hosts. Azure logs it under your name.", count, text),
  ).forEach((line) => terminal.say(line));
}
