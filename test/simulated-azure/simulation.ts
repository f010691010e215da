import { Behaviours } from "./faults/behaviours.ts";
import type { Chosen } from "./faults/behaviours.ts";
import { Challenges } from "./signIn/challenges.ts";
import type { SimulatedClock } from "./world/clock.ts";
import { Operations } from "./routes/operations.ts";
import { defaultPageSizes, Pages } from "./routes/paging.ts";
import { Connections, RequestLog } from "./http/requestLog.ts";
import type { RouteName } from "./http/requestLog.ts";
import { Throttle } from "./faults/throttle.ts";
import { Tokens } from "./signIn/tokens.ts";
import type { World } from "./world/world.ts";

/** A request to Azure as the handlers see it. */
export interface Call {
  readonly route: RouteName;
  readonly method: string;
  /** With the server's origin. */
  readonly url: URL;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly authorization: string | undefined;
  /** The header of that name. */
  readonly prefer: string | undefined;
  /** What the behaviours in force say for this request. */
  readonly chosen: Chosen;
}

/** The api-versions that each provider knows; a test may shorten a list to be a cloud that lags behind. */
export interface ApiVersions {
  resources: readonly string[];
  graph: readonly string[];
  network: readonly string[];
  authorization: readonly string[];
  locks: readonly string[];
  /** Of Privileged Identity Management. */
  pim: readonly string[];
  insights: readonly string[];
  metrics: readonly string[];
  /** Of the metrics of a subscription. */
  regionMetrics: readonly string[];
  /** Queries of Log Analytics. */
  logs: readonly string[];
  /** Of the Activity Log. */
  events: readonly string[];
  compute: readonly string[];
}

const defaultApiVersions: Readonly<ApiVersions> = {
  resources: [
    "2016-06-01",
    "2018-06-01",
    "2019-06-01",
    "2019-11-01",
    "2020-01-01",
    "2021-01-01",
    "2022-09-01",
    "2022-12-01",
  ],
  graph: ["2019-04-01", "2021-03-01", "2022-10-01", "2024-04-01"],
  network: [
    "2019-09-01",
    "2019-11-01",
    "2019-12-01",
    "2020-03-01",
    "2020-04-01",
    "2020-05-01",
    "2020-06-01",
    "2020-07-01",
    "2020-08-01",
    "2020-11-01",
    "2021-02-01",
    "2021-03-01",
    "2021-05-01",
    "2021-08-01",
    "2022-01-01",
    "2022-05-01",
    "2022-07-01",
    "2022-09-01",
    "2022-11-01",
    "2023-02-01",
    "2023-04-01",
    "2023-05-01",
    "2023-06-01",
    "2023-09-01",
    "2023-11-01",
    "2024-01-01",
    "2024-03-01",
    "2024-05-01",
    "2024-07-01",
    "2024-10-01",
    "2025-01-01",
    "2025-03-01",
    "2025-05-01",
    "2025-07-01",
    "2026-01-01",
  ],
  authorization: ["2015-07-01", "2018-07-01", "2022-04-01"],
  locks: ["2015-01-01", "2016-09-01", "2017-04-01", "2020-05-01"],
  pim: ["2020-10-01"],
  // Of diagnostic settings.
  insights: ["2016-09-01", "2017-05-01-preview", "2021-05-01-preview"],
  metrics: ["2016-09-01", "2017-05-01-preview", "2018-01-01", "2019-07-01", "2021-05-01", "2023-10-01", "2024-02-01"],
  regionMetrics: ["2021-05-01", "2023-10-01", "2024-02-01"],
  logs: ["2018-03-01-preview"],
  events: ["2014-04-01", "2015-04-01"],
  compute: [
    "2017-03-30",
    "2019-07-01",
    "2021-03-01",
    "2022-11-01",
    "2023-09-01",
    "2024-03-01",
    "2024-07-01",
    "2024-11-01",
    "2025-04-01",
  ],
};

/** Everything that the simulated Azure knows and remembers, without the network. */
export class Simulation {
  readonly clock: SimulatedClock;
  readonly tokens: Tokens;
  readonly requests = new RequestLog();
  readonly connections = new Connections();
  /** Where it is reached, once it listens. */
  url = "";
  world: World;
  behaviours: Behaviours;
  challenges = new Challenges();
  operations = new Operations();
  pages = new Pages();
  throttle: Throttle;
  pageSizes = { ...defaultPageSizes };
  apiVersions: ApiVersions = { ...defaultApiVersions };
  /** `account id/tenant id` of every interactive sign-in to a tenant. */
  readonly signedIn = new Set<string>();
  /** By the same key: the claims of the last challenge that the user has answered. */
  readonly satisfiedClaims = new Map<string, string>();

  constructor(world: World) {
    this.world = world;
    this.clock = world.clock;
    this.tokens = new Tokens(this.clock);
    this.behaviours = new Behaviours(world.seed);
    this.throttle = new Throttle(this.clock);
  }

  /** Another world, and nothing else as it was, but for the tokens and the requests so far: a leak is looked for in all of them. */
  reset(world: World): void {
    this.world = world;
    this.behaviours = new Behaviours(world.seed);
    this.challenges = new Challenges();
    this.operations = new Operations();
    this.pages = new Pages();
    this.throttle = new Throttle(this.clock);
    this.pageSizes = { ...defaultPageSizes };
    this.apiVersions = { ...defaultApiVersions };
    this.signedIn.clear();
    this.satisfiedClaims.clear();
  }
}
