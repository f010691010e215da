/** A real MCP client that starts the command line's server as an editor does. */
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import type { CommandLine } from "./commandLine.ts";

/** What the user does with a form. */
export type FillForm = (form: { readonly message: string; readonly requestedSchema: unknown }) => Promise<ElicitResult>;

/** An answer as a model reads it. */
export interface ModelAnswer {
  readonly outcome: string;
  readonly note?: string;
  readonly isComplete?: boolean;
  readonly asOf?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A client with its server. */
export class McpSession implements AsyncDisposable {
  readonly client: Client;
  /** Everything that a model was given, as text. */
  readonly texts: string[] = [];
  /** What the client couldn't read: something besides the protocol on stdout. */
  readonly errors: Error[] = [];
  readonly #words: Promise<string>;

  private constructor(client: Client, words: Promise<string>) {
    this.client = client;
    this.#words = words;
    client.onerror = (error) => this.errors.push(error);
  }

  /** @param fill left out: a client that can't show forms */
  static async start(
    line: CommandLine,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    fill?: FillForm,
  ): Promise<McpSession> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [line.file, "mcp", ...args],
      env: { PATH: "/usr/bin:/bin", HOME: line.folder, XDG_STATE_HOME: `${line.folder}/state`, ...env },
      stderr: "pipe",
    });
    const client = new Client({ name: "test", version: "1" }, { capabilities: fill ? { elicitation: {} } : {} });
    if (fill) {
      client.setRequestHandler(ElicitRequestSchema, async ({ params }) =>
        fill({ message: params.message, requestedSchema: "requestedSchema" in params ? params.requestedSchema : {} }),
      );
    }
    const session = new McpSession(client, text(transport.stderr as Readable));
    await client.connect(transport);
    return session;
  }

  async call(name: string, input: Readonly<Record<string, unknown>> = {}, signal?: AbortSignal): Promise<ModelAnswer> {
    const options = signal && { signal };
    const { content } = await this.client.callTool({ name, arguments: input }, undefined, options);
    const [first] = content as readonly { readonly type: string; readonly text: string }[];
    this.texts.push(first?.text ?? "");
    return JSON.parse(first?.text ?? "") as ModelAnswer;
  }

  /** Ends the server. @returns everything that it has written */
  async end(): Promise<string> {
    await this.client.close();
    return [await this.#words, ...this.texts].join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}
