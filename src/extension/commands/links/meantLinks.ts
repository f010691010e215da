import type { HostedLinks, HostLinksAnswer } from "../../../core/links/hostLinks.ts";
import type { LinkScope } from "./linkScope.ts";

/** What reading the links of a host came to, and which of its VMs are meant. */
export interface ScopedAnswer {
  readonly answer: HostLinksAnswer;
  readonly scope: LinkScope;
}

/** The VMs with links that are meant. */
export function meantLinks(read: readonly ScopedAnswer[]): readonly HostedLinks[] {
  return read.flatMap(({ answer, scope }) => {
    if (!("machines" in answer)) {
      return [];
    }
    const meant = scope.machines && new Set(scope.machines);
    return answer.machines.flatMap((machine) => ((meant?.has(machine.vmKey) ?? true) ? [{ on: answer, machine }] : []));
  });
}
