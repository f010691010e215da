/**
 * What the start is compared with: an extension whose tree makes the same chain of requests by bare fetches, one after the
 * other's answer, and shows what came. It knows nothing else. VS Code loads it as it is.
 */
import * as vscode from "vscode";

const PROVIDER = "microsoft-sovereign-cloud";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
}

interface Host {
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly location: string;
}

export function activate(): void {
  const rows = new Map<string, Row>();
  const changed = new vscode.EventEmitter<undefined>();
  let begun = false;
  vscode.window.createTreeView("bench.control", {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: ({ id, name, description = "" }: Row) =>
        Object.assign(new vscode.TreeItem(name), { id, description }),
      getChildren: () => {
        if (!begun) {
          begun = true;
          void load(rows, () => changed.fire(undefined));
        }
        return [...rows.values()];
      },
    },
  });
}

async function load(rows: Map<string, Row>, show: () => void): Promise<void> {
  const cloud = vscode.workspace.getConfiguration(PROVIDER).get<Record<string, string>>("customEnvironment", {});
  const url = (cloud["resourceManagerEndpointUrl"] ?? "").replace(/\/$/u, "");
  const [account] = await vscode.authentication.getAccounts(PROVIDER);
  const token = async (tenantId?: string): Promise<string> => {
    const tenant = tenantId === undefined ? [] : [`VSCODE_TENANT:${tenantId}`];
    const options = { silent: true as const, ...(account && { account }) };
    const session = await vscode.authentication.getSession(PROVIDER, [`${url}/.default`, ...tenant], options);
    return session?.accessToken ?? "";
  };
  const ask = async (path: string, bearer: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
    const response = await fetch(url + path, { ...init, headers });
    return response.json();
  };
  const { value: tenants } = (await ask("/tenants?api-version=2022-12-01", await token())) as {
    value: { tenantId: string }[];
  };
  await Promise.all(
    tenants.map(async ({ tenantId }) => {
      const bearer = await token(tenantId);
      const query = "resources | where type =~ 'microsoft.network/bastionhosts'";
      const graph = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";
      const { data } = (await ask(graph, bearer, {
        method: "POST",
        body: JSON.stringify({ query, options: { resultFormat: "objectArray" } }),
      })) as { data: Host[] };
      data.forEach(({ id, name }) => rows.set(id.toLowerCase(), { id, name }));
      show();
      await Promise.all(
        [...Map.groupBy(data, (host) => `${host.subscriptionId} ${host.location}`).values()].map((hosts) =>
          count(hosts, (path) => ask(path, bearer), rows, show),
        ),
      );
    }),
  );
}

interface Series {
  readonly metadatavalues: readonly { readonly value: string }[];
  readonly data: readonly { readonly average?: number }[];
}

async function count(
  hosts: readonly Host[],
  get: (path: string) => Promise<unknown>,
  rows: Map<string, Row>,
  show: () => void,
): Promise<void> {
  const [first] = hosts;
  const now = Date.now();
  const search = new URLSearchParams({
    "api-version": "2023-10-01",
    region: first?.location ?? "",
    metricnamespace: "Microsoft.Network/bastionHosts",
    metricnames: "sessions",
    aggregation: "Average",
    interval: "PT5M",
    timespan: [now - 1_200_000, now + 300_000].map((time) => new Date(time).toISOString()).join("/"),
    top: "1000",
    $filter: "Microsoft.ResourceId eq '*' and host eq '*'",
  });
  const answer = (await get(
    `/subscriptions/${first?.subscriptionId ?? ""}/providers/Microsoft.Insights/metrics?${search.toString()}`,
  )) as {
    value: { timeseries: Series[] }[];
  };
  const sums = new Map<string, number>();
  for (const { metadatavalues, data } of answer.value[0]?.timeseries ?? []) {
    const id = metadatavalues[0]?.value.toLowerCase() ?? "";
    sums.set(id, (sums.get(id) ?? 0) + (data.findLast(({ average }) => average !== undefined)?.average ?? 0));
  }
  for (const [id, sum] of sums) {
    const row = rows.get(id);
    rows.set(id, { id, name: row?.name ?? id, description: `≈ ${Math.round(sum)}` });
  }
  show();
}
