import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import * as esbuild from "esbuild";
import { patience } from "../../support/patience.ts";

const { options } = (await import(new URL("../../../scripts/build.mjs", import.meta.url).href)) as {
  options: esbuild.BuildOptions;
};
const requireBuiltin = createRequire(import.meta.url);

/** What talks to the network. */
const NETWORK = ["http", "https", "http2", "net", "tls", "dgram", "dns"];

/** Anything of VS Code: an object, a class or a function that gives more of the same, whatever it is taken for. No view is seen. */
function anything(): object {
  const own: Readonly<Record<string | symbol, unknown>> = {
    visible: false,
    get: () => undefined,
    [Symbol.toPrimitive]: () => "",
  };
  return new Proxy(
    function made() {
      // Called or constructed, it gives more of the same.
    },
    {
      get: (of, name, self) => {
        if (Object.hasOwn(own, name)) {
          return own[name];
        }
        return typeof name === "symbol" || name === "prototype" ? (Reflect.get(of, name, self) as unknown) : anything();
      },
      apply: anything,
      construct: anything,
    },
  );
}

describe("starting the extension", () => {
  let code = "";
  let imports: readonly string[] = [];
  before(async function () {
    this.timeout(patience(30_000));
    const { outputFiles, metafile } = await esbuild.build({ ...options, write: false, metafile: true });
    code = outputFiles[0]?.text ?? "";
    imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  });

  it("loads no HTTP module before something is asked of Azure", () => {
    const required: string[] = [];
    const vscode: unknown = Object.fromEntries(
      [...code.matchAll(/vscode\d*\.(\w+)/g)].map(([, name]) => [name, anything()]),
    );
    const require = (name: string): unknown => {
      required.push(name);
      return name === "vscode" ? vscode : (requireBuiltin(name) as unknown);
    };
    const module = { exports: {} as { activate?: (context: unknown) => void } };
    const load = runInThisContext(`(function (module, exports, require) {${code}\n})`) as (...parts: unknown[]) => void;
    load(module, module.exports, require);
    assert.ok(required.includes("vscode"));
    module.exports.activate?.(anything());
    assert.deepEqual(
      required.filter((name) => NETWORK.includes(name)),
      [],
    );
    assert.ok(imports.includes("http"), "what is looked for is in the bundle");
  });
});
