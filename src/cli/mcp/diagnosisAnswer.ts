import { resultOrError, AzureError } from "../../core/azure/http/azureError.ts";
import { errorReason, hostLabel, unknownHost } from "../../core/answers/missingParts.ts";
import { firstOf, isWholeCommand, wrongInput, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { HOST_ID_NOTE } from "../../core/answers/toolInput.ts";
import { diagnose } from "../../core/doctor/diagnose.ts";
import { examine } from "../../core/doctor/examine.ts";
import { checkOf, type Finding } from "../../core/doctor/finding.ts";
import { CHECK_VERDICTS } from "../../core/doctor/verdict.ts";
import { parseHostArgument } from "../../core/model/hostArgument.ts";
import { commandLine } from "../../core/text/shell.ts";
import { fleetSource } from "./fleetSource.ts";
import type { RecentFleet } from "./recentFleet.ts";

/** Why the sessions of a host can't be seen, the worst first. Lists the host once. */
export async function diagnosisAnswer(recent: RecentFleet, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const argument = parseHostArgument(input);
  if (!argument) {
    return wrongInput(HOST_ID_NOTE);
  }
  const fleet = await recent.open(signal);
  const { inventory, arm, identities } = fleet;
  const state = inventory.host(argument.hostKey);
  const [identity] = state?.identities ?? [];
  if (!state || !identity) {
    return unknownHost(fleetSource(recent, fleet));
  }
  const parts = { arm, credential: identities.credential(identity.account, identity.tenant.tenantId) };
  const facts = await resultOrError(examine(parts, state.host.id, { signal }, recent.clock));
  if (facts instanceof AzureError) {
    return { outcome: "failed", data: errorReason(facts) };
  }
  const { findings } = diagnose(facts);
  const worstFirst = CHECK_VERDICTS.flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict));
  const { first, more } = firstOf(worstFirst.filter(({ verdict }) => verdict !== "ok"));
  return {
    outcome: "ok",
    note: "Nothing was changed in Azure. Commands are proposals, which the user must review and run.",
    asOf: new Date(facts.at).toISOString(),
    isComplete: !findings.some(({ verdict }) => verdict === "unchecked"),
    more,
    data: {
      ...hostLabel(inventory, state),
      findings: first.map(findingEntry),
      passed: findings.filter(({ verdict }) => verdict === "ok").map(checkOf),
    },
  };
}

function findingEntry(finding: Finding): Readonly<Record<string, unknown>> {
  const { verdict, evidence, remedies } = finding;
  const commands = remedies
    .flatMap((remedy) => remedy.commands.map((command) => commandLine(command, "bash")))
    .filter((line) => line !== undefined && isWholeCommand(line));
  return {
    check: checkOf(finding),
    verdict,
    ...(evidence.length > 0 && { evidence }),
    ...(remedies.length > 0 && { remedies: remedies.map(({ kind }) => kind) }),
    ...(commands.length > 0 && { commands }),
  };
}
