import type { RecordedRequest } from "../simulated-azure/http/requestLog.ts";
import { controlOf } from "../simulated-azure/controlClient.ts";
import type { SimulatedAzureControl } from "../simulated-azure/controlClient.ts";
import type { WorldSpec } from "../simulated-azure/world/worldTypes.ts";

/** What a piece of work took, as its caller and as Azure saw it. */
export interface Cost {
  readonly ms: number;
  /** Requests to Azure; sign-in is not Azure's. */
  readonly requests: number;
  /** Connections that they came over. */
  readonly sockets: number;
  /** Refusals for want of quota. */
  readonly throttled: number;
  /** Processor time that the simulated Azure took: it must not be what is waited for. */
  readonly azureMs: number;
  /** When the last request arrived, in ms since 1970. */
  readonly lastRequestAt: number;
}

/** The simulated Azure in its own process, as a measurement uses it. */
export class BenchAzure {
  readonly url: string;
  readonly #control: SimulatedAzureControl;
  #seen = 0;

  constructor(url: string) {
    this.url = url;
    this.#control = controlOf(url);
  }

  /** From now on there is this world, with full quotas, and every answer takes that long. */
  async reset(world: WorldSpec, manners: { readonly latencyMs: number; readonly throttling: boolean }): Promise<void> {
    await this.#control.reset({ world });
    await this.#control.set(manners);
  }

  async measure(work: () => Promise<unknown>): Promise<Cost> {
    await this.#requests();
    const before = await this.#control.processorTime();
    const started = performance.now();
    await work();
    const ms = performance.now() - started;
    const after = await this.#control.processorTime();
    const requests = await this.#requests();
    return {
      ms,
      requests: requests.length,
      sockets: new Set(requests.map(({ connection }) => connection)).size,
      throttled: requests.filter(({ status }) => status === 429).length,
      azureMs: after.ms - before.ms,
      lastRequestAt: Math.max(...requests.map(({ at }) => at)),
    };
  }

  /** Those since the last question. */
  async #requests(): Promise<readonly RecordedRequest[]> {
    const requests = await this.#control.requests({ after: this.#seen });
    this.#seen = requests.at(-1)?.id ?? this.#seen;
    return requests.filter(({ route }) => route !== "signIn");
  }
}
