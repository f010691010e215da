import { l10n, type PreparedToolInvocation } from "vscode";
import { parseHostArgument } from "../../core/model/hostArgument.ts";
import { mayHaveMatch, readStrictly, type StrictTerm } from "../../core/model/session/strictFilter.ts";
import { asText } from "../../core/text/json.ts";
import { messageText } from "../../core/text/plainText.ts";
import type { App } from "../commands/app.ts";
import { ToolId } from "../ids.ts";
import { formatNumber } from "../../words/format.ts";
import { inputObject } from "../../core/answers/toolInput.ts";
import { plural } from "../../words/plural.ts";
import { hostCount } from "../../words/sessionText.ts";

/**
 * What VS Code shows of a call, and what it asks before: about what is listed, since Azure records that, and about what
 * leaves for the model. A disconnect has its own question, and only that.
 */
export function toolPreparation(app: App, id: ToolId, input: unknown): PreparedToolInvocation {
  const host = hostText(app, input, id === ToolId.listSessions ? termsOf(input) : []);
  const hasPeople = inputObject(input)?.["people"] === true;
  const recorded = l10n.t("Azure records each list of sessions as a write under your name.");
  switch (id) {
    case ToolId.listHosts:
      return { invocationMessage: l10n.t("Searching for bastion hosts") };
    case ToolId.listSessions:
      return {
        invocationMessage: l10n.t("Listing the sessions of {0}, which Azure records as a write", host),
        confirmationMessages: {
          title: l10n.t("List sessions for a language model?"),
          message: [
            l10n.t("Lists the sessions of {0}.", host),
            recorded,
            hasPeople ? withPeople() : l10n.t("The language model gets user names and VM names."),
          ].join(" "),
        },
      };
    case ToolId.history:
      return {
        invocationMessage: l10n.t("Reading the audit log of {0}", host),
        confirmationMessages: {
          title: l10n.t("Read the history for a language model?"),
          message: [
            l10n.t("Reads who was connected through {0}, from Azure's audit log.", host),
            hasPeople ? withPeople() : l10n.t("The language model gets VM names and times, without people."),
          ].join(" "),
        },
      };
    case ToolId.diagnose:
      return {
        invocationMessage: l10n.t("Diagnosing {0}, which lists its sessions once", host),
        confirmationMessages: {
          title: l10n.t("Diagnose a bastion host for a language model?"),
          message: [l10n.t("Diagnoses {0} and lists its sessions once.", host), recorded].join(" "),
        },
      };
    case ToolId.disconnect:
      return {
        invocationMessage: l10n.t("Listing the sessions of {0}, which Azure records as a write, and asking you", host),
      };
  }
}

function withPeople(): string {
  return l10n.t("The language model gets user names, VM names, the people behind sessions, and their addresses.");
}

/** The terms of an input's filter, by which only some hosts are listed. */
function termsOf(input: unknown): readonly StrictTerm[] {
  return readStrictly(asText(inputObject(input)?.["filter"]) ?? "").terms;
}

/** The host that an input names, if it's known; else how many hosts are meant. */
function hostText({ inventory }: Pick<App, "inventory">, input: unknown, terms: readonly StrictTerm[]): string {
  const argument = parseHostArgument(input);
  const state = argument && inventory.host(argument.hostKey);
  // VS Code may take the text for Markdown.
  const name = state && messageText(inventory.names.host(state.host));
  if (name !== undefined && /^[\w .()-]+$/u.test(name)) {
    return name;
  }
  if (argument || inputObject(input)?.["hostId"] !== undefined) {
    return l10n.t("a bastion host");
  }
  const hosts = [...inventory.hosts];
  const all = hosts.length;
  const some = hosts.filter(({ host }) => mayHaveMatch(terms, inventory.names.ofHost(host))).length;
  if (some < all) {
    return hostCount(some);
  }
  return all > 1 ? plural("all {0} bastion hosts", all, formatNumber(all)) : l10n.t("all bastion hosts");
}
