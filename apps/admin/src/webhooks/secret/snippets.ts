/** A request as it was sent, to try a verification on. */
export type SampleRequest = { url: string; headers: Record<string, string>; body: string };

export type Language = 'node' | 'python' | 'php' | 'curl';
export const languages: { id: Language; name: string }[] = [
  { id: 'node', name: 'Node' },
  { id: 'python', name: 'Python' },
  { id: 'php', name: 'PHP' },
  { id: 'curl', name: 'curl' },
];

/**
 * Code that verifies a message by the secret in WEBHOOK_SECRET, with nothing but the standard library. With a request it holds that one
 * and runs as it is; without, it takes what the receiver got.
 */
export const snippet = (language: Language, sample?: SampleRequest): string => writers[language](sample);

const header = ({ headers }: SampleRequest, name: string) => headers[name] ?? '';
const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
/** What curl sends by itself. */
const ownOfCurl = ['host', 'content-length'];

/** Quoted for JavaScript and Python, which share JSON's way with text. */
const quoted = (text: string) => JSON.stringify(text);
/** Quoted for PHP and shells, in single quotes. */
const phpText = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const shellText = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const writers: Record<Language, (sample?: SampleRequest) => string> = {
  node: (sample) => `import { createHmac, timingSafeEqual } from 'node:crypto';

// body: the bytes as they came, before any JSON.parse; headers: names in lower case
function isGenuine(secret, headers, body) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const start = \`\${headers['webhook-id']}.\${headers['webhook-timestamp']}.\`;
  const expected = createHmac('sha256', key).update(start).update(body).digest();${
    sample
      ? ''
      : `
  if (Math.abs(Date.now() / 1000 - headers['webhook-timestamp']) > 300) return false; // an old message, sent again by someone`
  }
  return headers['webhook-signature'].split(' ').some((one) => {
    const given = Buffer.from(one.replace('v1,', ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
${
  sample
    ? `
const headers = {
${signed.map((name) => `  '${name}': ${quoted(header(sample, name))},`).join('\n')}
};
console.log(isGenuine(process.env.WEBHOOK_SECRET, headers, ${quoted(sample.body)}));
`
    : ''
}`,

  python: (sample) => `import base64, hashlib, hmac, os${sample ? '' : ', time'}

# body: the bytes as they came; headers: names in lower case
def is_genuine(secret, headers, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.'.encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()${
      sample
        ? ''
        : `
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        return False  # an old message, sent again by someone`
    }
    return any(hmac.compare_digest(one, expected) for one in headers["webhook-signature"].split(" "))
${
  sample
    ? `
headers = {
${signed.map((name) => `    "${name}": ${quoted(header(sample, name))},`).join('\n')}
}
print(is_genuine(os.environ["WEBHOOK_SECRET"], headers, ${quoted(sample.body)}.encode()))
`
    : ''
}`,

  php: (sample) => `<?php
// $body: as it came, from file_get_contents('php://input'); $headers: names in lower case
function isGenuine(string $secret, array $headers, string $body): bool
{
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $signed = "{$headers['webhook-id']}.{$headers['webhook-timestamp']}.{$body}";
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $key, true));${
      sample
        ? ''
        : `
    if (abs(time() - (int) $headers['webhook-timestamp']) > 300) return false; // an old message, sent again by someone`
    }
    foreach (explode(' ', $headers['webhook-signature']) as $one) {
        if (hash_equals($expected, $one)) return true;
    }
    return false;
}
${
  sample
    ? `
$headers = [
${signed.map((name) => `    '${name}' => ${phpText(header(sample, name))},`).join('\n')}
];
var_dump(isGenuine(getenv('WEBHOOK_SECRET'), $headers, ${phpText(sample.body)}));
`
    : ''
}`,

  curl: (sample) =>
    sample
      ? `# the same request once more, as a receiver gets it${Object.values(sample.headers).includes('…') ? '; fill in your own headers, where … stands' : ''}
curl -i ${shellText(sample.url)} \\
${Object.entries(sample.headers)
  .filter(([name]) => !ownOfCurl.includes(name))
  .map(([name, value]) => `  -H ${shellText(`${name}: ${value}`)} \\`)
  .join('\n')}
  --data-binary ${shellText(sample.body)}
`
      : `# sends a signed message to a receiver of your own, to try its verification
id=msg_1; at=$(date +%s); body='{"type":"webhook.test"}'
key=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \\n')
signature=$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -i http://127.0.0.1:8080/hook -H 'content-type: application/json' \\
  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$signature" \\
  --data-binary "$body"
`,
};
