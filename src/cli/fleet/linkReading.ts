/** Reading links, and what of them couldn't be read. */
import * as l10n from "@vscode/l10n";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { HostLinksAnswer } from "../../core/links/hostLinks.ts";
import { readLinks } from "../../core/links/readLinks.ts";
import { errorText } from "../../words/errorText.ts";
import type { Runtime } from "../runtime.ts";
import type { Fleet } from "./fleet.ts";
import { reasonOf, type Gap } from "./incomplete.ts";
import { sayReadingLinks } from "./linkNotice.ts";

/** Lists the links of these hosts, and says so before. */
export async function readLinksAloud(
  hosts: readonly HostState[],
  { inventory, identities, log }: Fleet,
  { terminal, clock, signal }: Runtime,
): Promise<{ readonly answers: readonly HostLinksAnswer[]; readonly gaps: readonly Gap[] }> {
  sayReadingLinks(hosts.length, { terminal });
  const answers = await readLinks(hosts, { inventory, identities, clock, log }, signal);
  return { answers, gaps: answers.flatMap((answer) => linkGaps(answer, inventory.names.host(answer.host.host))) };
}

function linkGaps(answer: HostLinksAnswer, name: string): readonly Gap[] {
  const about = { what: "links", hostId: answer.host.host.id } as const;
  if ("error" in answer) {
    return [
      {
        incomplete: { ...about, ...reasonOf(answer.error) },
        words: l10n.t("{0}: {1}", name, errorText(answer.error).what),
      },
    ];
  }
  const { unreadable } = answer;
  return unreadable === 0
    ? []
    : [
        {
          incomplete: { ...about, unreadable },
          words: l10n.t("{0}: some entries in Azure's response couldn't be read ({1})", name, String(unreadable)),
        },
      ];
}
