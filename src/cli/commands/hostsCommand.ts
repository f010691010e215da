/** `hosts`: which bastion hosts there are. Lists no sessions, so it leaves no entry in Azure's Activity Log. */
import * as l10n from "@vscode/l10n";
import type { ExitCode } from "../exitCode.ts";
import { conclude, openFleet, sayNone, type FleetOptions } from "../fleet/fleet.ts";
import { HOST_IDS, hostColumns, hostExport } from "../print/hostPrint.ts";
import { objectsOf, print, type FormatOptions } from "../print/output.ts";
import type { Runtime } from "../runtime.ts";

/** Prints every host that the account sees. @throws CommandError */
export async function hostsCommand(options: FleetOptions & FormatOptions, runtime: Runtime): Promise<ExitCode> {
  const { hosts, gaps, inventory } = await openFleet(runtime, options);
  const exported = hostExport(inventory.names);
  await print(runtime.terminal, options, {
    rows: hosts,
    columns: hostColumns(inventory.names),
    exported,
    ids: HOST_IDS,
    json: () => ({
      hosts: objectsOf(hosts, [...exported, ...HOST_IDS]),
      incomplete: gaps.map(({ incomplete }) => incomplete),
      asOf: runtime.clock.wall().toISOString(),
    }),
  });
  sayNone(runtime, hosts, gaps, l10n.t("No bastion hosts."));
  return conclude(runtime, gaps, true);
}
