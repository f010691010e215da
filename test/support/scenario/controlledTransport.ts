import { RestError } from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { Behaviours } from "../../simulated-azure/faults/behaviours.ts";
import { faultActs } from "../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../simulated-azure/faults/faults.ts";
import type { InProcessAzure } from "./inProcessAzure.ts";
import { aimOf } from "./requestRecorder.ts";
import type { VirtualTime } from "../virtualTime.ts";

/** Something on its way, which arrives when the test lets it. */
interface Held {
  arrive(): void | Promise<void>;
  /** Its sender waits no longer. */
  isOrphan: boolean;
}

/** Faults of the network, for which no response is needed. */
const ON_THE_WIRE = new Set<Fault["kind"]>(["reset", "cutBody", "neverAnswers", "slowDrip", "huge", "endless"]);

export function isOnTheWire(fault: Fault | undefined): boolean {
  return fault !== undefined && ON_THE_WIRE.has(fault.kind);
}

/**
 * A network on which nothing arrives until the test says so. A request is held until it is released, then its answer is, so that a test
 * decides the order in which everything happens; of what the sender has given up, the request may still arrive.
 */
export class ControlledTransport implements HttpClient {
  readonly #azure: InProcessAzure;
  readonly #time: VirtualTime;
  readonly #held = new Set<Held>();
  /** What goes wrong here; what goes wrong in an answer's contents is the simulated Azure's part. */
  behaviours = new Behaviours(1);
  online = true;

  constructor(azure: InProcessAzure, time: VirtualTime) {
    this.#azure = azure;
    this.#time = time;
  }

  /** How much is on its way. */
  get held(): number {
    return this.#held.size;
  }

  /** Lets one arrive: the newest is 0, the oldest -1. Does nothing where nothing is on its way. */
  async release(place: number): Promise<void> {
    const held = [...this.#held].reverse().at(place % Math.max(1, this.#held.size));
    if (held) {
      this.#held.delete(held);
      await held.arrive();
    }
  }

  /** Lets everything arrive whose sender waits no longer. */
  async releaseOrphans(): Promise<void> {
    for (const held of [...this.#held].filter(({ isOrphan }) => isOrphan)) {
      this.#held.delete(held);
      await held.arrive();
    }
  }

  /** Holds anything else until it is released. */
  hold<T>(value: T): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    this.#held.add({ arrive: () => resolve(value), isOrphan: false });
    return promise;
  }

  sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<PipelineResponse>();
    const lose = (code: string): void => reject(new RestError("the connection failed", { code, request }));
    const question: Held = {
      isOrphan: false,
      arrive: async () => {
        const reaction = await this.#carry(request);
        if (reaction !== undefined && !question.isOrphan) {
          answer = {
            isOrphan: false,
            arrive: () =>
              typeof reaction === "string" || !this.online
                ? lose(typeof reaction === "string" ? reaction : "ECONNRESET")
                : resolve(reaction),
          };
          this.#held.add(answer);
        }
      },
    };
    let answer: Held | undefined;
    const giveUp = (name: string): void => {
      question.isOrphan = true;
      if (answer) {
        this.#held.delete(answer);
      }
      reject(new DOMException("The request was stopped.", name));
    };
    const cancel = (): void => giveUp("AbortError");
    if (request.abortSignal?.aborted === true) {
      cancel();
      return promise;
    }
    this.#held.add(question);
    request.abortSignal?.addEventListener("abort", cancel);
    const stopTimer = this.#time.after(request.timeout, () => giveUp("TimeoutError"));
    return promise.finally(() => {
      stopTimer();
      request.abortSignal?.removeEventListener("abort", cancel);
    });
  }

  /** Brings a request to Azure, or not: the answer, the code of a failure, or nothing at all. */
  async #carry(request: PipelineRequest): Promise<PipelineResponse | string | undefined> {
    if (!this.online) {
      return "ECONNREFUSED";
    }
    const { route, hostKey } = aimOf(new URL(request.url).pathname);
    const { fault } = this.behaviours.choose({
      route,
      hostKey,
      subscriptionId: undefined,
      tenantId: undefined,
      account: undefined,
    });
    const answer = fault && !faultActs(fault) ? undefined : await this.#azure.exchange(request);
    switch (fault?.kind) {
      case "reset":
        return "ECONNRESET";
      case "cutBody":
        return "ERR_STREAM_PREMATURE_CLOSE";
      case "huge":
      case "endless":
        return "BODY_TOO_LARGE";
      case "neverAnswers":
      case "slowDrip":
        return undefined;
      default:
        return answer;
    }
  }
}
