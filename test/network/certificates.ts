import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";

/** A certificate authority such as a company has, and a server's certificate that it has signed. */
export interface Certificates {
  readonly server: { readonly key: string; readonly cert: string };
  /** A file with the authority's own certificate, as NODE_EXTRA_CA_CERTS takes it. */
  readonly authorityFile: string;
}

/** Makes both, for one host name, and writes the authority's certificate into `folder`. */
export async function makeCertificates(hostName: string, folder: string): Promise<Certificates> {
  const authority = await generate([{ name: "commonName", value: "Contoso Test Authority" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: hostName }], {
    keyType: "ec",
    algorithm: "sha256",
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: hostName }] },
    ],
  });
  const authorityFile = join(folder, "authority.pem");
  await writeFile(authorityFile, authority.cert);
  return { server: { key: server.private, cert: server.cert }, authorityFile };
}
