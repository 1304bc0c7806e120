// Servers on 127.0.0.1 that end with the run: Graph as Prism makes it of its
// description, and another host that has the files of live events.

import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const PATIENCE = 60_000;
const PROGRAM = join("node_modules", "@stoplight", "prism-cli", "dist", "index.js");

// Starts Prism; refuses with 4xx what the description does not know or lacks.
export const graph = async (description, options = []) => {
  const line = [PROGRAM, "mock", "--errors", "--host", "127.0.0.1", "--port", "0", ...options, description];
  const prism = spawn(process.execPath, line, { cwd: import.meta.dirname });
  const stop = () => prism.kill();
  process.on("exit", stop);
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Prism did not start:\n${said}`)), PATIENCE);
    const listen = (text) => {
      said += text;
      const [, url] = /listening on (http:\/\/127\.0\.0\.1:[1-9]\d*)/.exec(said) ?? [];
      if (!url) return;
      clearTimeout(late);
      resolve(`${url}/v1.0`);
    };
    prism.stdout.on("data", listen);
    prism.stderr.on("data", listen);
    prism.on("exit", (code) => reject(new Error(`Prism ended with ${code}:\n${said}`)));
  });
  return { url, stop };
};

// Starts a server that has these files; `asked` keeps the headers of the requests.
export const files = async (contents) => {
  const asked = [];
  const server = createServer(({ url, headers }, answer) => {
    asked.push(headers);
    const content = contents[url.slice(1)];
    answer.writeHead(content === undefined ? 404 : 200, { "content-type": "application/octet-stream" });
    answer.end(content);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}`, asked, stop: () => server.close() };
};

// The description, with the links to files leading to that server.
export const leadingTo = (url, description, copy) => {
  const text = readFileSync(description, "utf8");
  writeFileSync(copy, text.replaceAll("http://127.0.0.1:1", url));
  return copy;
};
