/** `links`: shareable links, without their URLs. */
import * as l10n from "@vscode/l10n";
import { hostedLinks } from "../../core/links/hostLinks.ts";
import { linkTime } from "../../core/links/linkTime.ts";
import { linkSupport } from "../../core/model/linkSupport.ts";
import type { ShareableLink } from "../../core/model/shareableLink.ts";
import { vmNames } from "../../core/model/vmNames.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";
import type { ExitCode } from "../exitCode.ts";
import { conclude, openFleet, sayNone, type FleetOptions } from "../fleet/fleet.ts";
import { hostCalled } from "../fleet/hostCalled.ts";
import { readLinksAloud } from "../fleet/linkReading.ts";
import { columnsOf, objectsOf, print, type FormatOptions } from "../print/output.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of links. */
export interface LinksOptions extends FleetOptions, FormatOptions {
  readonly host?: string;
}

interface Row {
  readonly host: string;
  readonly hostId: string;
  readonly vm: string | undefined;
  readonly link: ShareableLink;
}

/** Lists the links of a host, or of every host that can have some. @throws CommandError */
export async function linksCommand(options: LinksOptions, runtime: Runtime): Promise<ExitCode> {
  const { terminal, clock } = runtime;
  const fleet = await openFleet(runtime, { ...options, readsLinks: true });
  const { names } = fleet.inventory;
  const isNamed = options.host !== undefined;
  const hosts = isNamed ? [hostCalled(options.host, fleet)] : fleet.hosts.filter(({ host }) => canHaveLinks(host));
  const { answers, gaps: unread } = await readLinksAloud(hosts, fleet, runtime);
  const found = hostedLinks(answers);
  const vms = vmNames(found.map(({ machine }) => machine.vmId));
  const rows = found.flatMap(({ on, machine }) =>
    machine.links.map((link) => ({
      host: names.host(on.host.host),
      hostId: on.host.host.id,
      vm: vms.get(machine.vmKey),
      link,
    })),
  );
  const gaps = [...(isNamed ? [] : fleet.gaps), ...unread];
  const exported = linkExport();
  await print(terminal, options, {
    rows,
    columns: columnsOf(exported),
    exported,
    ids: LINK_IDS,
    json: () => ({
      links: objectsOf(rows, [...exported, ...LINK_IDS]),
      incomplete: gaps.map(({ incomplete }) => incomplete),
      asOf: clock.wall().toISOString(),
    }),
  });
  sayNone(runtime, rows, gaps, l10n.t("No shareable links."));
  return conclude(runtime, gaps, true);
}

/** Of a host that Azure says nothing of, it's asked. */
function canHaveLinks(host: Parameters<typeof linkSupport>[0]): boolean {
  const support = linkSupport(host);
  return support === "possible" || support === "unknown";
}

function linkExport(): ExportColumn<Row>[] {
  return [
    { name: "vm", title: l10n.t("VM"), value: ({ vm }) => (vm === undefined ? undefined : plainText(vm)) },
    { name: "host", title: l10n.t("Bastion host"), value: ({ host }) => plainText(host) },
    { name: "created", title: l10n.t("Created (UTC)"), value: ({ link }) => timeOf(link.createdAt) },
    { name: "expires", title: l10n.t("Expires (UTC)"), value: ({ link }) => timeOf(link.expiresAt) },
  ];
}

const LINK_IDS: readonly Pick<ExportColumn<Row>, "name" | "value">[] = [
  { name: "vmId", value: ({ link }) => link.vmId },
  { name: "hostId", value: ({ hostId }) => hostId },
];

/** In ISO 8601, or as Azure wrote it. */
function timeOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (linkTime(text)?.toISOString() ?? plainText(text, 60));
}
