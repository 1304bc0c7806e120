// Fetches from servers that were not written for Rollbook: Microsoft Graph as Prism
// makes it of the published description, signed in to at oauth2-mock-server.
// Usage: node run.mjs PROGRAM FOLDER, with an empty folder to work in.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { X509Certificate, constants, verify } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as authority from "./authority.mjs";
import * as servers from "./servers.mjs";

const [program, work] = process.argv.slice(2);
const SECRET = "the~client.secret";
const REPORT = "c9b6db1c-d5eb-427d-a5c0-20088d9b22d7";
const description = join(import.meta.dirname, "graph.yaml");

const csv = "Session Id,Participant Id,Full Name,UserAgent,UTC Event Timestamp,Action,Role\n";
const film = Buffer.alloc(3_000_000, "film");
const elsewhere = await servers.files({ attendeeReport: csv, recording: film });
const described = servers.leadingTo(elsewhere.url, description, join(work, "graph.yaml"));
const [graph, madeUp] = await Promise.all([
  servers.graph(described),
  servers.graph(described, ["--dynamic"]),
]);
const oauth = await authority.start();

// Runs the program in a home and a set of variables of its own; it must end with this code, or one of these.
let runs = 0;
const run = async (line, variables, code = 0) => {
  runs += 1;
  const env = { HOME: work, XDG_CONFIG_HOME: join(work, "config"), PATH: join(work, "bin"), ...variables };
  const child = spawn(program, line, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const ended = await new Promise((resolve) => child.on("close", resolve));
  assert([code].flat().includes(ended), `ended with ${ended}: rollbook ${line.join(" ")}\n${said}`);
  for (const secret of [SECRET, ...oauth.given]) assert(!said.includes(secret), "a secret was shown");
  return said;
};

const SIGN_IN = ["--authority", oauth.url, "--tenant", "T", "--client-id", "C"];
const at = (service) => ["--graph-url", service.url, "--retry-budget", "5"];
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
const token = { GRAPH_TOKEN: "e30.e30.signature" };
const fetched = (archive) => readdirSync(archive, { recursive: true }).filter((name) => /^[^.].*\.json$/.test(name));

// Every way to name a meeting, from the list to the records.
const ways = [
  ["--meeting", "MSo1N2Y5=@:/"],
  ["--meeting", "M", "--user", "U"],
  ["--join-link", "https://teams.microsoft.com/l/meetup-join/19%3ameeting?a=b", "--user", "U"],
  ["--join-id", "123 456 789"],
  ["--organizer", "U"],
  ["--organizer", "me"],
  ["--webinar", "W"],
  ["--townhall", "H"],
  ["--meeting", "M", "--legacy"],
];
for (const [index, way] of ways.entries()) {
  const archive = join(work, `archive-${index}`);
  const line = ["fetch", "reports", ...way, "--archive", archive, ...at(graph)];
  await run(line, token);
  const [file, ...others] = fetched(archive);
  assert.deepEqual(others, [], way.join(" "));
  const report = JSON.parse(readFileSync(join(archive, file)));
  assert.deepEqual(report.attendanceRecords.map(({ totalAttendanceInSeconds }) => totalAttendanceInSeconds), [1558, 1152]);
  if (!way.includes("--legacy")) assert.equal(report.id, REPORT);
}
const again = ["fetch", "reports", "--organizer", "U", "--archive", join(work, "archive-4"), ...at(graph)];
assert.match(await run(again, token), /1 unchanged/);
const summary = ["--output", join(work, "summary"), "--format", "csv", "--quiet"];
await run([...again, ...summary], token);

// Who registered, as a list that convert takes.
for (const event of [["--webinar", "W"], ["--townhall", "H"]]) {
  const list = join(work, `registrations${event[0]}.csv`);
  assert.match(await run(["fetch", "registrations", ...event, "--output", list, ...at(graph)], token), /^1 registrations, without 1/);
  await run(["convert", join(work, "archive-4"), "--registrations", list, "--output", join(work, `turnout${event[0]}`), "--format", "csv"], {});
}

// Prism knows no $batch: many meetings come all the same, each alone.
const many = join(work, "meetings.txt");
writeFileSync(many, Array.from({ length: 60 }, (_, number) => `M${number}\n`).join(""));
await run(["fetch", "reports", "--meetings-from", many, "--parallel", "2", "--archive", join(work, "many"), ...at(graph)], token);
assert.equal(fetched(join(work, "many")).length, 60);

// Live events: the file comes whole, and its host sees no token.
for (const [word, content] of [["attendee-report", Buffer.from(csv)], ["recording", film]]) {
  const output = join(work, word);
  await run(["fetch", word, "--meeting", "M", "--output", output, ...at(graph)], token);
  assert(readFileSync(output).equals(content), word);
}
assert.equal(elsewhere.asked.length, 2);
assert(elsewhere.asked.every((headers) => !("authorization" in headers)), "the token went to another host");

// Reports that a machine made up within the description: odd, never refused, and
// converted with findings (1) or, by chance, without (0).
for (let time = 0; time < 5; time += 1) {
  const archive = join(work, `made-up-${time}`);
  await run(["fetch", "reports", "--meeting", "M", "--archive", archive, ...at(madeUp)], token);
  const [file] = fetched(archive);
  const line = ["convert", archive, "--output", join(work, `odd-${time}`), "--format", "csv,html,xlsx,json"];
  await run(line, {}, [0, 1]);
  assert(JSON.parse(readFileSync(join(archive, file))).attendanceRecords.length > 0);
}

// A program signs in with its secret, once for a run.
const fetchAs = (archive) => ["fetch", "reports", "--meeting", "M", "--archive", join(work, archive), ...at(graph), ...SIGN_IN];
await run(fetchAs("by-secret"), { AZURE_CLIENT_SECRET: SECRET });
const [{ grant_type, client_secret, scope }] = oauth.asked.splice(0);
assert.deepEqual([grant_type, client_secret, scope], ["client_credentials", SECRET, "https://graph.microsoft.com/.default"]);

// A program signs in with a certificate as OpenSSL makes it, and as Windows exports it.
// Node checks the statement.
const openssl = (...line) => execFileSync("openssl", line, { cwd: work, stdio: "pipe" });
openssl("req", "-x509", "-newkey", "rsa:2048", "-noenc", "-subj", "/CN=rollbook", "-keyout", "key.pem", "-out", "cert.pem");
openssl("pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-passout", `pass:${SECRET}`, "-out", "all.pfx");
openssl("pkcs12", "-in", "all.pfx", "-passin", `pass:${SECRET}`, "-noenc", "-out", "open.pem");
openssl("pkcs12", "-in", "all.pfx", "-passin", `pass:${SECRET}`, "-passout", `pass:${SECRET}`, "-out", "locked.pem");
const certificate = readFileSync(join(work, "cert.pem"));
for (const file of ["open.pem", "locked.pem", "all.pfx"]) {
  const password = file === "open.pem" ? {} : { AZURE_CLIENT_CERTIFICATE_PASSWORD: SECRET };
  await run(fetchAs(`by-${file}`), { AZURE_CLIENT_CERTIFICATE_PATH: join(work, file), ...password });
  const [{ client_assertion }] = oauth.asked.splice(0);
  const [header, claims, signature] = client_assertion.split(".").map((part) => Buffer.from(part, "base64url"));
  const thumbprint = new X509Certificate(certificate).fingerprint256.replaceAll(":", "");
  assert.equal(Buffer.from(JSON.parse(header)["x5t#S256"], "base64url").toString("hex").toUpperCase(), thumbprint);
  assert.equal(JSON.parse(claims).aud, `${oauth.url}/T/oauth2/v2.0/token`);
  const key = { key: certificate, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  assert(verify("sha256", client_assertion.replace(/\.[^.]*$/, ""), key, signature), "the statement is not signed");
}
assert.match(await run([...fetchAs("by-pfx"), "--certificate", join(work, "all.pfx")], {}, 4), /AZURE_CLIENT_CERTIFICATE_PASSWORD/);

// A person signs in with the browser: the server checks the proof of the code (PKCE).
mkdirSync(join(work, "bin"));
const browser = join(work, "bin", "xdg-open");
const visit = `fetch(process.argv[1]).then((page) => process.exit(page.ok ? 0 : 1))`;
writeFileSync(browser, `#!/bin/sh\nexec '${process.execPath}' -e '${visit}' "$1"\n`);
chmodSync(browser, 0o755);
await run(["login", ...SIGN_IN], {});
const [form] = oauth.asked.splice(0);
assert.equal(form.grant_type, "authorization_code");
assert.match(form.code_verifier, /^[\w.~-]{43,128}$/);
await run(fetchAs("by-browser"), {});
assert.deepEqual(oauth.asked, [], "a kept token is used as long as it is good");

// Later the kept sign-in is renewed without a person.
const kept = join(work, "config", "rollbook", "sign-in.json");
const signIn = JSON.parse(readFileSync(kept));
writeFileSync(kept, JSON.stringify({ ...signIn, expires: "2020-01-01T00:00:00Z" }));
await run(fetchAs("by-renewal"), {});
assert.deepEqual(oauth.asked.splice(0).map(({ grant_type, refresh_token }) => [grant_type, refresh_token]), [["refresh_token", signIn.refresh_token]]);
await run(["logout"], {});
assert.match(await run(fetchAs("by-nobody"), {}, 4), /nobody is signed in/);

// Nothing that was written holds a secret.
for (const entry of readdirSync(work, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const text = readFileSync(join(entry.parentPath, entry.name), "latin1");
  for (const secret of [SECRET, token.GRAPH_TOKEN, ...oauth.given]) assert(!text.includes(secret), `a secret is in ${entry.name}`);
}

await Promise.all([graph.stop(), madeUp.stop(), elsewhere.stop(), oauth.stop()]);
console.log(`${runs} runs against Prism and oauth2-mock-server: as they should be`);
process.exit(0);
