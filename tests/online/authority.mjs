// An OAuth 2.0 server that knows one tenant, T, at the paths of Microsoft's. It
// gives tokens to whoever asks; `asked` keeps the forms that were sent to it.

import { OAuth2Server } from "oauth2-mock-server";

export const start = async () => {
  const endpoints = { token: "/T/oauth2/v2.0/token", authorize: "/T/oauth2/v2.0/authorize" };
  const server = new OAuth2Server(undefined, undefined, { endpoints });
  await server.issuer.keys.generate("RS256");
  const asked = [];
  const given = [];
  server.service.on("beforeResponse", ({ body }, { body: form }) => {
    asked.push(form);
    given.push(body.access_token);
  });
  await server.start(0, "127.0.0.1");
  return { url: `http://127.0.0.1:${server.address().port}`, asked, given, stop: () => server.stop() };
};
