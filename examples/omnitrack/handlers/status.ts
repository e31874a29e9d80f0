import { randomBytes } from 'crypto';
import { contentSecurityPolicy, permissionsPolicy, withSecurityHeaders } from 'cdk-hardened/middleware';

const page = (nonce: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>OmniTrack status</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">body { font: 1.2rem system-ui; margin: 3rem } output { font-weight: bold }</style>
</head>
<body>
<h1>OmniTrack</h1>
<p>The API says: <output id="status">nothing yet</output></p>
<script nonce="${nonce}">
  fetch('health').then((answer) => answer.json()).then(({ status }) => { document.getElementById('status').textContent = status; });
</script>
</body>
</html>
`;

/** A page for people: it opens what the page needs, its own script and style by a nonce, and nothing else. */
export const handler = withSecurityHeaders(async () => {
  const nonce = randomBytes(16).toString('base64');
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy({
        'script-src': [`'nonce-${nonce}'`], 'style-src': [`'nonce-${nonce}'`], 'connect-src': ["'self'"], 'img-src': ['data:'],
      }),
    },
    body: page(nonce),
  };
}, { headers: { 'Permissions-Policy': permissionsPolicy({ fullscreen: ['self'] }) } });
