'use strict';
/* The explorer page: GraphiQL, our sign-in, and a fetcher that streams subscriptions over SSE.
   The access token lives in this variable only and is gone when the page is. */
(() => {
  const endpoint = '/graphql';
  const element = (id) => document.getElementById(id);
  let token = null;
  let expiry = 0;

  const headers = (extra) => ({
    'Content-Type': 'application/json',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...extra,
  });

  const post = (request, accept, extra, signal) =>
    fetch(endpoint, {
      method: 'POST',
      headers: headers({ Accept: accept, ...extra }),
      body: JSON.stringify(request),
      credentials: 'omit',
      signal,
    });

  async function* events(request, extra) {
    const abort = new AbortController();
    try {
      const response = await post(request, 'text/event-stream, application/json;q=0.5', extra, abort.signal);
      if (!(response.headers.get('Content-Type') || '').startsWith('text/event-stream')) {
        yield await response.json();
        return;
      }
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        text += value;
        let end;
        while ((end = text.indexOf('\n\n')) >= 0) {
          const lines = text.slice(0, end).split('\n');
          text = text.slice(end + 2);
          const field = (name) =>
            lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim()).join('\n');
          if (field('event') === 'complete') return;
          if (field('event') === 'next') yield JSON.parse(field('data'));
        }
      }
    } finally {
      abort.abort();
    }
  }

  /* From the text, not from GraphiQL's document: that one follows the last key by a moment only. */
  const subscribes = (request) => {
    const code = request.query.replace(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"|#.*/g, ' ');
    let depth = 0;
    for (const [word, name] of code.matchAll(/[{}]|(?<![$\w])subscription\b\s*([_A-Za-z]\w*)?/g)) {
      if (word === '{') depth += 1;
      else if (word === '}') depth -= 1;
      else if (depth === 0 && (!request.operationName || name === request.operationName)) return true;
    }
    return false;
  };

  const fetcher = (request, options) => {
    const extra = (options && options.headers) || {};
    return subscribes(request)
      ? events(request, extra)
      : post(request, 'application/json', extra).then((response) => response.json());
  };

  const signInDocument = `mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      accessToken
      expiresAt
      user { displayName email }
      userErrors { code message }
    }
  }`;

  const notice = (text) => {
    element('notice').textContent = text;
  };

  const show = (who) => {
    element('sign-in').hidden = Boolean(who);
    element('session').hidden = !who;
    element('who').textContent = who || '';
  };

  const signOut = (why) => {
    token = null;
    window.clearTimeout(expiry);
    show(null);
    notice(why);
  };

  const signedIn = (payload) => {
    token = payload.accessToken;
    const until = new Date(payload.expiresAt);
    const user = payload.user || {};
    show(`Signed in as ${user.displayName || user.email || 'you'} until ${until.toLocaleTimeString()}`);
    notice('');
    expiry = window.setTimeout(() => signOut('The session has ended; sign in again.'), until.getTime() - Date.now());
  };

  async function signIn(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const input = { email: form.get('email'), password: form.get('password') };
    if (form.get('organization')) input.organization = form.get('organization');
    notice('Signing in …');
    try {
      const response = await post({ query: signInDocument, variables: { input } }, 'application/json');
      const answer = await response.json();
      const payload = answer.data && answer.data.signIn;
      if (payload && payload.accessToken) {
        event.target.reset();
        signedIn(payload);
        return;
      }
      const errors = [...((payload && payload.userErrors) || []), ...(answer.errors || [])];
      notice(errors.map((it) => it.message).join(' ') || 'Signing in failed.');
    } catch (failure) {
      notice(`Signing in failed: ${failure.message}`);
    }
  }

  async function start() {
    element('sign-in').addEventListener('submit', signIn);
    element('sign-out').addEventListener('click', () => signOut('Signed out.'));
    const config = await (await fetch('/graphiql/config.json', { credentials: 'omit' })).json();
    const explorer = React.createElement(GraphiQL, {
      fetcher,
      defaultQuery: config.defaultQuery,
      shouldPersistHeaders: false,
      defaultEditorToolsVisibility: true,
    });
    ReactDOM.createRoot(element('explorer')).render(explorer);
  }

  start();
})();
