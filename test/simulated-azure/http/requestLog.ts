/** What a request asked for. Faults and waits are aimed by these names. */
export const routeNames = [
  "tenants",
  "subscriptions",
  "graph",
  "hosts",
  "host",
  "list",
  "disconnect",
  "listLinks",
  "deleteLinks",
  "virtualMachine",
  "runCommand",
  "operationStatus",
  "operationResult",
  "unknown",
  "signIn",
  "subscription",
  "provider",
  "virtualNetwork",
  "subnet",
  "securityGroup",
  "routeTable",
  "permissions",
  "diagnosticSettings",
  "metrics",
  "regionMetrics",
  "auditLog",
  "activityLog",
  "locks",
  "denyAssignments",
  "eligibleRoles",
  "activeRoles",
  "roleDefinition",
] as const;

export type RouteName = (typeof routeNames)[number];

/** What a query of the audit log asks for. */
export interface LogQuestion {
  /** The lower-cased ids that it names. */
  readonly hostKeys: readonly string[];
  /** From that time and before the other, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly top?: number;
}

/** One request that came, without anything secret: no token, no signature, no query values. */
export interface RecordedRequest {
  /** Counts from 1. */
  readonly id: number;
  readonly route: RouteName;
  readonly method: string;
  readonly path: string;
  readonly queryKeys: readonly string[];
  readonly apiVersion?: string;
  /** The lower-cased ARM id of the host that it is about. */
  readonly hostKey?: string;
  readonly subscriptionId?: string;
  /** The connection that it came over; counts from 1. */
  readonly connection: number;
  /** Whether an Authorization header came, whatever it was worth. */
  readonly hadToken: boolean;
  /** Who asked, where the token was one of ours. */
  readonly account?: string;
  readonly tenantId?: string;
  /** Milliseconds since 1970, by the simulated clock. */
  readonly at: number;
  readonly userAgent?: string;
  /** The sessions that a disconnect named. */
  readonly sessionIds?: readonly string[];
  /** The VMs whose links a request named. */
  readonly vmIds?: readonly string[];
  /** What a query of the audit log asked for. */
  readonly logQuestion?: LogQuestion;
  /** What a Run Command was to run, as one text. */
  readonly script?: string;
  /** The x-ms-request-id of the answer. */
  readonly requestId: string;
  /** Absent until an answer began. */
  readonly status?: number;
  /** Which fault was applied. */
  readonly fault?: string;
  /** The answer is out, or the connection gone. */
  readonly ended: boolean;
  /** The caller went away before the answer was out. */
  readonly closedByClient: boolean;
}

/** Tells connections apart, by numbers that count from 1. */
export class Connections {
  readonly #numbers = new WeakMap<object, number>();
  #count = 0;

  number(socket: object): number {
    const number = this.#numbers.get(socket) ?? ++this.#count;
    this.#numbers.set(socket, number);
    return number;
  }
}

type Mutable = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** Everything that was asked, and a way to wait for what will be. */
export class RequestLog {
  readonly #requests: Mutable[] = [];
  readonly #waiting = new Set<() => void>();

  get all(): readonly RecordedRequest[] {
    return this.#requests;
  }

  begin(facts: Omit<RecordedRequest, "id" | "ended" | "closedByClient">): RecordedRequest {
    const request: Mutable = { ...facts, id: this.#requests.length + 1, ended: false, closedByClient: false };
    this.#requests.push(request);
    this.#changed();
    return request;
  }

  update(id: number, facts: Partial<Pick<RecordedRequest, "status" | "fault" | "ended" | "closedByClient">>): void {
    const request = this.#requests[id - 1];
    if (request) {
      Object.assign(request, facts);
      this.#changed();
    }
  }

  /**
   * The first request for which `predicate` holds, among those that came already too; it is asked again whenever a
   * request comes, is answered, or is given up. Use the ids to tell a new one from an old one.
   */
  async waitFor(predicate: (request: RecordedRequest) => boolean, signal?: AbortSignal): Promise<RecordedRequest> {
    for (;;) {
      signal?.throwIfAborted();
      const found = this.#requests.find(predicate);
      if (found) {
        return found;
      }
      await this.#nextChange(signal);
    }
  }

  #nextChange(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const done = () => resolve(undefined);
    this.#waiting.add(done);
    signal?.addEventListener("abort", done, { once: true });
    return promise.finally(() => {
      this.#waiting.delete(done);
      signal?.removeEventListener("abort", done);
    });
  }

  #changed(): void {
    this.#waiting.forEach((resolve) => resolve());
  }
}
