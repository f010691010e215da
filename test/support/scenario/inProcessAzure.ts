import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { fastify } from "fastify";
import type { FastifyInstance } from "fastify";
import { addAzureRoutes } from "../../simulated-azure/routes/routes.ts";
import { Simulation } from "../../simulated-azure/simulation.ts";
import type { World } from "../../simulated-azure/world/world.ts";

/** The simulated Azure without sockets: a request is answered as soon as it is handed over, in the same process. */
export class InProcessAzure {
  readonly simulation: Simulation;
  readonly #app: FastifyInstance;

  private constructor(simulation: Simulation, app: FastifyInstance) {
    this.simulation = simulation;
    this.#app = app;
  }

  static async start(world: World): Promise<InProcessAzure> {
    const simulation = new Simulation(world);
    // Nothing is sent there.
    simulation.url = "http://127.0.0.1:1";
    const app = fastify({ routerOptions: { caseSensitive: false, maxParamLength: 2048 } });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
    addAzureRoutes(app, simulation, { latencyMs: 0, closing: new AbortController().signal });
    await app.ready();
    return new InProcessAzure(simulation, app);
  }

  /** The answer that Azure sends, complete. */
  async exchange(request: PipelineRequest): Promise<PipelineResponse> {
    const { pathname, search } = new URL(request.url);
    const answer = await this.#app.inject({
      method: request.method === "POST" ? "POST" : "GET",
      url: `${pathname}${search}`,
      headers: request.headers.toJSON(),
      ...(typeof request.body === "string" && { payload: request.body }),
    });
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return {
      request,
      status: answer.statusCode,
      headers: createHttpHeaders(Object.fromEntries(headers) as Record<string, string>),
      bodyAsText: answer.payload,
    };
  }

  async close(): Promise<void> {
    await this.#app.close();
  }
}
